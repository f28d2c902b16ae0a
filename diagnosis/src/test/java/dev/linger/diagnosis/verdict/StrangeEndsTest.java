package dev.linger.diagnosis.verdict;

import static dev.linger.diagnosis.verdict.Scene.GET;
import static dev.linger.diagnosis.verdict.Scene.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.life.CloseCause;
import dev.linger.life.Confidence;
import dev.linger.life.DecidedBy;
import dev.linger.life.Manner;
import dev.linger.life.Phase;
import dev.linger.life.Talk;
import dev.linger.life.Verdict;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ends that captures of old, broken and unlucky software hold. */
class StrangeEndsTest {
    private final Scene scene = new Scene();

    @Test
    void anAnswerWithoutAHeadEndsByClosing() throws Exception {
        Conversation talk = scene.connection().exchanges("GET /\r\n", "<html>hello</html>");
        talk.server().fin();
        talk.client().fin();
        scene.assertCause(CloseCause.BODY_UNTIL_CLOSE, DecidedBy.SERVER, Phase.RESPONSE_BODY);
    }

    @Test
    void whatIsNoResponseIsNotTruncated() throws Exception {
        Conversation talk = scene.connection().exchanges(GET, "SSH-2.0-x\r\nwhat?\r\n");
        talk.server().fin();
        talk.client().fin();
        Verdict verdict =
                scene.assertCause(CloseCause.UNKNOWN, DecidedBy.SERVER, Phase.RESPONSE_HEAD);
        assertEquals(
                "cannot tell from here: what the server sent is no HTTP/1 response",
                verdict.notes().getLast());
    }

    @Test
    void aHeadThatBreaksOffIsSaidToBeOne() throws Exception {
        Conversation talk = scene.connection().exchanges(GET, "HTTP/1.1 200 OK\r\nServer: a\r\n");
        talk.server().fin();
        talk.client().fin();
        Verdict verdict =
                scene.assertCause(CloseCause.TRUNCATED, DecidedBy.SERVER, Phase.RESPONSE_HEAD);
        assertEquals(
                "the response began and broke off after a part of its head",
                verdict.evidence().getFirst().says());
    }

