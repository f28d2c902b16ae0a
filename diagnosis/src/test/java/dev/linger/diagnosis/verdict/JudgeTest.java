package dev.linger.diagnosis.verdict;

import static dev.linger.diagnosis.verdict.Scene.GET;
import static dev.linger.diagnosis.verdict.Scene.OK;
import static dev.linger.diagnosis.verdict.Scene.OK_CLOSE;
import static dev.linger.diagnosis.verdict.Scene.UPLOAD;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.Confidence;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;
import dev.linger.life.Verdict;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One connection alone. */
class JudgeTest {
    private static final String GET_CLOSE =
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String LONG = "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegin";

    private final Scene scene = new Scene();

    @Test
    void aClientThatSaysCloseDecidesThoughTheServerClosesFirst() throws Exception {
        Conversation talk = scene.connection().exchanges(GET_CLOSE, OK_CLOSE);
        talk.server().fin();
        talk.client().fin();
        talk.server().ack();
        assertCause(CloseCause.CLOSE_REQUESTED, DecidedBy.CLIENT, Phase.IDLE, Confidence.CERTAIN);
    }

    @Test
    void httpOneZeroWithoutKeepAliveIsARequestToClose() throws Exception {
        Conversation talk = scene.connection().exchanges("GET / HTTP/1.0\r\n\r\n", OK);
        talk.server().fin();
        talk.client().fin();
        Verdict verdict =
                scene.assertCause(CloseCause.CLOSE_REQUESTED, DecidedBy.CLIENT, Phase.IDLE);
        assertEquals(
                "request 1 is HTTP/1.0 without keep-alive", verdict.evidence().getFirst().says());
    }

    @Test
    void httpOneZeroWithKeepAliveIsNone() throws Exception {
        Conversation talk =
                scene.connection()
                        .exchanges(
                                "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
                                "HTTP/1.1 200 OK\r\nConnection: keep-alive\r\nContent-Length:"
                                        + " 0\r\n\r\n");
        talk.client().fin();
        talk.server().fin();
        scene.assertCause(CloseCause.SURPLUS, DecidedBy.CLIENT, Phase.IDLE);
    }

    @Test
    void aServerThatSaysCloseDecides() throws Exception {
        Conversation talk = scene.connection().exchanges(GET, OK_CLOSE);
        talk.client().fin();
        talk.server().fin();
        assertCause(CloseCause.CLOSE_REQUESTED, DecidedBy.SERVER, Phase.IDLE, Confidence.CERTAIN);
    }

    @Test
    void aBodyWithoutLengthEndsByClosing() throws Exception {
        Conversation talk =
                scene.connection().exchanges(GET, "HTTP/1.1 200 OK\r\n\r\nas long as it lasts");
        talk.server().fin();
        talk.client().fin();
        scene.assertCause(CloseCause.BODY_UNTIL_CLOSE, DecidedBy.SERVER, Phase.RESPONSE_BODY);
    }

    @Test
    void aBodyShorterThanAnnouncedIsTruncated() throws Exception {
        Conversation talk = scene.connection().exchanges(GET, LONG);
        talk.server().fin();
        talk.client().fin();
        assertCause(
                CloseCause.TRUNCATED, DecidedBy.SERVER, Phase.RESPONSE_BODY, Confidence.CERTAIN);
    }

    @Test
    void aClosedConnectionWithoutAByteIsUnused() throws Exception {
        Conversation talk = scene.connection();
        talk.client().fin().after(1);
        talk.server().fin();
        assertCause(CloseCause.UNUSED, DecidedBy.CLIENT, Phase.UNUSED, Confidence.CERTAIN);
    }

    @Test
    void aConnectionIsUnusedThoughTheServerAnswersItsClose() throws Exception {
        Conversation talk = scene.connection();
        talk.client().fin().after(1);
        talk.server().sends("HTTP/1.0 400 Bad request\r\nConnection: close\r\n\r\n");
        talk.server().fin();
        assertCause(CloseCause.UNUSED, DecidedBy.CLIENT, Phase.UNUSED, Confidence.CERTAIN);
    }

