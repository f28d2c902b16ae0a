package dev.linger.cli.probe;

import dev.linger.cli.Ink;
import dev.linger.cli.Terminal;
import dev.linger.cli.Wrapped;
import dev.linger.life.Wording;
import dev.linger.probe.Advice;
import dev.linger.probe.Plan;
import dev.linger.probe.Product;
import dev.linger.probe.Profile;
import dev.linger.probe.Question;
import dev.linger.probe.Reading;
import dev.linger.probe.Setting;
import dev.linger.probe.Trait;
import dev.linger.probe.Value;
import java.util.ArrayList;
import java.util.List;

/** Plans, profiles and settings for people. */
final class ProfileLines {
    private static final int TITLE = 38;
    private static final int USUAL_WIDTH = 100;

    /** So few are told even where there is nothing to set. */
    private static final int FEW = 6;

    private final Terminal terminal;

    ProfileLines(Terminal terminal) {
        this.terminal = terminal;
    }

    /** What will be done. */
    List<String> plan(Plan plan) {
        List<String> lines = new ArrayList<>();
        lines.add(
                strong(plan.target().uri() + " at " + plan.target().where())
                        + (plan.target().addresses().size() > 1
                                ? ", one of "
                                        + plan.target().addresses().size()
                                        + " addresses of its name; the others are not asked"
                                : ""));
        for (Question one : plan.questions()) {
            lines.addAll(Wrapped.text("  ", one.does(), width()));
        }
        lines.add(
                "at most "
                        + Wording.count(plan.connections(), "connection")
                        + " in all, "
                        + Wording.count(plan.requests(), "request")
                        + "; at most about "
                        + (plan.longest().toSeconds() + 1)
                        + " s where it answers quickly; Ctrl-C ends it with what is known");
        return lines;
    }

    /** What is known. */
    List<String> profile(Profile profile) {
        List<String> lines = new ArrayList<>();
        lines.add(
                strong(profile.address() + ", " + product(profile.product()))
                        + (profile.isWhole() ? "" : " (stopped before all was known)"));
        Product product = profile.product();
        if (!product.because().isEmpty()) {
            lines.addAll(
                    Wrapped.text(
                            "  because ", String.join(" ", commas(product.because())), width()));
        }
        product.front().ifPresent(front -> lines.add("  behind " + front));
        profile.note().ifPresent(note -> lines.addAll(Wrapped.text("  note: ", note, width())));
        lines.add("");
        for (Trait trait : Trait.values()) {
            lines.addAll(reading(trait, profile.of(trait)));
        }
        lines.add("");
        lines.add(
                Wording.count(profile.connections(), "connection")
                        + ", "
                        + Wording.count(profile.requests(), "request")
                        + ", "
                        + Wording.duration(profile.took().toNanos()));
        return lines;
    }

    private static List<String> commas(List<String> clauses) {
        return List.of(String.join(", ", clauses));
    }

    private static String product(Product product) {
        if (product.because().isEmpty()) {
            return "a server that does not show what it is";
        }
        String degree =
                switch (product.confidence()) {
                    case CERTAIN -> "";
                    case LIKELY -> "probably ";
                    case GUESS -> "perhaps ";
                };
        return degree + product.name();
    }

    private List<String> reading(Trait trait, Reading reading) {
        String title = "  " + trait.title();
        String pad = " ".repeat(Math.max(2, TITLE - title.length()));
        String value = value(reading.value());
        String says = reading.says();
        boolean isOneSentence = says.startsWith("of ") || says.startsWith("kind");
        String text = says.isEmpty() ? value : value + (isOneSentence ? " " : ", ") + says;
        return Wrapped.text(title + pad, text, width()).stream()
                .map(line -> reading.isMeasured() ? line : Ink.FAINT.on(line, terminal.coloured()))
                .toList();
    }

    private static String value(Value value) {
        return switch (value) {
            case Value.Time time -> time(time);
            case Value.LongerThan longer -> "not in " + Wording.duration(longer.nanos());
            case Value.Count count -> Wording.count(count.count());
            case Value.MoreThan more -> "more than " + Wording.count(more.count());
            case Value.Way way -> way.word().replace('-', ' ');
            case Value.NotMeasured none -> "not measured: " + none.why();
        };
    }

    /** {@code 2.001 s (1.998 s to 2.012 s, 9 times)}. */
    private static String time(Value.Time time) {
        String text = Wording.duration(time.nanos());
        if (time.samples() == 1) {
            return text;
        }
        return text
                + " ("
                + Wording.duration(time.least())
                + " to "
                + Wording.duration(time.most())
                + ", "
                + time.samples()
                + " times)";
    }

    /** Settings for those in front, and for the server. */
    List<String> advice(Profile profile, List<Advice> all) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.addAll(Wrapped.text("", Advice.rule(profile), width()));
        boolean anybody = all.stream().anyMatch(one -> !one.settings().isEmpty());
        boolean few = all.size() <= FEW;
        for (Advice one : all) {
            if (anybody || few) {
                lines.addAll(advice(one));
            }
        }
        return lines;
    }

    private List<String> advice(Advice one) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        String subject = one.subject() + ", ";
        List<String> heading = Wrapped.text("", subject + one.because(), width());
        lines.addAll(heading);
        for (Setting setting : one.settings()) {
            String whose = one.settings().size() > 1 ? setting.software() + ", " : "";
            lines.add(Ink.FAINT.on("  # " + whose + setting.where(), terminal.coloured()));
            setting.text().lines().forEach(line -> lines.add("  " + line));
        }
        return lines;
    }

    private String strong(String text) {
        return Ink.STRONG.on(Wording.printable(text), terminal.coloured());
    }

    private int width() {
        return terminal.columns() == Terminal.UNLIMITED
                ? USUAL_WIDTH
                : Math.min(USUAL_WIDTH, terminal.columns());
    }
}
