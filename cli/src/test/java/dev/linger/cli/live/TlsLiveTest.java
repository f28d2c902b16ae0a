package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.cli.live.scene.Line;
import dev.linger.cli.live.scene.OwnServer;
import dev.linger.server.KeyAndChain;
import dev.linger.server.Settings;
import dev.linger.server.Tls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What Linger's own server wrote of connections over TLS is what their packets say. */
@RealPrograms
class TlsLiveTest {
    private static UnaryOperator<Settings> overTls(Duration handshake) {
        return settings -> {
            try {
                KeyAndChain own = KeyAndChain.selfSigned(List.of("127.0.0.1"));
                return settings.withTls(Tls.of(own).withHandshake(handshake));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static final OwnServer KEPT =
            new OwnServer(
                    "own-tls",
                    overTls(Duration.ofSeconds(10)),
                    exchange -> exchange.respond("x".repeat(100_000)),
                    (stage, server) -> {
                        String url = "https://" + stage.server() + "/";
                        stage.curl(url, "-k");
                        stage.curl(url, "-k", "--tls-max", "1.2");
                        stage.curl(url, "-k", "-d", "x".repeat(50_000));
                    });
    private static final OwnServer FAILED =
            new OwnServer(
                    "own-tls-failed",
                    overTls(Duration.ofSeconds(5)),
                    exchange -> exchange.respond("ok"),
                    (stage, server) -> {
                        stage.curl("https://" + stage.server() + "/");
                        stage.line().say("\u0016\u0003\u0001\u00ff\u00ff").hearOut().close();
                        Line stalled = stage.line();
                        stalled.say("\u0016\u0003\u0001\u0002\u0000\u0001");
                        stalled.hearOut().close();
                        stage.line().get("/").hearOut().close();
                    });

    @Test
    void agreesOnConnectionsThatWereClosedAfterTheirRequests() {
        // That there was one request and no second is not in encrypted packets.
        KEPT.differs(
                Map.of(
                        "surplus client client fin", "unknown unknown client fin",
                        "idle-timeout client client fin", "unknown unknown client fin"),
                "3 unknown unknown client fin unknown");
    }

    @Test
    void countsTheBytesThatPacketsCarry() {
        assertEquals(KEPT.bytesSeen(), KEPT.bytesWritten());
    }

    @Test
    void agreesOnHandshakesThatFailed() {
        FAILED.agrees(
                "1 tls-failed client client fin|reset connecting",
                "2 tls-failed server server fin connecting",
                "1 bad-message server server fin *");
    }
}
