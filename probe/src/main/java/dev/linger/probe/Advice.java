package dev.linger.probe;

import dev.linger.diagnosis.advice.IdleTimeoutOfServers;
import dev.linger.life.Wording;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Settings that follow from a profile, with their reason. Whoever sends the next request has to let
 * go of an idle connection first; else it writes into a close now and then.
 *
 * @param subject whom it is for
 * @param because a sentence
 * @param settings to copy; empty where there is nothing to set
 */
public record Advice(String subject, String because, List<Setting> settings) {
    /** Part of the server's patience that is used: what is left covers timers and the way. */
    private static final double PART = 0.8;

    /** What is 4.999 s was meant as 5 s. */
    private static final double ROUNDING = 1.005;

    private static final long SECOND = 1_000_000_000L;

    /** Seconds by which the longer of two times is longer, to be safe. */
    private static final long ABOVE = 20;

    /**
     * Of a time that is long enough as it is, beyond the shorter one: a part, and at least this.
     */
    private static final double MARGIN = 0.05;

    private static final long LEAST_MARGIN_NANOS = SECOND;

    public Advice {
        settings = List.copyOf(settings);
    }

    /**
     * How long it is safe to keep an idle connection to the server; empty where nothing is known.
     */
    public static Optional<Long> safeSeconds(Profile profile) {
        long patience = known(profile.of(Trait.IDLE_BETWEEN).value());
        long safe = (long) (patience * PART * ROUNDING / SECOND);
        return safe > 0 ? Optional.of(safe) : Optional.empty();
    }

    /** One for each front. */
    public static List<Advice> ofFronts(Profile profile) {
        return Arrays.stream(Front.values()).map(front -> ofFront(front, profile)).toList();
    }

    /** For what stands in front of the server. */
    public static Advice ofFront(Front front, Profile profile) {
        Optional<Long> safe = safeSeconds(profile);
        if (safe.isEmpty()) {
            return new Advice(front.label(), "no setting: " + noTime(profile), List.of());
        }
        if (front.forgets()) {
            return ofForgetting(front, profile);
        }
        List<Setting> settings = front.idleTimeout(safe.get());
        return new Advice(
                front.label(),
                settings.isEmpty()
                        ? "cannot let go after "
                                + safe.get()
                                + " s: raise the server's idle timeout"
                        : kept(front),
                settings);
    }

    /** It must remember for longer than the server keeps a connection. */
    private static Advice ofForgetting(Front front, Profile profile) {
        long usual = front.usual().toSeconds();
        Optional<Long> last = last(profile);
        long above = last.orElse(0L) / SECOND + ABOVE;
        boolean remembers = last.isPresent() && above <= usual;
        return new Advice(
                front.label(),
                "forgets after "
                        + usual
                        + " s unless told otherwise, and tells nobody; the server "
                        + patience(profile, last)
                        + (remembers ? ": nothing to change" : ": it must remember for longer"),
                last.isPresent() && !remembers ? front.idleTimeout(above) : List.of());
    }

    /**
     * After how many nanoseconds the last idle connection is closed; empty where that is unknown.
     */
    private static Optional<Long> last(Profile profile) {
        return profile.of(Trait.IDLE_BETWEEN).value() instanceof Value.Time time
                ? Optional.of(time.most())
                : Optional.empty();
    }

    /** What all fronts have in common: a sentence. */
    public static String rule(Profile profile) {
        return safeSeconds(profile)
                .map(safe ->
                        "Who sends the next request must let go of an idle connection first, or"
                                + " it writes into a close now and then. The server "
                                + patience(profile)
                                + "; four fifths of that, in whole seconds, are "
                                + Wording.count(safe)
                                + " s.")
                .orElseGet(() -> "No settings: " + noTime(profile) + ".");
    }

    private static String kept(Front front) {
        long usual = front.usual().toSeconds();
        if (!front.hasClock()) {
            return "without a clock for idle connections to servers: only keeping none is safe; a longer"
                    + " idle timeout of the server makes the race rarer";
        }
        return usual == 0
                ? "without a limit unless told otherwise"
                : usual + " s unless told otherwise";
    }

