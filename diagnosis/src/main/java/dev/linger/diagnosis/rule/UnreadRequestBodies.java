package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.MessageLimits;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.advice.UnreadBodies;
import dev.linger.diagnosis.finding.Ends;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.diagnosis.finding.FindingRule;
import dev.linger.diagnosis.finding.LikeEnds;
import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Manner;
import dev.linger.life.Talk;
import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** The server answers and closes while the client still sends its body: the RST eats the answer. */
final class UnreadRequestBodies implements FindingRule {
    private static final int FEWEST = 3;
    private static final int EXAMPLE_MEGABYTES = 64;
    private static final int TOO_LARGE = 413;
    private static final long MEGABYTE = 1 << 20;

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
        long announced = announcedBytes(unread);
        Weight weight = reset < FEWEST ? Weight.NOTICE : Loss.weight(reset, all.requests());
        return List.of(
                Finding.of(this, weight, watched)
                        .what(unread.count(), what(unread))
                        .because(because(unread, announced))
                        .costs(costs(reset, all))
                        .next(
                                Phrase.next(
                                        weight,
                                        reset == 0 ? "the answers arrived" : "few were at risk",
                                        next(unread.status(), announced)))
                        .change(changes(all, unread.status(), announced))
                        .expect(expect(unread.status(), announced, reset))
                        .price(price(unread.status()))
                        .seen(unread.kinds())
                        .figure("answers_at_risk", (double) reset)
                        .figure("expected_answers_at_risk", 0)
                        .done());
    }

    private static String what(Ends unread) {
        return "the server closed "
                + Wording.count(unread.count(), "connection")
                + " before the client had sent its whole request";
    }

    private static String because(Ends unread, long announced) {
        int status = unread.status();
        return (status == 0
                        ? "it stopped reading the body before the body's end"
                        : "it answered " + status + " without reading the body to its end")
                + (announced < 0
                        ? ""
                        : "; the longest body would have had " + Wording.bytes(announced));
    }

    /** The longest body that was announced among those kept; -1 where all came in chunks. */
    private static long announcedBytes(Ends unread) {
        return LikeEnds.kept(unread.kinds())
                .map(one -> one.life().talk())
                .mapToLong(talk ->
                        talk instanceof Talk.Http http && http.last() != null
                                ? http.last().requestDeclaredBytes()
                                : -1)
                .max()
                .orElse(-1);
    }

    /**
     * In chunks a body does not say how long it is: no server can refuse it for that beforehand.
     */
    private static boolean helpsAsking(int status, long announced) {
        return status != TOO_LARGE || announced >= 0;
    }

    private static String next(int status, long announced) {
        String read =
                "let the server read on after its answer"
                        + (helpsAsking(status, announced)
                                ? ", or the clients send \"Expect: 100-continue\" and wait for the"
                                        + " server's word"
                                : "");
        return status == TOO_LARGE
                ? "raise the server's limit if such uploads are wanted; or " + read
                : read;
    }

    /** What each of these ways leads to. */
    private static String expect(int status, long announced, long reset) {
        String taken =
                status != TOO_LARGE
                        ? ""
                        : "with the higher limit, uploads up to "
                                + (announced < 0
                                        ? "the size that you set"
                                        : megabytes(announced) + " MB")
                                + " are taken; ";
        String asked =
                helpsAsking(status, announced)
                        ? "; a client that asks first is refused before it sends"
                        : "";
        return taken
                + "where the server reads on, the client reads why it was refused"
                + (reset == 0 ? "" : ", instead of " + Wording.count(reset, "reset"))
                + ", if its upload ends within the time that is set (nginx: lingering_time)"
                + asked;
    }

    private static String price(int status) {
        String reading =
                "a server that reads on takes bytes that it throws away, for as long as it allows"
                        + " itself";
        return status == TOO_LARGE
                ? "a higher limit lets every client that it holds for fill so much disk, and the"
                        + " application behind may have a limit of its own; "
                        + reading
                : reading;
    }

    /** Enough for this body. */
    private static int megabytes(long bytes) {
        return (int) Math.min(Integer.MAX_VALUE / 2, Math.ceilDiv(bytes, MEGABYTE));
    }

    private static String costs(long reset, Tally all) {
        if (reset == 0) {
            return "the connection, and a handshake for the next request; the answers arrived";
        }
        return Loss.share(reset, all.requests())
                + " ended with a reset (RST), which can erase the answer before the client reads it:"
                + " it may see \"connection reset\" or \"broken pipe\" instead";
    }

    private static List<Change> changes(Tally all, int status, long announced) {
        Software server = Software.ofServer(all.product());
        List<Change> changes = new ArrayList<>();
        if (status == TOO_LARGE) {
            changes.addAll(
                    announced < 0
                            ? MessageLimits.ofBodiesInChunks(server, EXAMPLE_MEGABYTES)
                            : MessageLimits.ofBodies(server, megabytes(announced)));
        }
        changes.addAll(UnreadBodies.readingOn(server));
        if (helpsAsking(status, announced)) {
            changes.addAll(UnreadBodies.asking(Software.ofClient(all.agent())));
        }
        return changes;
    }
}
