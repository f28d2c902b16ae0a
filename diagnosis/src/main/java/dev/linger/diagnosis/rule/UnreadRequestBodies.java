package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.MessageLimits;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.advice.UnreadBodies;
import dev.linger.diagnosis.finding.Ends;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Manner;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** The server answers and closes while the client still sends its body: the RST eats the answer. */
final class UnreadRequestBodies implements FindingRule {
    private static final int FEWEST = 3;
    private static final int MEGABYTES_ENOUGH_FOR_MOST = 64;

    @Override
    public String id() {
        return "unread-request-bodies";
    }

    @Override
    public List<Finding> find(Watched watched) {
        Tally all = watched.all();
        Ends unread =
                Ends.of(
                        all,
                        kind ->
                                kind.likeness().cause() == CloseCause.UNREAD_BODY
                                        && kind.likeness().decidedBy() == DecidedBy.SERVER);
        long reset = unread.count(kind -> kind.likeness().manner() == Manner.RESET);
        if (unread.count() < FEWEST) {
            return List.of();
        }
        Weight weight = reset < FEWEST ? Weight.NOTICE : Loss.weight(reset, all.requests());
        return List.of(
                Finding.of(this, weight, watched)
                        .what(unread.count(), what(unread))
                        .because(because(unread))
                        .costs(costs(reset, all))
                        .next(
                                Phrase.next(
                                        weight,
                                        reset == 0 ? "the answers arrived" : "few were at risk",
                                        next(unread.status())))
                        .change(changes(all, unread.status()))
                        .expect(
                                "the client reads why it was refused"
                                        + (reset == 0
                                                ? ""
                                                : ", instead of " + Wording.count(reset, "reset")))
                        .price(
                                "a server that reads on takes bytes that it throws away, for as"
                                        + " long as it allows itself")
                        .seen(unread.kinds())
                        .figure("answers_at_risk", (double) reset)
                        .figure("expected_answers_at_risk", 0)
                        .done());
    }

    private static String what(Ends unread) {
        return "the server closed "
                + Wording.count(unread.count(), "connection")
                + " while the client was still sending its request";
    }

    private static String because(Ends unread) {
        int status = unread.status();
        return status == 0
                ? "it stopped reading the body before the body's end"
                : "it answered " + status + " without reading the body to its end";
    }

    private static String next(int status) {
        String read =
                "let the server read on after its answer, or the clients ask before they send";
        return status == 413
                ? "raise the server's limit if such uploads are wanted; or " + read
                : read;
    }

    private static String costs(long reset, Tally all) {
        if (reset == 0) {
            return "the connection, and a handshake for the next request; the answers arrived";
        }
        return Loss.share(reset, all.requests())
                + " ended with a RST, which can erase the answer before the client reads it: it"
                + " sees \"connection reset\" or \"broken pipe\" instead";
    }

    private static List<Change> changes(Tally all, int status) {
        Software server = Software.ofServer(all.product());
        List<Change> changes = new ArrayList<>();
        if (status == 413) {
            changes.addAll(MessageLimits.ofBodies(server, MEGABYTES_ENOUGH_FOR_MOST));
        }
        changes.addAll(UnreadBodies.readingOn(server));
        changes.addAll(UnreadBodies.asking(Software.ofClient(all.agent())));
        return changes;
    }
}