    @Test
    void aServerThatClosesAtOnceHasReachedALimit() throws Exception {
        Conversation talk = scene.connection();
        talk.server().rst();
        assertCause(CloseCause.OVER_LIMIT, DecidedBy.SERVER, Phase.UNUSED, Confidence.LIKELY);
    }

    @Test
    void aResetInAnswerToASynRefuses() throws Exception {
        Conversation talk = scene.closed();
        talk.client().syn();
        talk.server().rst();
        assertCause(CloseCause.REFUSED, DecidedBy.SERVER, Phase.CONNECTING, Confidence.CERTAIN);
    }

    @Test
    void aSynThatNobodyAnswersIsUnanswered() throws Exception {
        Conversation talk = scene.closed();
        SentPacket syn = talk.client().syn();
        talk.client().resends(syn).after(1);
        assertCause(CloseCause.UNANSWERED, DecidedBy.NETWORK, Phase.CONNECTING, Confidence.CERTAIN);
    }

    @Test
    void aSynSentOnceIsOpenUntilItCannotBeSentAgain() throws Exception {
        scene.closed().client().syn();
        scene.closed().client().syn().after(200);
        List<Verdict> verdicts = scene.verdicts();
        assertEquals(CloseCause.UNANSWERED, verdicts.getFirst().closing().cause());
        assertEquals(
                "client sent SYN, nothing came back",
                verdicts.getFirst().evidence().getFirst().says());
        assertEquals(CloseCause.OPEN, verdicts.getLast().closing().cause());
    }

    @Test
    void dataRepeatedInVainMeansThatTheServerVanished() throws Exception {
        Conversation talk = scene.idle();
        SentPacket request = talk.client().sends(GET).lost();
        talk.client().resends(request).after(0.2).lost();
        talk.client().resends(request).after(0.4).lost();
        talk.client().resends(request).after(0.8).lost();
        assertCause(CloseCause.VANISHED, DecidedBy.NETWORK, Phase.HANDLING, Confidence.LIKELY);
    }

    @Test
    void aConnectionWithoutFinIsOpen() throws Exception {
        scene.idle();
        assertCause(CloseCause.OPEN, DecidedBy.UNKNOWN, Phase.IDLE, Confidence.CERTAIN);
    }

    @Test
    void aResetWithAnotherTtlIsNobodysOfTheTwo() throws Exception {
        Conversation talk = scene.idle();
        talk.server().rst().ttl(57);
        scene.assertCause(CloseCause.MIDDLEBOX, DecidedBy.NETWORK, Phase.IDLE);
    }

