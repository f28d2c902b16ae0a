package dev.linger.diagnosis.verdict;

import static dev.linger.diagnosis.verdict.Scene.GET;
import static dev.linger.diagnosis.verdict.Scene.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.Confidence;
import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import dev.linger.life.Phase;
import dev.linger.life.Talk;
import dev.linger.life.Verdict;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Captures that begin late, end early, or hold what cannot be read: no more is said than shows. */
class HalfSeenTest {
    private final Scene scene = new Scene();

    private static void clientCloses(Conversation talk, double seconds) {
        talk.client().fin().after(seconds);
        talk.server().fin();
        talk.client().ack();
    }

    @Test
    void aFinThatTheCaptureLacksIsCalledSo() throws Exception {
        Conversation talk = scene.connection().exchanges(GET, OK);
        talk.server().fin().after(5).notCaptured();
        talk.client().ack();
        talk.client().fin().after(1);
        talk.server().ack();

        assertEquals(
                "client acknowledged the server's FIN, which is not in the capture",
                scene.onlyVerdict().evidence().getLast().says());
    }

    @Test
    void aHalfCloseIsSeenWithoutTheBodyToo() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET);
        talk.client().fin();
        talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 4000\r\n\r\n").after(0.1);
        talk.server().sends(4000).cutTo(100);
        talk.client().ack();
        talk.server().fin();
        talk.client().ack();
        assertEquals(List.of(CloseCause.CLOSE_REQUESTED), causes());
    }

    @Test
    void ofOneDirectionItIsAGuessThatItIsOpen() throws Exception {
        Conversation talk = scene.closed();
        talk.client().syn();
        talk.server().synAck().notCaptured();
        talk.client().ack();
        talk.client().sends(GET);
        talk.server().sends(OK).notCaptured();
        talk.client().ack();

        Verdict verdict = scene.onlyVerdict();
        assertEquals(CloseCause.OPEN, verdict.closing().cause());
        assertEquals(Confidence.GUESS, verdict.confidence());
        assertTrue(verdict.notes().getLast().contains("direction"), verdict.notes().toString());
    }

    /** A head that does not fit into the bytes that are kept of each packet. */
    private Conversation headsAreCut(int exchanges) {
        Conversation talk = scene.connection();
        for (int n = 0; n < exchanges; n++) {
            talk.client().sends(GET).after(0.1);
            talk.server().sends(OK).cutTo(75);
            talk.client().ack();
        }
        return talk;
    }

    @Test
    void whereTheSnapLengthCutsHeadsIdleTimeoutsShowAsClusters() throws Exception {
        for (int n = 1; n < 7; n++) {
            clientCloses(headsAreCut(n), 2 + 0.001 * n);
        }
        for (ConnectionLife life : scene.judged().stream().map(JudgedLife::life).toList()) {
            assertEquals(Phase.IDLE, life.ending().phase());
        }
        assertEquals(List.of(CloseCause.IDLE_TIMEOUT), causes().stream().distinct().toList());
    }

    @Test
    void whereTheSnapLengthCutsHeadsNoResponseIsCalledTruncated() throws Exception {
        Conversation talk = headsAreCut(3);
        talk.server().fin();
        talk.client().fin();
        assertEquals(List.of(CloseCause.UNKNOWN), causes());
    }

    private Conversation prompt() {
        Conversation talk = scene.connection();
        talk.server().sends("SSH-2.0-OpenSSH_9.2\r\n");
        talk.client().sends("SSH-2.0-libssh\r\n");
        talk.server().sends("some bytes of a key exchange");
        return talk;
    }

    private List<CloseCause> causes() throws Exception {
        return scene.verdicts().stream().map(one -> one.closing().cause()).toList();
    }

    private String soFar() throws Exception {
        Verdict verdict = scene.onlyVerdict();
        assertEquals(CloseCause.OPEN, verdict.closing().cause());
        return verdict.notes().getLast();
    }

    @Test
    void waitsOfAPersonAtAPromptAreNoIdleTimeout() throws Exception {
        double[] waits = {0.001, 1.196, 0.594, 0.776, 0.397, 0.524, 0.515, 0.805, 0.769, 0.767};
        for (double wait : waits) {
            clientCloses(prompt(), wait);
        }
        assertEquals(List.of(CloseCause.UNKNOWN), causes().stream().distinct().toList());
    }

    @Test
    void manyEqualWaitsOfAnotherProtocolAreATimerAndStillAGuess() throws Exception {
        for (int n = 0; n < 6; n++) {
            clientCloses(prompt(), 30 + 0.001 * n);
        }
        for (Verdict verdict : scene.verdicts()) {
            assertEquals(CloseCause.IDLE_TIMEOUT, verdict.closing().cause());
            assertEquals(Confidence.GUESS, verdict.confidence());
        }
    }

    @Test
    void threeEqualWaitsOfAnotherProtocolAreNotEnough() throws Exception {
        for (int n = 0; n < 3; n++) {
            clientCloses(prompt(), 30 + 0.001 * n);
        }
        assertEquals(List.of(CloseCause.UNKNOWN), causes().stream().distinct().toList());
    }

    @Test
    void aRoundWaitOfAnotherProtocolIsNoTimeoutByItself() throws Exception {
        Conversation talk = prompt();
        talk.server().fin().after(5);
        talk.client().fin();
        assertEquals(List.of(CloseCause.UNKNOWN), causes());
    }

    @Test
    void howLongItWasIdleBeforeAFinThatNothingPrecededIsNotKnown() throws Exception {
        Conversation talk = scene.closed();
        talk.client().fin();
        talk.server().ack().after(0.025);
        assertEquals(-1, scene.onlyLife().ending().quietNanos());
    }

    @Test
    void aBodyUntilCloseIsOnlyLikelyWhereItsRequestWasNotSeen() throws Exception {
        Conversation talk = scene.closed();
        talk.server().sends("HTTP/1.1 200 OK\r\nServer: a\r\n\r\nhello");
        talk.client().ack();
        talk.server().fin();
        talk.client().fin();
        Verdict verdict = scene.onlyVerdict();
        assertEquals(CloseCause.BODY_UNTIL_CLOSE, verdict.closing().cause());
        assertEquals(Confidence.LIKELY, verdict.confidence());
    }

    @Test
    void aServerThatSendsDataOfTlsFromTheMiddleSpeaksTls() throws Exception {
        Conversation talk = scene.closed();
        talk.server().sends(HexFormat.of().parseHex("1703030004" + "01020304"));
        clientCloses(talk, 1.37);
        ConnectionLife life = scene.onlyLife();
        assertTrue(life.talk() instanceof Talk.Tls tls && tls.applicationData(), life::toString);
        assertEquals(List.of(CloseCause.UNKNOWN), causes());
    }

    @Test
    void whatOnlyAcknowledgmentsTellOfIsSaidToBeMissing() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(GET);
        talk.server().sends(2000).notCaptured();
        talk.client().ack();
        assertEquals(
                List.of("2000 payload bytes are not in the capture"), scene.onlyLife().notes());
    }

    @Test
    void withoutTheThirdPacketOfTheHandshakeOpenIsOnlyLikely() throws Exception {
        Conversation talk = scene.closed();
        talk.client().syn();
        talk.server().synAck();
        assertEquals("the handshake's third packet was not seen", soFar());
        assertEquals(Confidence.LIKELY, scene.onlyVerdict().confidence());
    }

    @Test
    void anOpenConnectionSaysHowFarItsResponseHadCome() throws Exception {
        scene.connection()
                .exchanges(GET, "HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nhello");
        assertEquals("in the body of response 1, after 5 of 1,000,000 bytes", soFar());
    }

    @Test
    void anOpenConnectionSaysThatItWasIdle() throws Exception {
        scene.connection().exchanges(GET, OK).exchanges(GET, OK);
        assertEquals("idle after response 2", soFar());
    }

    @Test
    void anOpenConnectionSaysThatTheServerWasSilent() throws Exception {
        scene.connection().client().sends("\u0005d of another protocol");
        assertEquals("the client had sent data, the server none yet", soFar());
    }

    @Test
    void anOpenConnectionSaysThatItsTlsHandshakeWasNotComplete() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(HexFormat.of().parseHex("160301000401000000"));
        talk.server().sends(HexFormat.of().parseHex("160303000402000000"));
        assertEquals("the TLS handshake was not complete", soFar());
    }

    @Test
    void aTlsHandshakeThatEndsWithoutAnAlertSaysWhoClosedAndWhen() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(HexFormat.of().parseHex("160301000401000000"));
        talk.server().sends(HexFormat.of().parseHex("160303000402000000"));
        clientCloses(talk, 0.028);
        assertEquals(
                "the client closed 28.00 ms after the last message of the handshake, which was not"
                        + " complete; no alert says why",
                scene.onlyVerdict().notes().getLast());
    }

    @Test
    void anAnswerBeforeTheRequestHadEndedIsSaid() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\na");
        talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel");
        talk.client().sends("bc");
        talk.server().sends("lo");
        talk.server().fin();
        talk.client().fin();
        Verdict verdict = scene.onlyVerdict();
        assertEquals(CloseCause.SURPLUS, verdict.closing().cause());
        assertTrue(verdict.notes().contains("answered before the request had ended"));
    }

    @Test
    void whatTheServerAdvertisedStandsBesideAGuessOfItsTimeout() throws Exception {
        Conversation talk =
                scene.connection()
                        .exchanges(
                                GET,
                                "HTTP/1.1 200 OK\r\nKeep-Alive: timeout=15\r\n"
                                        + "Content-Length: 5\r\n\r\nhello");
        talk.server().fin().after(13.058);
        talk.client().fin();
        Verdict verdict = scene.onlyVerdict();
        assertEquals(CloseCause.IDLE_TIMEOUT, verdict.closing().cause());
        assertTrue(
                verdict.notes().contains("the server advertised 15 s (\"Keep-Alive: timeout\")"));
    }

    @Test
    void tlsOfWhichTheHeadersOfRecordsWereCutMayHaveHadData() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(HexFormat.of().parseHex("160301000401000000")).cutTo(54 + 3);
        talk.server().sends(HexFormat.of().parseHex("160303000402000000")).cutTo(54 + 3);
        assertEquals("what was sent is not all in the capture", soFar());
        assertEquals(Phase.UNKNOWN, scene.onlyVerdict().closing().phase());
    }

    @Test
    void aFastOpenThatNobodyAnsweredIsUnanswered() throws Exception {
        Conversation talk = scene.closed();
        SentPacket syn = talk.client().syn().carrying(GET);
        talk.client().resends(syn).after(1);
        talk.client().resends(syn).after(3);
        assertEquals(List.of(CloseCause.UNANSWERED), causes());
    }
}