    @Test
    void anAnswerThatTheCaptureLacksIsNotMissedOfTheServer() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET);
        talk.server().sends(OK).notCaptured();
        talk.client().ack();
        talk.server().fin().after(1);
        talk.client().fin();
        scene.assertCause(CloseCause.UNKNOWN, DecidedBy.SERVER, Phase.HANDLING);
    }

    @Test
    void anEmptyLineBehindABodyBeginsNothing() throws Exception {
        Conversation talk = scene.connection();
        talk.exchanges(GET + "\r\n", OK + "\r\n").exchanges(GET + "\r\n", OK + "\r\n");
        talk.client().fin().after(0.001);
        talk.server().fin();
        scene.assertCause(CloseCause.SURPLUS, DecidedBy.CLIENT, Phase.IDLE);
    }

    @Test
    void aServerThatGetsNoAnswerToItsFinChangesNothingOfTheClientsTimeout() throws Exception {
        Conversation talk = scene.idle();
        talk.client().fin().after(5);
        SentPacket fin = talk.server().fin();
        talk.server().resends(fin).after(0.3);
        talk.server().resends(fin).after(0.6);
        talk.server().resends(fin).after(1.2);
        scene.assertCause(CloseCause.IDLE_TIMEOUT, DecidedBy.CLIENT, Phase.IDLE);
    }

    @Test
    void aClientThatWaitsForLostBytesHasReadWhatCame() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET);
        talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n");
        talk.client().ack();
        talk.server().sends(1000).notCaptured().lost();
        talk.server().sends(1000).lost();
        talk.client().rst().after(37.7);
        scene.assertCause(CloseCause.ABANDONED, DecidedBy.CLIENT, Phase.RESPONSE_BODY);
    }

    /** As of a firewall that forged it with a fitting TTL, or of conntrack. */
    @Test
    void aResetBehindWhichItsSideGoesOnIsNobodysOfTheTwo() throws Exception {
        Conversation talk = scene.idle();
        talk.client().sends(GET);
        talk.server().rst();
        talk.server().sends(OK).after(30);
        talk.client().ack();
        for (int i = 0; i < 9; i++) {
            talk.client().sends(GET).after(20);
            talk.server().sends(OK);
        }
        talk.client().fin();
        talk.server().fin();
        Verdict verdict =
                scene.assertCause(CloseCause.MIDDLEBOX, DecidedBy.NETWORK, Phase.HANDLING);
        assertEquals("server went on sending new data behind it", lastEvidence(verdict));
        assertEquals(11, ((Talk.Http) scene.onlyLife().talk()).responses());
    }

    /** Forged numbers lie within the window, ahead of what was sent. */
    @Test
    void soItIsWhereItsNumberIsAheadOfWhatItsSideHadSent() throws Exception {
        Conversation talk = scene.closed();
        talk.server().startsAt(1000);
        talk.opens();
        talk.client().sends(GET);
        talk.server().rst().sequence(1001 + 4380);
        talk.server().sends(OK).after(0.03);
        talk.client().ack();
        talk.exchanges(GET, OK);
        talk.client().fin();
        talk.server().fin();
        scene.assertCause(CloseCause.MIDDLEBOX, DecidedBy.NETWORK, Phase.HANDLING);
        assertEquals(2, ((Talk.Http) scene.onlyLife().talk()).responses());
    }

    private static String lastEvidence(Verdict verdict) {
        return verdict.evidence().get(1).says();
    }

    @Test
    void aForgedRefusalThatTheServerKnowsNothingOfIsNone() throws Exception {
        Conversation talk = scene.closed();
        talk.client().syn();
        talk.server().rst();
        talk.server().synAck().after(0.01);
        talk.client().ack();
        talk.exchanges(GET, OK);
        talk.client().fin();
        talk.server().fin();
        scene.assertCause(CloseCause.MIDDLEBOX, DecidedBy.NETWORK, Phase.CONNECTING);
    }

    @Test
    void dataThatACaptureHoldsBehindTheResetButWasSentBeforeSaysNothing() throws Exception {
        Conversation talk = scene.idle();
        talk.client().sends(GET);
        SentPacket data = talk.server().sends("HTTP/1.1 200 OK\r\n").notCaptured();
        talk.server().rst();
        talk.server().resends(data);
        scene.assertCause(CloseCause.TRUNCATED, DecidedBy.SERVER, Phase.RESPONSE_HEAD);
    }

    @Test
    void aRouteThatChangedDoesNotMakeTheResetAStrangers() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET);
        talk.server().sends(OK).ttl(57);
        talk.client().sends(GET);
        talk.server().rst().ttl(57);
        scene.assertCause(CloseCause.NO_RESPONSE, DecidedBy.SERVER, Phase.HANDLING);
    }

    @Test
    void whatCameAfterTheCloseIsNotWhyItWasClosed() throws Exception {
        Conversation talk = scene.connection().exchanges(GET, OK);
        talk.client().fin();
        talk.server().sends("what else I had to say");
        talk.client().rst();
        scene.assertCause(CloseCause.SURPLUS, DecidedBy.CLIENT, Phase.IDLE);
    }

    @Test
    void aResponseWhoseEndIsInAHoleIsOverWhenAllIsQuiet() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET);
        talk.server().sends("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe");
        talk.server().sends(10).notCaptured(); // the rest, and the last chunk
        talk.client().ack();
        talk.server().fin().after(60);
        talk.client().fin();
        assertEquals(Phase.IDLE, scene.onlyVerdict().closing().phase());
    }

    @Test
    void aRequestWhoseEndIsInAHoleIsOverWhenItIsAnswered() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends("GET / HTTP/1.1\r\nHost: a\r\nCookie: " + "x".repeat(400)).cutTo(200);
        talk.client().sends(40).notCaptured();
        talk.server().sends(OK).after(1);
        talk.client().fin().after(20);
        talk.server().fin();
        assertEquals(Phase.IDLE, scene.onlyVerdict().closing().phase());
    }

    @Test
    void connectionsThatAFirewallForgotAreNoStoppedServer() throws Exception {
        List<Conversation> talks = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            talks.add(scene.idle());
        }
        for (Conversation talk : talks) {
            talk.client().sends(GET).after(talk == talks.getFirst() ? 40 : 0.001);
            talk.server().rst().withoutAck();
        }
        for (Verdict verdict : scene.verdicts()) {
            assertEquals(CloseCause.NO_RESPONSE, verdict.closing().cause());
            assertEquals(Confidence.LIKELY, verdict.confidence());
        }
    }

    @Test
    void aResetThatAnswersAnIdleServerIsNoAbort() throws Exception {
        Conversation talk = scene.idle();
        talk.server().ack().after(60);
        talk.client().rst().withoutAck();
        assertEquals(CloseCause.UNKNOWN, scene.onlyVerdict().closing().cause());
    }

    @Test
    void aResetByAnEndThatForgotTheConnectionIsNoCloseBeforeTheRequest() throws Exception {
        Conversation talk = scene.idle();
        talk.client().sends(GET).after(1200);
        talk.server().rst().withoutAck();
        scene.assertCause(CloseCause.NO_RESPONSE, DecidedBy.UNKNOWN, Phase.HANDLING);
    }

    @Test
    void aResetThatCrossesARequestMakesItLate() throws Exception {
        Conversation talk = scene.idle();
        SentPacket request = talk.client().sends(GET).after(60);
        talk.server().rst().notHavingSeen(request);
        scene.assertCause(CloseCause.LATE_REQUEST, DecidedBy.SERVER, Phase.IDLE);
    }

    @Test
    void anInterimResponseAnswersNothing() throws Exception {
        Conversation talk = scene.connection();
        talk.client()
                .sends(
                        "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5"
                                + "\r\n\r\n");
        talk.server().sends("HTTP/1.1 100 Continue\r\n\r\n");
        talk.client().sends("hello");
        talk.server().fin().after(1);
        talk.client().fin();
        scene.assertCause(CloseCause.NO_RESPONSE, DecidedBy.SERVER, Phase.HANDLING);
    }

    @Test
    void aRefusalThatTookItsTimeIsNoBodyTimeout() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(Scene.UPLOAD + "hello");
        talk.server()
                .sends(
                        "HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                .after(0.6);
        talk.server().fin();
        talk.client().fin();
        scene.assertCause(CloseCause.UNREAD_BODY, DecidedBy.SERVER, Phase.EARLY_RESPONSE);
    }

    /** The server's ledger says so, too: it closes because it does not read what was announced. */
    @Test
    void aBodyThatIsRefusedBeforeAByteOfItWasSentIsUnread() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(Scene.UPLOAD); // as with Expect
        talk.server().sends("HTTP/1.1 413 x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        talk.server().fin();
        talk.client().fin();
        scene.assertCause(CloseCause.UNREAD_BODY, DecidedBy.SERVER, Phase.EARLY_RESPONSE);
    }

    @Test
    void aFullWindowOfAnEarlierExchangeIsNoWriteTimeout() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET);
        talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
        talk.client().ack().window(0);
        talk.client().ack().window(60_000).after(0.4);
        talk.server().sends("llo");
        talk.client().sends(GET).after(600);
        talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
        talk.server().fin().after(0.01);
        talk.client().fin();
        scene.assertCause(CloseCause.TRUNCATED, DecidedBy.SERVER, Phase.RESPONSE_BODY);
    }

    /** As where each direction has its own tap, and their clocks differ. */
    @Test
    void aResponseThatIsCapturedBeforeItsRequestAnswersIt() throws Exception {
        Conversation talk = scene.connection();
        SentPacket unseen = talk.client().sends(GET).notCaptured();
        talk.server().sends(OK);
        talk.client().resends(unseen);
        talk.exchanges(GET, OK);
        talk.client().fin().after(0.002);
        talk.server().fin();
        Talk.Http http = (Talk.Http) scene.onlyLife().talk();
        assertEquals(List.of(2L, 2L), List.of((long) http.requests(), (long) http.responses()));
        scene.assertCause(CloseCause.SURPLUS, DecidedBy.CLIENT, Phase.IDLE);
    }

    @Test
    void aResponseWhoseRequestIsNotCapturedIsHeldForAMomentOnly() throws Exception {
        Conversation talk = scene.connection().exchanges(GET, OK);
        talk.client().sends(GET).notCaptured();
        talk.server().sends(OK);
        talk.client().ack().after(0.1);
        talk.exchanges(GET, OK);
        talk.server().fin().after(5);
        talk.client().fin();
        Talk.Http http = (Talk.Http) scene.onlyLife().talk();
        assertEquals(3, http.responses());
        assertEquals(Phase.IDLE, scene.onlyVerdict().closing().phase());
    }

    @Test
    void aRequestBehindOneThatIsNotCapturedIsNotAnsweredByItsResponse() throws Exception {
        Conversation talk = scene.connection().exchanges(GET, OK);
        talk.client().sends(GET).notCaptured();
        talk.server().sends(OK);
        talk.client().sends(GET).after(0.1); // with the ACK of the response
        talk.server().fin().after(0.01);
        talk.client().fin();
        scene.assertCause(CloseCause.NO_RESPONSE, DecidedBy.SERVER, Phase.HANDLING);
    }

    @Test
    void aPostInPiecesBehindItsResponseIsWhole() throws Exception {
        Conversation talk = scene.connection().exchanges(GET, OK);
        SentPacket head = talk.client().sends(Scene.UPLOAD).notCaptured();
        SentPacket body = talk.client().sends(1000).notCaptured();
        talk.server().sends(Scene.OK_CLOSE);
        talk.server().fin();
        talk.client().resends(head);
        talk.client().resends(body);
        talk.client().fin();
        scene.assertCause(CloseCause.CLOSE_REQUESTED, DecidedBy.SERVER, Phase.IDLE);
    }

    @Test
    void whereThePortsWereUsedAgainTheEndBeforeIsNotInTheCapture() throws Exception {
        scene.onPort(45_000, 1000).opens().exchanges(GET, OK);
        scene.onPort(45_000, 9_000_000).opens().exchanges(GET, OK);
        Verdict verdict = scene.verdicts().getFirst();
        assertEquals(CloseCause.UNKNOWN, verdict.closing().cause());
        assertEquals(Manner.UNKNOWN, verdict.closing().manner());
        assertEquals(
                "cannot tell from here: its end is not in the capture", verdict.notes().getLast());
    }
}
