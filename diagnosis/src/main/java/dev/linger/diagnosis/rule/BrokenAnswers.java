package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.HandlerLimits;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Ends;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Moment;
import dev.linger.life.Wording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Requests that the server left without a complete answer. */
final class BrokenAnswers implements FindingRule {
    /** Ends that leave a request without a complete answer. */
    static final Set<CloseCause> CAUSES =
            EnumSet.of(CloseCause.TRUNCATED, CloseCause.NO_RESPONSE, CloseCause.STOPPED);

    private static final int FEWEST_ALIKE = 3;

    @Override
    public String id() {
        return "broken-answers";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        Map<CloseCause, Long> left = left(watched);
        Ends broken =
                Ends.of(all, kind -> isBroken(kind) && left.containsKey(kind.likeness().cause()));
        long count = left.values().stream().mapToLong(Long::longValue).sum();
        if (count == 0) {
            return List.of();
        }
        return List.of(
                Finding.of(this, Loss.weight(count, all.requests()), watched)
                        .what(
                                count,
                                Loss.share(count, all.requests())
                                        + " got no complete answer: "
                                        + kinds(left))
                        .because(because(broken))
                        .costs(
                                reachedNobody(broken)
                                        ? "an error for each of these users"
                                        : "an error for each of these users, and nobody can tell"
                                                + " whether the server had done what was asked")
                        .next(next(broken))
                        .change(changes(all, broken))
                        .expect("up to " + Wording.count(count, "request") + " more with an answer")
                        .price(price(broken))
                        .seen(broken.kinds())
                        .figure("broken_answers", (double) count)
                        .figure("expected_broken_answers", 0)
                        .done());
    }

    private static boolean isBroken(LikeEnds kind) {
        return CAUSES.contains(kind.likeness().cause())
                && (kind.likeness().decidedBy() == DecidedBy.SERVER || reachedNobody(kind));
    }

    /** Whether a RST answered the request that no connection knew any more. */
    private static boolean reachedNobody(LikeEnds kind) {
        return kind.likeness().cause() == CloseCause.NO_RESPONSE
                && kind.likeness().decidedBy() == DecidedBy.UNKNOWN;
    }

    private static boolean reachedNobody(Ends broken) {
        return reachedNobody(broken.kinds().getFirst());
    }

    /**
     * How many no other rule speaks of, by cause: a network had forgotten some, and closed them
     * without a byte; others were cut off at one moment.
     */
    private static Map<CloseCause, Long> left(Watched watched) {
        Tally all = watched.all();
        Map<CloseCause, Long> left = new EnumMap<>(CloseCause.class);
        for (CloseCause cause : CAUSES) {
            long told =
                    ResetStorm.cutTogether(watched, cause)
                            + (cause == CloseCause.NO_RESPONSE
                                    ? SilentDrop.resets(all) - SilentDrop.foreignResets(all)
                                    : 0);
            long count =
                    all.count(kind -> isBroken(kind) && kind.likeness().cause() == cause) - told;
            if (count > 0) {
                left.put(cause, count);
            }
        }
        return left;
    }

    private static String kinds(Map<CloseCause, Long> left) {
        List<String> parts = new ArrayList<>();
        left.forEach((cause, count) -> parts.add(Wording.count(count) + says(cause)));
        return String.join(", ", parts);
    }

    private static String says(CloseCause cause) {
        return switch (cause) {
            case TRUNCATED -> " broke off in the middle";
            case NO_RESPONSE -> " got not one byte";
            default -> " cut off all at one moment";
        };
    }

    private static String because(Ends broken) {
        if (reachedNobody(broken)) {
            return "each was answered by a RST without ACK flag, as who knows no such connection"
                    + " sends it: the server had closed before and its FIN did not come here, or"
                    + " something between them (a firewall, NAT, load balancer) forgot the"
                    + " connection";
        }
        if (broken.kinds().getFirst().likeness().cause() == CloseCause.STOPPED) {
            return "the server's process ended or was killed";
        }
        return isOneLimit(broken)
                ? "a time limit of the server or of what is behind it: each ended after "
                        + Phrase.seconds(broken.longestWaitNanos() / 1e9)
                        + " in which nothing of the answer came"
                : "an error or a time limit in the application; which one packets do not show";
    }

    private static String next(Ends broken) {
        if (reachedNobody(broken)) {
            return "capture at the server, too: if these requests do not come there, let clients"
                    + " give up idle connections sooner, or send keep-alive probes; if they do, it"
                    + " had closed them";
        }
        Moment first = broken.kinds().getFirst().samples().kept().getFirst().life().ending().last();
        String log =
                "read what the server's log says at "
                        + Instant.ofEpochSecond(Math.floorDiv(first.atNanos(), 1_000_000_000L))
                        + ", when it first happened, and repair that";
        if (isOneLimit(broken)) {
            return log + "; where the work takes so long, raise the limit";
        }
        return isLimit(broken) ? log + "; if it was a time limit, raise it" : log;
    }

    /** Only where it waited long a limit can be to blame. */
    private static boolean isLimit(Ends broken) {
        return broken.longestWaitNanos() >= 1_000_000_000L;
    }

    /** Waits that are alike are a clock's. */
    private static boolean isOneLimit(Ends broken) {
        long shortest = broken.shortestWaitNanos();
        return isLimit(broken)
                && broken.count() >= FEWEST_ALIKE
                && broken.longestWaitNanos() - shortest <= shortest / 20;
    }

    private static List<Change> changes(Tally all, Ends broken) {
        return isLimit(broken)
                ? HandlerLimits.of(
                        Software.ofServer(all.product()), Loss.longer(broken.longestWaitNanos()))
                : List.of();
    }

    private static String price(Ends broken) {
        return isLimit(broken)
                ? "a longer limit lets slow requests pile up: the client must wait longer than the"
                        + " proxy, and the proxy longer than the application"
                : "";
    }
}
