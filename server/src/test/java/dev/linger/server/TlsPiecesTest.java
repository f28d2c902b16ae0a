package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.JudgedLife;
import dev.linger.life.Phase;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes that come in pieces, and those that end in the midst of one. */
class TlsPiecesTest {
    private static final int BYTES = 40_000;
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String POST =
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 12000\r\n\r\n";

    private static final Handler COUNTING =
            exchange -> exchange.respond(exchange.body().readAllBytes().length + " bytes");

    private static final Handler OK = exchange -> exchange.respond("ok");

    /** Odd, so that it meets the middle of records' heads as well as of their content. */
    private static final int STEP = 7;

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aHandshakeMayComeByteByByte(String version) throws Exception {
        try (Stage stage = new Stage(Stage.tls(), OK);
                TlsTalker client = whole(stage, version, 1)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertTrue(client.expect("ok").startsWith("HTTP/1.1 200 "));
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2,false", "TLSv1.2,true", "TLSv1.3,false", "TLSv1.3,true"})
    void whoLeavesInMidHandshakeHasBrokenItOff(String version, boolean resets) throws Exception {
        try (Stage stage = new Stage(Stage.tls(), OK)) {
            int all;
            try (TlsTalker client = whole(stage, version, 40_000)) {
                all = client.sent();
            }
            stage.ends("unused client client fin unused");
            for (int sent = 1; sent < all; sent += STEP) {
                leaves(stage, version, sent, resets);
                JudgedLife life = stage.life();
                String of = sent + " of " + all + " bytes: " + life.verdict();
                assertEquals(CloseCause.TLS_FAILED, life.verdict().closing().cause(), of);
                assertEquals(DecidedBy.CLIENT, life.verdict().closing().decidedBy(), of);
                assertEquals(Phase.CONNECTING, life.verdict().closing().phase(), of);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aRequestOfWhichARecordHasBegunIsNotClosedAsIdle(String version) throws Exception {
        try (Stage stage = new Stage(Stage.tls(), COUNTING);
                TlsTalker client = whole(stage, version, BYTES)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            client.expect("0 bytes");
            stage.await(Phase.IDLE);
            stage.pass(SECOND.multipliedBy(67));
            client.sendBeginOf(POST + "x".repeat(12_000), 9000);
            stage.await(Phase.REQUEST_HEAD);
            stage.pass(SECOND.multipliedBy(9));
            client.sendOn(BYTES);
            assertTrue(client.expect("12000 bytes").startsWith("HTTP/1.1 200 "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aRecordThatNeverEndsIsAHeadTimeout(String version) throws Exception {
        try (Stage stage = new Stage(Stage.tls(), COUNTING)) {
            try (TlsTalker client = whole(stage, version, BYTES)) {
                client.sendBeginOf(POST + "x".repeat(12_000), 9000);
                stage.await(Phase.REQUEST_HEAD);
                stage.passUntil(Phase.LINGERING);
                client.expect(" 408 ");
            }
            String says = stage.ends("head-timeout server server fin request-head");
            assertTrue(says.endsWith("; 9000 bytes had come"), says);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aRecordThatComesSlowlyIsABodyThatComes(String version) throws Exception {
        try (Stage stage = new Stage(Stage.tls(), COUNTING);
                TlsTalker client = whole(stage, version, BYTES)) {
            client.send(POST);
            stage.await(Phase.REQUEST_BODY);
            client.sendBeginOf("x".repeat(12_000), 4000);
            for (int n = 0; n < 4; n++) {
                stage.await(() -> stage.server.isWaiting());
                stage.passSlowly(SECOND.multipliedBy(12));
                client.sendOn(2000);
                stage.turn();
            }
            client.sendOn(BYTES);
            assertTrue(client.expect("12000 bytes").startsWith("HTTP/1.1 200 "));
        }
    }

    private static TlsTalker whole(Stage stage, String version, int piece) throws Exception {
        return TlsTalker.connect(
                stage.server.address(), version, Trusting.CLIENT, piece, Integer.MAX_VALUE);
    }

    private static void leaves(Stage stage, String version, int sent, boolean resets)
            throws Exception {
        try (TlsTalker client =
                TlsTalker.connect(stage.server.address(), version, Trusting.CLIENT, 9, sent)) {
            client.socket().setSoLinger(resets, 0);
        }
    }
}
