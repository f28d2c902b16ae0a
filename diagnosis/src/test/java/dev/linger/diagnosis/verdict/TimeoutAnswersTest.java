package dev.linger.diagnosis.verdict;

import static dev.linger.diagnosis.verdict.Scene.UPLOAD;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.life.CloseCause;
import dev.linger.life.Confidence;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;
import dev.linger.life.Verdict;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

/** A 408 says why, whoever closes then. */
class TimeoutAnswersTest {
    private static final String TIMEOUT =
            "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

    private final Scene scene = new Scene();

    private void assertCertain(CloseCause cause, Phase phase) throws Exception {
        Verdict verdict = scene.onlyVerdict();
        assertEquals(cause, verdict.closing().cause(), verdict::toString);
        assertEquals(DecidedBy.SERVER, verdict.closing().decidedBy());
        assertEquals(phase, verdict.closing().phase());
        assertEquals(Confidence.CERTAIN, verdict.confidence());
    }

    private static void clientCloses(Conversation talk) {
        talk.client().fin();
        talk.server().fin();
        talk.client().ack();
    }

    @Test
    void aHeadTimedOutThoughTheClientClosesFirst() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends("GET / HTTP/1.1\r\nHos");
        talk.server().sends(TIMEOUT).after(10);
        clientCloses(talk);
        assertCertain(CloseCause.HEAD_TIMEOUT, Phase.REQUEST_HEAD);
    }

    @Test
    void aBodyTimedOutThoughTheClientClosesFirst() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(UPLOAD + "abc");
        talk.server().sends(TIMEOUT).after(10);
        clientCloses(talk);
        assertCertain(CloseCause.BODY_TIMEOUT, Phase.REQUEST_BODY);
    }

    @Test
    void aBodyTimedOutThoughItsBytesStillCame() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(UPLOAD);
        for (int n = 0; n < 20; n++) {
            talk.client().sends(1).after(0.3);
        }
        talk.server().sends(TIMEOUT).after(0.1);
        talk.server().fin();
        talk.client().fin();
        assertCertain(CloseCause.BODY_TIMEOUT, Phase.REQUEST_BODY);
        assertEquals(0, scene.onlyVerdict().notes().size());
    }

    @Test
    void aClientThatLeavesBeforeThe408AbandonsItsRequest() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends("GET / HTTP/1.1\r\nHos");
        talk.client().fin().after(0.7);
        talk.server().sends(TIMEOUT);
        talk.server().fin();
        assertEquals(CloseCause.ABANDONED, scene.onlyVerdict().closing().cause());
    }

    @Test
    void a408ToAnIdleConnectionIsItsIdleTimeout() throws Exception {
        Conversation talk = scene.idle();
        talk.server().sends(TIMEOUT).after(60);
        talk.server().fin();
        talk.client().fin();
        assertCertain(CloseCause.IDLE_TIMEOUT, Phase.IDLE);
    }

    @Test
    void whatA408AnswersIsNotKnownWhereTheOpeningWasNotSeen() throws Exception {
        Conversation talk = scene.closed();
        talk.server().sends(TIMEOUT);
        talk.client().ack();
        talk.server().fin();
        talk.client().fin();
        Verdict verdict = scene.onlyVerdict();
        assertEquals(CloseCause.CLOSE_REQUESTED, verdict.closing().cause());
        assertEquals(Confidence.LIKELY, verdict.confidence());
    }

    @Test
    void aHeadThatTrickledForARoundTimeHasProbablyReachedALimit() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends("GET / HTTP/1.1\r\n");
        for (int n = 0; n < 16; n++) {
            talk.client().sends("X").after(0.3);
        }
        talk.server().fin().after(0.201);
        talk.client().fin();
        Verdict verdict = scene.onlyVerdict();
        assertEquals(CloseCause.HEAD_TIMEOUT, verdict.closing().cause());
        assertEquals(Confidence.GUESS, verdict.confidence());
    }
}
