package dev.linger.diagnosis.verdict;

import static dev.linger.diagnosis.verdict.Scene.GET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;
import dev.linger.life.Verdict;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import org.junit.jupiter.api.Test;

/** A client's FIN before the exchange is complete, and what a server says to it. */
class LeavingClientTest {
    private static final String UNTIL_CLOSE = "HTTP/1.0 200 OK\r\nServer: a\r\n\r\n";

    private final Scene scene = new Scene();

    @Test
    void anAnswerThatNeverArrivesIsNotedWhereTheClientLeaves() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET);
        SentPacket head =
                talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhe").lost();
        for (int n = 1; n <= 3; n++) {
            talk.server().resends(head).after(n).lost();
        }
        talk.client().fin().after(2.2);
        talk.server().ack();
        Verdict verdict = scene.onlyVerdict();
        assertEquals(CloseCause.ABANDONED, verdict.closing().cause());
        assertTrue(verdict.notes().getLast().contains("MTU"), verdict.notes()::toString);
    }

    @Test
    void aFinBeforeAnAnswerThatClosingEndsSaysThatNoMoreRequestsCome() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET);
        talk.client().fin();
        talk.server().sends(UNTIL_CLOSE + "hello");
        talk.server().fin();
        talk.client().ack();
        scene.assertCause(CloseCause.CLOSE_REQUESTED, DecidedBy.CLIENT, Phase.HANDLING);
    }

    @Test
    void aFinIntoAnAnswerThatClosingEndsGivesItUp() throws Exception {
        Conversation talk = scene.connection().exchanges(GET, UNTIL_CLOSE + "data: 1");
        talk.client().fin().after(1.8);
        talk.server().fin().after(0.001);
        talk.client().ack();
        scene.assertCause(CloseCause.ABANDONED, DecidedBy.CLIENT, Phase.RESPONSE_BODY);
    }

    @Test
    void a400ThatAnswersTheFinBehindHalfAHeadIsNotWhyTheClientLeft() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends("GET / HTTP/1.1\r\nHos");
        talk.server().ack();
        talk.client().fin().after(1);
        talk.server().sends("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n400 Bad Request");
        talk.server().fin();
        talk.client().ack();
        scene.assertCause(CloseCause.ABANDONED, DecidedBy.CLIENT, Phase.REQUEST_HEAD);
    }

    @Test
    void a400ToWhatIsNoRequestIsWhyThoughTheClientsFinCameWithIt() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends("FOO\r\n\r\n");
        talk.client().fin();
        talk.server().sends("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        talk.server().fin();
        talk.client().ack();
        scene.assertCause(CloseCause.BAD_MESSAGE, DecidedBy.SERVER, Phase.REQUEST_HEAD);
    }

    @Test
    void whatAServerSaysToTheFinOfAClientThatSaidNothingIsNoUse() throws Exception {
        Conversation talk = scene.connection();
        talk.client().fin().after(15);
        talk.server().sends("UNKNOWN 400 Bad Request\r\n\r\n");
        talk.server().fin();
        talk.client().ack();
        scene.assertCause(CloseCause.UNUSED, DecidedBy.CLIENT, Phase.UNUSED);
    }

    @Test
    void bytesBehindTheLastResponseAreNoBrokenOne() throws Exception {
        Conversation talk =
                scene.connection()
                        .exchanges(
                                GET,
                                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\n"
                                        + "abcdef");
        talk.client().fin();
        talk.server().fin();
        talk.client().ack();
        scene.assertCause(CloseCause.CLOSE_REQUESTED, DecidedBy.SERVER, Phase.IDLE);
    }

    @Test
    void anUploaderThatLeavesAServerThatGoesOnReadingAbandonsIt() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(Scene.UPLOAD + "abc");
        talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        talk.client().sends(300);
        talk.server().ack();
        talk.client().rst().after(0.5);
        scene.assertCause(CloseCause.ABANDONED, DecidedBy.CLIENT, Phase.EARLY_RESPONSE);
    }

    @Test
    void aServerThatClosesAtAChunkWithoutASizeCouldNotReadIt() throws Exception {
        Conversation talk = scene.connection();
        talk.client()
                .sends("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc");
        talk.server().ack();
        talk.server().fin().after(0.002);
        talk.client().fin();
        scene.assertCause(CloseCause.BAD_MESSAGE, DecidedBy.SERVER, Phase.REQUEST_BODY);
    }

    @Test
    void aClientThatWakesOnceItWasGivenUpHadVanishedAllTheSame() throws Exception {
        Conversation talk = scene.connection().exchanges(GET, Scene.OK);
        for (int probe = 0; probe < 3; probe++) {
            talk.server().probes().after(1);
        }
        talk.server().rst().after(1);
        talk.client().sends(GET).after(5);
        talk.server().rst();
        scene.assertCause(CloseCause.VANISHED, DecidedBy.NETWORK, Phase.IDLE);
    }
}
