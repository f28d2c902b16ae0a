package dev.linger.diagnosis.verdict;

import static dev.linger.diagnosis.verdict.Scene.GET;
import static dev.linger.diagnosis.verdict.Scene.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.linger.life.CloseCause;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Moment;
import dev.linger.life.Phase;
import dev.linger.life.Talk;
import dev.linger.life.Verdict;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

/** What only sequence and acknowledgment numbers tell of. */
class FlagsOnlyTest {
    private final Scene scene = new Scene();

    /** A connection on which bytes went both ways, of which the capture holds SYNs alone. */
    private Conversation used() {
        Conversation talk = scene.closed();
        talk.client().syn();
        talk.server().synAck();
        talk.client().ack().notCaptured();
        talk.client().sends(500).notCaptured();
        talk.server().sends(5000).notCaptured();
        return talk;
    }

    private void assertUsed() throws Exception {
        ConnectionLife life = scene.onlyLife();
        Verdict verdict = scene.onlyVerdict();
        assertEquals(CloseCause.UNKNOWN, verdict.closing().cause(), verdict::toString);
        assertEquals(Phase.UNKNOWN, verdict.closing().phase());
        assertEquals(500, life.fromClient().bytes());
        assertEquals(5000, life.fromServer().bytes());
    }

    @Test
    void aConnectionThatTheClientResetIsNotUnused() throws Exception {
        used().client().rst().after(0.73);
        assertUsed();
    }

    @Test
    void aConnectionThatTheServerResetIsNotUnused() throws Exception {
        used().server().rst().after(0.37);
        assertUsed();
    }

    @Test
    void aResetInAnswerToAFinTellsOfBytesAsWell() throws Exception {
        Conversation talk = used();
        talk.client().fin().after(0.73);
        talk.server().rst();
        assertUsed();
    }

    @Test
    void theQuietBeforeAClientsFinCountsFromTheHandshake() throws Exception {
        used().client().fin().after(1.5);
        assertEquals(1.5, scene.onlyLife().ending().quietNanos() / 1e9, 0.001);
        Moment synAck = scene.onlyLife().opening().synAck();
        assertEquals(synAck, scene.onlyLife().opening().established());
    }

    @Test
    void theTailOfABodyBehindAllThatIsMissingIsNoOtherProtocol() throws Exception {
        Conversation talk = used();
        talk.server().sends("the tail").withFin().after(1);
        talk.client().ack();
        talk.client().fin();
        assertInstanceOf(Talk.Unseen.class, scene.onlyLife().talk());
    }

    @Test
    void aScanDoesNotEstablishAConnection() throws Exception {
        Conversation talk = scene.closed();
        talk.client().syn();
        talk.server().synAck();
        talk.client().rst().withoutAck();
        Verdict verdict = scene.onlyVerdict();
        assertEquals(CloseCause.UNUSED, verdict.closing().cause());
        assertEquals(Phase.CONNECTING, verdict.closing().phase());
        assertEquals("the connection was never established", verdict.evidence().getFirst().says());
    }

    @Test
    void anAnswerThatTheCaptureLacksBeforeAResetIsNotMissedOfTheServer() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET);
        talk.server().sends(OK).notCaptured();
        talk.client().ack();
        talk.server().rst().after(1);
        Verdict verdict = scene.onlyVerdict();
        assertEquals(CloseCause.UNKNOWN, verdict.closing().cause(), verdict::toString);
        assertEquals(DecidedBy.SERVER, verdict.closing().decidedBy());
        assertEquals(OK.length(), scene.onlyLife().fromServer().missingBytes());
    }
}