    private static String patience(Profile profile) {
        return switch (profile.of(Trait.IDLE_BETWEEN).value()) {
            case Value.Time time -> "closes them after " + Wording.duration(time.least());
            case Value.LongerThan longer ->
                    "keeps them for longer than " + Wording.duration(longer.nanos());
            default -> throw new IllegalStateException("no time, no advice");
        };
    }

    /** The same for who remembers until the last one is closed. */
    private static String patience(Profile profile, Optional<Long> last) {
        return last.map(nanos -> "has closed them all after " + Wording.duration(nanos))
                .orElseGet(() -> patience(profile));
    }

    private static String noTime(Profile profile) {
        return switch (profile.of(Trait.IDLE_BETWEEN).value()) {
            case Value.NotMeasured none -> none.why();
            default ->
                    "the server lets go so soon that no pool is safe: raise its idle timeout (--front"
                            + " says to what)";
        };
    }

    /** For the server itself, so that this front, as it is by itself, is safe. */
    public static Advice behind(Front front, Profile profile) {
        String subject = profile.product().name() + " behind " + front.label();
        long usual = front.usual().toSeconds();
        if (usual == 0) {
            return new Advice(
                    subject,
                    front.label()
                            + " keeps idle connections without a limit of its own: no setting of the"
                            + " server is long enough, set the front",
                    List.of());
        }
        Value idle = profile.of(Trait.IDLE_BETWEEN).value();
        if (idle instanceof Value.NotMeasured none) {
            return new Advice(
                    subject, "nothing is known of its idle timeout: " + none.why(), List.of());
        }
        if (front.forgets()) {
            return beforeItForgets(subject, front, profile);
        }
        long wanted = usual + (usual < 60 ? 5 : ABOVE);
        String both = "the front lets go after " + usual + " s, the server " + patience(profile);
        return isLonger(idle, usual * SECOND)
                ? new Advice(subject, "nothing to change: " + both, List.of())
                : new Advice(
                        subject,
                        both + ": " + shortfall(idle, usual, wanted),
                        ofServer(profile.product(), wanted));
    }

    /** Whether the server is known to wait so much longer than this that the two do not meet. */
    private static boolean isLonger(Value idle, long nanos) {
        return known(idle) >= nanos + Math.max(LEAST_MARGIN_NANOS, (long) (nanos * MARGIN));
    }

    /** Nanoseconds for which the server keeps each idle connection, as far as that was seen. */
    private static long known(Value idle) {
        return switch (idle) {
            case Value.Time time -> time.least();
            case Value.LongerThan longer -> longer.nanos();
            case Value.Count _, Value.MoreThan _, Value.Way _, Value.NotMeasured _ -> 0;
        };
    }

    private static String shortfall(Value idle, long usual, long wanted) {
        if (idle instanceof Value.LongerThan) {
            return "whether it waits longer than the front is not known, --max-wait "
                    + wanted
                    + "s would tell; this makes sure of it";
        }
        return known(idle) < usual * SECOND
                ? "it must wait longer than the front"
                : "that is too close, it must wait some seconds longer than the front";
    }

    private static Advice beforeItForgets(String subject, Front front, Profile profile) {
        long wanted = front.usual().toSeconds() - ABOVE;
        Optional<Long> last = last(profile);
        boolean isSoon = last.isPresent() && last.get() <= wanted * SECOND;
        return new Advice(
                subject,
                (isSoon ? "nothing to change: the" : "the")
                        + " front forgets after "
                        + front.usual().toSeconds()
                        + " s and tells nobody, the server "
                        + patience(profile, last)
                        + (isSoon ? "" : ": it must close before"),
                isSoon ? List.of() : ofServer(profile.product(), wanted));
    }

    /** Those of the software that is known, of all that have one where it is not, of none else. */
    private static List<Setting> ofServer(Product product, long seconds) {
        if (product.isLinger()) {
            return List.of(
                    new Setting(
                            product.name(),
                            "linger serve's command line",
                            "--idle " + seconds + "s"));
        }
        boolean isOther = product.software() == null && !product.because().isEmpty();
        return isOther
                ? List.of()
                : IdleTimeoutOfServers.of(product.software(), product.name(), seconds).stream()
                        .map(Setting::of)
                        .toList();
    }
}
