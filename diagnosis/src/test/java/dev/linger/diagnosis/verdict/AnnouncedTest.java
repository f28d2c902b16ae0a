package dev.linger.diagnosis.verdict;

import static dev.linger.diagnosis.verdict.Scene.GET;
import static dev.linger.diagnosis.verdict.Scene.OK;
import static dev.linger.diagnosis.verdict.Scene.OK_CLOSE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.life.CloseCause;
import dev.linger.life.Confidence;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;
import dev.linger.life.Verdict;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Closings that a server announces, or always makes, and what it refuses on the way. */
class AnnouncedTest {
    private static final String BAD = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n";
    private static final String BAD_CLOSE =
            "HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
    private static final String BUSY_CLOSE =
            "HTTP/1.1 503 Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    private final Scene scene = new Scene();

    private static void serverCloses(Conversation talk, double seconds) {
        talk.server().fin().after(seconds);
        talk.client().fin();
        talk.server().ack();
    }

    /** Four requests at once, of which the server takes three. */
    private void pipelined() {
        Conversation talk = scene.connection();
        talk.client().sends(GET + GET + GET + GET + GET);
        talk.server().sends(OK + OK + OK_CLOSE);
        serverCloses(talk, 0.001);
    }

    private void assertAll(CloseCause cause, DecidedBy by) throws Exception {
        for (Verdict verdict : scene.verdicts()) {
            assertEquals(cause, verdict.closing().cause(), verdict::toString);
            assertEquals(by, verdict.closing().decidedBy());
        }
    }

    private List<CloseCause> causes() throws Exception {
        return scene.verdicts().stream().map(one -> one.closing().cause()).toList();
    }

    @Test
    void requestsBehindAnAnnouncedCloseAreNotLeftUnanswered() throws Exception {
        pipelined();
        Verdict verdict = scene.onlyVerdict();
        assertAll(CloseCause.CLOSE_REQUESTED, DecidedBy.SERVER);
        assertEquals(Phase.IDLE, verdict.closing().phase());
        assertEquals(
                "response 3 carries \"Connection: close\"", verdict.evidence().getFirst().says());
        assertEquals(List.of("2 requests behind it had no answer"), verdict.notes());
    }

    @Test
    void theCapOfAPipelinedConnectionCountsWhatWasTaken() throws Exception {
        for (int n = 0; n < 4; n++) {
            pipelined();
        }
        assertAll(CloseCause.MAX_REQUESTS, DecidedBy.SERVER);
        assertEquals(
                "4 of 4 connections that this server closed after an exchange carried 3 requests,"
                        + " none carried more",
                scene.verdicts().getFirst().notes().getFirst());
    }

    @Test
    void aRequestThatIsLeftUnansweredIsNamedByItsNumber() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET + GET + GET);
        talk.server().sends(OK);
        serverCloses(talk, 0.001);
        assertEquals(
                "request 2 was complete, no byte of an answer came",
                scene.onlyVerdict().evidence().getFirst().says());
    }

    @Test
    void aRefusalOfAConnectionThatLivesOnIsNoBadMessage() throws Exception {
        for (int n = 0; n < 4; n++) {
            serverCloses(scene.connection().exchanges(GET, n == 0 ? BAD : OK), 75.0);
        }
        assertAll(CloseCause.IDLE_TIMEOUT, DecidedBy.SERVER);
    }

    @Test
    void aRefusalThatEndsAKeptConnectionIsABadMessage() throws Exception {
        serverCloses(scene.connection().exchanges(GET, OK).exchanges(GET, OK), 75);
        serverCloses(scene.connection().exchanges(GET, BAD_CLOSE), 0.001);
        assertEquals(CloseCause.BAD_MESSAGE, causes().getLast());
    }

    @Test
    void aRefusalByAServerThatAlwaysClosesIsNoBadMessage() throws Exception {
        serverCloses(scene.connection().exchanges(GET, OK_CLOSE), 0.001);
        serverCloses(scene.connection().exchanges(GET, BAD_CLOSE), 0.001);
        assertAll(CloseCause.CLOSE_REQUESTED, DecidedBy.SERVER);
    }

    @Test
    void aQuick503OfAServerThatAlwaysClosesIsNoLimit() throws Exception {
        serverCloses(scene.connection().exchanges(GET, OK_CLOSE), 0.001);
        serverCloses(scene.connection().exchanges(GET, BUSY_CLOSE), 0.001);
        assertAll(CloseCause.CLOSE_REQUESTED, DecidedBy.SERVER);
    }

    @Test
    void aQuick503OfAServerThatKeepsOthersIsALimit() throws Exception {
        serverCloses(scene.connection().exchanges(GET, OK).exchanges(GET, OK_CLOSE), 0.001);
        serverCloses(scene.connection().exchanges(GET, BUSY_CLOSE), 0.001);
        assertEquals(CloseCause.OVER_LIMIT, causes().getLast());
    }

    @Test
    void whoseWishACloseWasIsNotKnownWithoutItsRequest() throws Exception {
        Conversation talk = scene.closed();
        talk.client().syn().notCaptured();
        talk.server().synAck();
        talk.client().ack().notCaptured();
        talk.client().sends(GET).notCaptured();
        talk.server().sends(OK_CLOSE);
        talk.server().fin();
        Verdict verdict = scene.onlyVerdict();
        assertAll(CloseCause.CLOSE_REQUESTED, DecidedBy.UNKNOWN);
        assertEquals(Confidence.LIKELY, verdict.confidence());
        assertEquals(
                "its request is not in the capture, and may have asked for the close",
                verdict.notes().getLast());
    }

    @Test
    void anAnswerWithoutItsBodyMayAnswerAHeadThatWasNotSeen() throws Exception {
        Conversation talk = scene.closed();
        talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
        talk.client().ack();
        serverCloses(talk, 1);
        Verdict verdict = scene.onlyVerdict();
        assertEquals(CloseCause.TRUNCATED, verdict.closing().cause());
        assertEquals(Confidence.GUESS, verdict.confidence());
    }

    @Test
    void aRequestThatALingeringServerStillReadIsLate() throws Exception {
        Conversation talk = scene.idle();
        SentPacket request = talk.client().sends(GET).after(5);
        talk.server().fin().notHavingSeen(request);
        talk.server().ack(); // it reads on, and throws away
        talk.client().fin();
        talk.server().ack();
        Verdict verdict = scene.onlyVerdict();
        assertAll(CloseCause.LATE_REQUEST, DecidedBy.SERVER);
        assertEquals(Confidence.CERTAIN, verdict.confidence());
        assertEquals(
                "request 2 was on its way when the server closed, and nobody there answered any"
                        + " more",
                verdict.evidence().getFirst().says());
    }
}
