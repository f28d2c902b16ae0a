package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.GracefulStops;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Bursts;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** The server cut off many connections at one moment: it crashed, or was restarted roughly. */
final class ResetStorm implements FindingRule {

    /** More often than that it is no event. */
    private static final double BURSTS_PER_SECOND = 0.4;

    /** So many stops in one watch are no deploy. */
    private static final int AGAIN_AND_AGAIN = 3;

    @Override
    public String id() {
        return "reset-storm";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Bursts cuts = watched.all().wire().cuts();
        if (!isEvent(cuts, watched)) {
            return List.of();
        }
        long largest = cuts.largest().count();
        long lost = BrokenAnswers.CAUSES.stream().mapToLong(cuts::of).sum();
        Weight weight = weight(cuts, lost, watched.all().requests());
        return List.of(
                Finding.of(this, weight, watched)
                        .what(cuts.total(), what(cuts))
                        .because(because(watched))
                        .costs(costs(cuts, lost, watched.all().requests()))
                        .next(
                                "if it was a crash, the server's log says why; if it was stopped,"
                                        + " let it first end what is under way")
                        .change(GracefulStops.of(Software.ofServer(watched.all().product())))
                        .expect(
                                "none is cut off: exchanges under way end, idle connections are"
                                        + " closed by FIN, new ones go to the next process")
                        .price(
                                "a stop takes as long as the longest exchange, up to the limit that"
                                        + " is set")
                        .seen(cuts.largest())
                        .figure("connections_at_once", (double) largest)
                        .figure("bursts", (double) cuts.count())
                        .figure("broken_answers", (double) lost)
                        .figure("expected_connections_at_once", 0)
                        .done());
    }

    private static boolean isEvent(Bursts cuts, Watched watched) {
        boolean steady =
                cuts.count() > 1 && cuts.count() > watched.activeSeconds() * BURSTS_PER_SECOND;
        return cuts.count() > 0 && !steady;
    }

    /** Connections of which this rule speaks, so that others need not. */
    static long cutTogether(Watched watched, CloseCause cause) {
        Bursts cuts = watched.all().wire().cuts();
        return isEvent(cuts, watched) ? cuts.of(cause) : 0;
    }

    private static Weight weight(Bursts cuts, long lost, long requests) {
        Weight byLoss = Loss.weight(lost, requests);
        return cuts.count() < AGAIN_AND_AGAIN && byLoss != Weight.CRITICAL
                ? Weight.WARNING
                : Weight.CRITICAL;
    }

    private static String costs(Bursts cuts, long lost, long requests) {
        String handshakes =
                Wording.count(cuts.largest().count(), "handshake") + " at once after it";
        String answers =
                lost == 0
                        ? "an error on the next request of each pool that had one"
                        : Loss.share(lost, requests) + " got no complete answer";
        return answers + "; " + handshakes;
    }

    private static String what(Bursts cuts) {
        String once =
                "the server cut off "
                        + Wording.count(cuts.largest().count(), "connection")
                        + " within a quarter of a second";
        return cuts.count() == 1
                ? once
                : "the server cut off many connections at once, "
                        + Wording.count(cuts.count())
                        + " times, up to "
                        + Wording.count(cuts.largest().count());
    }

    private static String because(Watched watched) {
        long refused = watched.all().count(CloseCause.REFUSED);
        String rough =
                "its process ended without waiting for them: a crash, or a restart or deploy";
        return refused == 0
                ? rough + " that does not drain"
                : rough
                        + "; "
                        + Wording.count(refused, "connect")
                        + " to it "
                        + (refused == 1 ? "was" : "were")
                        + " refused meanwhile";
    }
}