    @Test
    void aRequestBehindAResponseThatWasCutFindsItCut() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET);
        talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhe");
        talk.server().fin().after(0.1);
        talk.client().sends(GET).after(0.2);
        talk.server().rst();
        assertCause(
                CloseCause.TRUNCATED, DecidedBy.SERVER, Phase.RESPONSE_BODY, Confidence.CERTAIN);
    }

    @Test
    void aRequestThatCrossesTheServersFinIsLate() throws Exception {
        Conversation talk = scene.idle();
        SentPacket fin = talk.server().fin().after(5);
        talk.client().sends(GET).notHavingSeen(fin);
        talk.server().rst();
        assertCause(CloseCause.LATE_REQUEST, DecidedBy.SERVER, Phase.IDLE, Confidence.CERTAIN);
    }

    @Test
    void aCompleteRequestAndAFinInsteadOfAnAnswerIsNoResponse() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET);
        talk.server().fin();
        talk.client().fin();
        assertCause(CloseCause.NO_RESPONSE, DecidedBy.SERVER, Phase.HANDLING, Confidence.CERTAIN);
    }

    @Test
    void aHalfHeadAndThenSilenceIsAHeadTimeout() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends("GET / HTTP/1.1\r\nHos");
        talk.server().ack();
        talk.server().fin().after(10);
        talk.client().fin();
        scene.assertCause(CloseCause.HEAD_TIMEOUT, DecidedBy.SERVER, Phase.REQUEST_HEAD);
    }

    @Test
    void a408ToAHalfHeadIsCertain() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends("GET / HTTP/1.1\r\nHos");
        talk.server().sends("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n").after(10);
        talk.server().fin();
        assertCause(
                CloseCause.HEAD_TIMEOUT, DecidedBy.SERVER, Phase.REQUEST_HEAD, Confidence.CERTAIN);
    }

    @Test
    void halfABodyAndThenSilenceIsABodyTimeout() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(UPLOAD + "abc");
        talk.server().ack();
        talk.server().fin().after(10);
        talk.client().fin();
        scene.assertCause(CloseCause.BODY_TIMEOUT, DecidedBy.SERVER, Phase.REQUEST_BODY);
    }

    @Test
    void anAnswerBeforeTheBodyHasComeLeavesItUnread() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(UPLOAD + "abc");
        talk.server().sends("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
        talk.client().sends(500);
        talk.server().rst();
        scene.assertCause(CloseCause.UNREAD_BODY, DecidedBy.SERVER, Phase.EARLY_RESPONSE);
    }

    @Test
    void aBodyThatEndsAfterTheServersCloseIsUnread() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 503\r\n\r\nabc");
        talk.server().sends("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
        talk.server().fin();
        talk.client().sends(500);
        talk.client().fin();
        scene.assertCause(CloseCause.UNREAD_BODY, DecidedBy.SERVER, Phase.EARLY_RESPONSE);
    }

    @Test
    void aClientThatClosesWhileTheBodyFlowsLeavesItUnread() throws Exception {
        Conversation talk = scene.connection().exchanges(GET, LONG);
        talk.client().rst();
        scene.assertCause(CloseCause.UNREAD_BODY, DecidedBy.CLIENT, Phase.RESPONSE_BODY);
    }

    @Test
    void aClientThatLeavesAnUnansweredRequestAbandonsIt() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET);
        talk.server().ack();
        talk.client().fin().after(0.83);
        scene.assertCause(CloseCause.ABANDONED, DecidedBy.CLIENT, Phase.HANDLING);
    }

    @Test
    void aRoundWaitForAnAnswerIsProbablyATimeout() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET);
        talk.server().ack();
        talk.client().fin().after(3.001);
        assertCause(
                CloseCause.RESPONSE_TIMEOUT, DecidedBy.CLIENT, Phase.HANDLING, Confidence.GUESS);
    }

    @Test
    void aReaderThatTakesNothingMakesTheWriterGiveUp() throws Exception {
        Conversation talk = scene.connection().exchanges(GET, LONG);
        talk.client().ack().window(0);
        talk.server().rst().after(2);
        scene.assertCause(CloseCause.WRITE_TIMEOUT, DecidedBy.SERVER, Phase.RESPONSE_BODY);
    }

    @Test
    void aResetAfterACompleteExchangeIsAnAbort() throws Exception {
        Conversation talk = scene.idle();
        talk.server().rst().after(0.1);
        scene.assertCause(CloseCause.ABORT, DecidedBy.SERVER, Phase.IDLE);
    }

    @Test
    void whatIsNoRequestIsABadMessage() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends("\0\1\2 what is this?");
        talk.server().sends("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
        talk.server().fin();
        Verdict verdict = scene.onlyVerdict();
        assertEquals(CloseCause.BAD_MESSAGE, verdict.closing().cause());
        assertEquals(DecidedBy.SERVER, verdict.closing().decidedBy());
    }

    @Test
    void aSwitchOfProtocolsIsAnUpgrade() throws Exception {
        Conversation talk =
                scene.connection()
                        .exchanges(
                                "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade:"
                                        + " websocket\r\n\r\n",
                                "HTTP/1.1 101 Switching Protocols\r\nConnection:"
                                        + " Upgrade\r\nUpgrade: websocket\r\n\r\n");
        talk.client().sends(40);
        talk.server().fin();
        talk.client().fin();
        assertCause(CloseCause.UPGRADED, DecidedBy.CLIENT, Phase.UPGRADED, Confidence.CERTAIN);
    }

    @Test
    void aTunnelWhoseClientDidNotWaitForTheAnswerIsOneOfNoStatus() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n");
        talk.client().sends(new byte[] {22, 3, 1, 0, 4, 1, 0, 0, 0});
        talk.server().sends("HTTP/1.1 200 OK\r\n\r\n");
        talk.server().fin();
        talk.client().fin();
        Verdict verdict = scene.assertCause(CloseCause.UPGRADED, DecidedBy.CLIENT, Phase.UPGRADED);
        assertEquals(
                "a response handed the connection over to another protocol",
                verdict.evidence().getFirst().says());
    }

    @Test
    void anAlertInsteadOfAHandshakeIsATlsFailure() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(new byte[] {22, 3, 1, 0, 4, 1, 0, 0, 0});
        talk.server().sends(new byte[] {21, 3, 1, 0, 2, 2, 70});
        talk.server().fin();
        talk.client().fin();
        Verdict verdict =
                scene.assertCause(CloseCause.TLS_FAILED, DecidedBy.SERVER, Phase.CONNECTING);
        assertEquals(
                "server sent the alert protocol_version (70) before the handshake was complete",
                verdict.evidence().getFirst().says());
    }

    @Test
    void aCloseRightAfterTheExchangeIsSurplus() throws Exception {
        Conversation talk = scene.idle();
        talk.client().fin().after(0.002);
        talk.server().fin();
        scene.assertCause(CloseCause.SURPLUS, DecidedBy.CLIENT, Phase.IDLE);
    }

    @Test
    void aClientThatAskedOnceHadNoFurtherRequest() throws Exception {
        Conversation talk = scene.idle();
        talk.client().fin().after(0.002);
        talk.server().fin();
        Verdict only = scene.assertCause(CloseCause.SURPLUS, DecidedBy.CLIENT, Phase.IDLE);
        assertTrue(only.notes().getLast().startsWith("the client had no further request"));
    }

    @Test
    void aClientThatConnectsAgainAndAgainHadFurtherRequests() throws Exception {
        for (int n = 0; n < 2; n++) {
            Conversation talk = scene.idle();
            talk.client().fin().after(0.002);
            talk.server().fin();
        }
        for (Verdict verdict : scene.verdicts()) {
            assertEquals(1, verdict.notes().size(), verdict::toString);
        }
    }

    @Test
    void aClientThatClosesAfterAnOddPauseGivesNoReason() throws Exception {
        Conversation talk = scene.idle();
        talk.client().fin().after(0.73);
        talk.server().fin();
        assertCause(CloseCause.UNKNOWN, DecidedBy.UNKNOWN, Phase.IDLE, Confidence.GUESS);
    }

    @Test
    void aLoneServerCloseAfterAPauseIsGuessedToBeItsIdleTimeout() throws Exception {
        Conversation talk = scene.idle();
        talk.server().fin().after(75.001);
        talk.client().fin();
        Verdict verdict = scene.assertCause(CloseCause.IDLE_TIMEOUT, DecidedBy.SERVER, Phase.IDLE);
        assertEquals(Confidence.GUESS, verdict.confidence());
        assertEquals("fits nginx (keepalive_timeout)", verdict.notes().getLast());
    }

    @Test
    void ofOneDirectionOnlyAnAnnouncementTells() throws Exception {
        Conversation talk = scene.closed();
        talk.client().syn();
        talk.server().synAck().notCaptured();
        talk.client().sends(GET);
        talk.server().sends(OK).notCaptured();
        talk.client().fin();
        Verdict verdict = scene.onlyVerdict();
        assertEquals(CloseCause.UNKNOWN, verdict.closing().cause());
    }

    private Verdict assertCause(
            CloseCause cause, DecidedBy decidedBy, Phase phase, Confidence confidence)
            throws Exception {
        Verdict verdict = scene.assertCause(cause, decidedBy, phase);
        assertEquals(confidence, verdict.confidence());
        return verdict;
    }
}
