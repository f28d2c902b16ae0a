package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.ClientTimeouts;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Ends;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** Clients leave before the answer comes: the 499 of nginx. */
final class ClientGivesUp implements FindingRule {
    private static final int FEWEST_TIMEOUTS = 3;
    private static final int FEWEST_LEFT = 10;

    @Override
    public String id() {
        return "client-gives-up";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        Ends timeouts = Ends.of(all, kind -> isClients(kind, CloseCause.RESPONSE_TIMEOUT));
        Ends left = Ends.of(all, kind -> isClients(kind, CloseCause.ABANDONED));
        long unanswered = left.in(Phase.HANDLING);
        if (timeouts.count() >= FEWEST_TIMEOUTS) {
            return List.of(timedOut(watched, timeouts, unanswered));
        }
        boolean often = unanswered >= FEWEST_LEFT && unanswered * 100 >= all.requests();
        return often ? List.of(leftEarly(watched, left, unanswered)) : List.of();
    }

    private static boolean isClients(LikeEnds kind, CloseCause cause) {
        return kind.likeness().cause() == cause && kind.likeness().decidedBy() == DecidedBy.CLIENT;
    }

    private Finding timedOut(Watched watched, Ends timeouts, long unanswered) {
        Tally all = watched.all();
        long count = timeouts.count();
        int seconds = Loss.longer(timeouts.longestWaitNanos());
        return Finding.of(this, Loss.weight(count, all.requests()), watched)
                .what(
                        count,
                        "clients stopped waiting for the answer to "
                                + Loss.share(count, all.requests())
                                + " after "
                                + Loss.waits(timeouts))
                .because(because(unanswered))
                .costs(costs())
                .next(
                        "find out why the server takes so long; until then let the clients wait "
                                + seconds
                                + " s")
                .change(ClientTimeouts.of(Software.ofClient(all.agent()), seconds))
                .expect(
                        "answers that take up to "
                                + seconds
                                + " s arrive: at most "
                                + Wording.count(count, "request")
                                + " fewer without an answer; a quicker server spares them all")
                .price(
                        "a client that waits longer holds its thread and its connection longer:"
                                + " find out first what the server does in that time")
                .seen(timeouts.kinds())
                .figure("given_up_after_s", timeouts.shortestWaitNanos() / 1e9)
                .figure("given_up_requests", (double) count)
                .figure("expected_wait_s", seconds)
                .done();
    }

    private static String because(long unanswered) {
        String limit =
                "that wait is the clients' time limit, and the server had not begun to answer";
        return unanswered == 0
                ? limit
                : limit
                        + "; "
                        + Wording.count(unanswered)
                        + " more were left unanswered after other waits";
    }

    /** Without a common wait: people who leave, searches while typing, requests sent twice. */
    private Finding leftEarly(Watched watched, Ends left, long unanswered) {
        Tally all = watched.all();
        boolean heavy = unanswered >= 2 * FEWEST_LEFT && unanswered * 10 >= all.requests();
        return Finding.of(this, heavy ? Weight.WARNING : Weight.NOTICE, watched)
                .what(
                        unanswered,
                        "clients left "
                                + Loss.share(unanswered, all.requests())
                                + " before the answer began, after "
                                + Loss.waits(left))
                .because(
                        "no common wait shows, so it is hardly a time limit: people who leave, or"
                                + " programs that cancel")
                .costs(costs())
                .next(
                        Phrase.next(
                                heavy ? Weight.WARNING : Weight.NOTICE,
                                "people and programs leave like this",
                                "answer sooner, and let the server stop its work when its client has"
                                        + " gone"))
                .expect(
                        "a server that notices the client's end and stops working saves what "
                                + Wording.count(unanswered, "request")
                                + " cost")
                .seen(waiting(left))
                .figure("given_up_requests", (double) unanswered)
                .done();
    }

    private static List<LikeEnds> waiting(Ends left) {
        return left.kinds().stream().filter(kind -> kind.in(Phase.HANDLING) > 0).toList();
    }

    private static String costs() {
        return "the server works for nobody (nginx logs 499), each such connection is lost, and a"
                + " client that tries again adds to the load";
    }
}
