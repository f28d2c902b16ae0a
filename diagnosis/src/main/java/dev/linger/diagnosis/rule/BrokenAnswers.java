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
import java.util.List;

/** Requests that the server left without a complete answer. */
final class BrokenAnswers implements FindingRule {
    @Override
    public String id() {
        return "broken-answers";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        Ends broken = Ends.of(all, BrokenAnswers::isBroken);
        // Those that a network had forgotten are another finding.
        long forgotten = SilentDrop.resets(all) - SilentDrop.foreignResets(all);
        long count = broken.count() - forgotten;
        if (count <= 0) {
            return List.of();
        }
        return List.of(
                Finding.of(this, Loss.weight(count, all.requests()), watched)
                        .what(
                                count,
                                Loss.share(count, all.requests())
                                        + " got no complete answer: "
                                        + kinds(broken, forgotten))
                        .because(because(broken))
                        .costs(
                                "an error for each of these users, and nobody can tell whether the"
                                        + " server had done what was asked")
                        .change(changes(all, broken))
                        .expect("up to " + Wording.count(count, "request") + " more with an answer")
                        .price(price(broken))
                        .seen(broken.kinds())
                        .figure("broken_answers", (double) count)
                        .figure("expected_broken_answers", 0)
                        .done());
    }

    private static boolean isBroken(LikeEnds kind) {
        boolean fits =
                switch (kind.likeness().cause()) {
                    case TRUNCATED, NO_RESPONSE, STOPPED -> true;
                    default -> false;
                };
        return fits && kind.likeness().decidedBy() == DecidedBy.SERVER;
    }

    /** Those that a network had forgotten were closed without a byte. */
    private static String kinds(Ends broken, long forgotten) {
        List<String> parts = new ArrayList<>();
        add(parts, of(broken, CloseCause.TRUNCATED), " broke off in mid body");
        add(parts, of(broken, CloseCause.NO_RESPONSE) - forgotten, " closed without a byte");
        add(parts, of(broken, CloseCause.STOPPED), " cut off all at one moment");
        return String.join(", ", parts);
    }

    private static long of(Ends broken, CloseCause cause) {
        return broken.count(kind -> kind.likeness().cause() == cause);
    }

    private static void add(List<String> parts, long count, String says) {
        if (count > 0) {
            parts.add(Wording.count(count) + says);
        }
    }

    private static String because(Ends broken) {
        Moment first = broken.kinds().getFirst().samples().kept().getFirst().life().ending().last();
        String log =
                "the server's own log says why, the first time at "
                        + Instant.ofEpochSecond(Math.floorDiv(first.atNanos(), 1_000_000_000L));
        return broken.kinds().getFirst().likeness().cause() == CloseCause.STOPPED
                ? "the server process ended or was killed; " + log
                : "an error or a time limit in the application; " + log;
    }

    /** Only where it waited long a limit can be to blame. */
    private static boolean isLimit(Ends broken) {
        return broken.longestWaitNanos() >= 1_000_000_000L;
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
