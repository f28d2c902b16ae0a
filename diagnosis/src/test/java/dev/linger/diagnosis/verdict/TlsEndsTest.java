package dev.linger.diagnosis.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Evidence;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import dev.linger.life.Verdict;
import dev.linger.testkit.Conversation;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ends of TLS connections, of which the capture shows records only. */
class TlsEndsTest {
    private static final String HELLO = "160301000401000000";
    private static final String ANSWER = "160303000402000000";
    private static final String CHANGE = "140303000101";
    private static final String FINISHED = CHANGE + "160303000401020304";
    private static final String CERTIFICATE_13 = "1703030400" + "00".repeat(1024);
    private static final String FINISHED_13 = "1703030035" + "00".repeat(53);
    private static final String DATA = "1703030020" + "00".repeat(32);

    /** As long as an alert of TLS 1.3, which close_notify is. */
    private static final String SHORT = "1703030013" + "00".repeat(19);

    private static final String ALERT = "150303000401020304";

    private final Scene scene = new Scene();

    @Test
    void aProbeOfACertificateIsNoFailureOfTls() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(records(HELLO));
        talk.server().sends(records(ANSWER));
        talk.client().sends(records(FINISHED));
        talk.server().sends(records(FINISHED));
        talk.client().sends(records(ALERT)).after(1);
        talk.client().fin();
        talk.server().fin();
        scene.assertCause(CloseCause.UNUSED, DecidedBy.CLIENT, Phase.CONNECTING);
    }

    @Test
    void soItIsInTls13WhereTheClientsFinishedLooksLikeData() throws Exception {
        Conversation talk = handshake13(FINISHED_13);
        talk.server().sends(records(DATA)); // a ticket
        talk.client().sends(records(SHORT)).after(1);
        talk.client().fin();
        talk.server().fin();
        scene.assertCause(CloseCause.UNUSED, DecidedBy.CLIENT, Phase.CONNECTING);
    }

    @Test
    void aServerThatAnswersTheEndOfTheHandshakeByAnAlertAloneRefusedIt() throws Exception {
        Conversation talk = handshake13(CERTIFICATE_13 + FINISHED_13 + DATA);
        talk.server().sends(records(SHORT));
        talk.server().fin();
        talk.client().fin();
        scene.assertCause(CloseCause.TLS_FAILED, DecidedBy.SERVER, Phase.CONNECTING);
    }

    @Test
    void butNotWhereItHadWaitedOrTheClientHadClosed() throws Exception {
        Conversation waited = handshake13(FINISHED_13);
        waited.server().sends(records(SHORT)).after(60);
        waited.server().fin();
        waited.client().fin();
        Conversation closed = handshake13(FINISHED_13);
        closed.client().fin();
        closed.server().sends(records(SHORT));
        closed.server().fin();
        assertEquals(
                List.of(CloseCause.UNUSED, CloseCause.UNUSED),
                scene.verdicts().stream().map(verdict -> verdict.closing().cause()).toList());
    }

    @Test
    void aHandshakeOfWhichTheCaptureLacksAPartMayHaveSucceeded() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(records(HELLO));
        talk.server().sends(records(ANSWER)).notCaptured();
        talk.client().ack();
        talk.client().fin().after(0.73);
        talk.server().fin();
        scene.assertCause(CloseCause.UNKNOWN, DecidedBy.UNKNOWN, Phase.UNKNOWN);
    }

    @Test
    void aPingAsShortAsAnAlertDoesNotSayWhoClosed() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(records(HELLO));
        talk.server().sends(records(ANSWER, DATA));
        talk.client().sends(records(DATA));
        for (int i = 0; i < 3; i++) {
            talk.server().sends(records(SHORT)).after(30);
        }
        talk.server().sends(records(DATA)).after(1);
        talk.client().sends(records(SHORT)).after(10); // its close_notify
        talk.client().fin();
        talk.server().fin();
        Talk.Tls tls = (Talk.Tls) scene.onlyLife().talk();
        assertEquals(Side.CLIENT, tls.alertBy());
        assertEquals(10.0, scene.onlyLife().ending().quietNanos() / 1e9, 0.01);
    }

    /** As where it is written at once, or where the capture has segments put together. */
    @Test
    void dataInTheSamePacketAsTheAlertOfTheCloseIsTheLastData() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(records(HELLO));
        talk.server().sends(records(ANSWER, DATA));
        talk.client().sends(records(DATA));
        talk.server().sends(records(DATA, SHORT)).after(30);
        talk.server().fin();
        talk.client().fin();
        assertEquals(0, scene.onlyLife().ending().quietNanos() / 1e9, 0.01);
    }

    @Test
    void theEndOfARecordBeforeTheAlertOfTheCloseIsDataToo() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(records(HELLO));
        talk.server().sends(records(ANSWER, DATA));
        talk.client().sends(records(DATA));
        talk.server().sends(records(DATA.substring(0, 20))).after(1);
        talk.server().sends(records(DATA.substring(20), SHORT)).after(30);
        talk.server().fin();
        talk.client().fin();
        assertEquals(0, scene.onlyLife().ending().quietNanos() / 1e9, 0.01);
    }

    @Test
    void silenceBeginsBehindTheLastDataAndNotBehindTheAlertThatEndsIt() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(records(HELLO));
        talk.server().sends(records(ANSWER, DATA));
        talk.client().sends(records(DATA, DATA));
        talk.server().sends(records(DATA)); // packet 7
        talk.server().sends(records(SHORT)).after(5);
        talk.server().fin();
        talk.client().fin();
        Evidence last = scene.onlyVerdict().evidence().getFirst();
        assertEquals("the last byte; then silence of 5.000 s", last.says());
        assertEquals(7, last.at().packet());
    }

    @Test
    void aClientHelloToAPlainPortIsABadMessage() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(records(HELLO));
        talk.server().sends("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
        talk.server().fin();
        talk.client().fin();
        scene.assertCause(CloseCause.BAD_MESSAGE, DecidedBy.SERVER, Phase.REQUEST_HEAD);
    }

    @Test
    void theAlertOfTheCloseIsFoundBehindRecordsThatWereCut() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(records(HELLO));
        talk.server().sends(records(ANSWER, DATA, DATA)).cutTo(54 + 20);
        talk.client().sends(records(DATA)).cutTo(54 + 20);
        talk.server().sends(records(DATA)).cutTo(54 + 20).after(1);
        talk.server().sends(records(SHORT)).after(30);
        talk.server().fin();
        talk.client().fin();
        assertEquals(30, scene.onlyLife().ending().quietNanos() / 1e9, 0.01);
        assertEquals(Side.SERVER, ((Talk.Tls) scene.onlyLife().talk()).alertBy());
    }

    @Test
    void theFirstAlertSaysWhyAHandshakeFailed() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(records(HELLO));
        talk.server().sends(records("1503030002025a", "15030300020100")); // 90, close_notify
        talk.server().fin();
        talk.client().fin();
        Verdict verdict =
                scene.assertCause(CloseCause.TLS_FAILED, DecidedBy.SERVER, Phase.CONNECTING);
        assertEquals(
                "server sent the alert user_canceled (90) before the handshake was complete",
                verdict.evidence().getFirst().says());
    }

    @Test
    void anAlertAfterAHelloRetryRequestFailsTheHandshake() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(records(HELLO));
        talk.server().sends(records(ANSWER, CHANGE));
        talk.client().sends(records(CHANGE, HELLO));
        talk.server().sends(records(ANSWER));
        talk.client().sends(records("15030300020230")); // unknown_ca
        talk.client().fin();
        talk.server().fin();
        scene.assertCause(CloseCause.TLS_FAILED, DecidedBy.CLIENT, Phase.CONNECTING);
    }

    @Test
    void aTlsHandshakeOfWhichTheCaptureLacksTheEndMayHaveBeenUsed() throws Exception {
        Conversation talk = scene.connection();
        talk.client().sends(records(HELLO));
        talk.server().sends(records(ANSWER));
        talk.client().sends(records(FINISHED));
        talk.server().sends(records(FINISHED));
        talk.client().sends(40).notCaptured();
        talk.server().ack();
        talk.client().sends(records("1703030004" + "01020304")).after(0.1);
        talk.server().ack();
        talk.client().fin().after(0.73);
        talk.server().fin();
        scene.assertCause(CloseCause.UNKNOWN, DecidedBy.UNKNOWN, Phase.UNKNOWN);
    }

    private Conversation handshake13(String endOfClient) {
        Conversation talk = scene.connection();
        talk.client().sends(records(HELLO));
        talk.server().sends(records(ANSWER, CHANGE, DATA, DATA));
        talk.client().sends(records(CHANGE, endOfClient));
        return talk;
    }

    private static byte[] records(String... digits) {
        return HexFormat.of().parseHex(String.join("", digits));
    }
}
