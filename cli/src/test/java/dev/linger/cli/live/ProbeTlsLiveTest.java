package dev.linger.cli.live;

import dev.linger.cli.live.scene.Probed;
import dev.linger.cli.live.scene.Stage;
import dev.linger.life.Confidence;
import dev.linger.probe.Bounds;
import dev.linger.probe.Trait;
import dev.linger.probe.Value;
import dev.linger.server.KeyAndChain;
import dev.linger.server.Server;
import dev.linger.server.Settings;
import dev.linger.server.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Over TLS a server answers the same questions. */
@RealPrograms
class ProbeTlsLiveTest {
    private static final Value RESET = new Value.Way("reset");
    private static final Value ANSWERED = new Value.Way("answered");
    private static final Value KEPT = new Value.Way("kept");

    private static Probed probed(String url, List<X509Certificate> authorities) throws Exception {
        Bounds bounds = new Bounds(Duration.ofMillis(3500), 60, "GET");
        return new Probed(url, KeyAndChain.trustingOnly(authorities), bounds);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void nginxIsFoundOut(String version) throws Exception {
        try (Stage stage = new Stage("probe-tls-" + version)) {
            stage.nginxWithTls(
                    "keepalive_timeout 2s; keepalive_requests 20; client_header_timeout 3s;"
                            + " lingering_timeout 500ms;",
                    "ssl_protocols " + version + "; location / { return 200 ok; }");
            List<X509Certificate> own =
                    KeyAndChain.authorities(stage.folder.resolve("certificate.pem"));
            probed("https://" + stage.server() + "/", own)
                    .has(Trait.IDLE_BETWEEN, 2000)
                    .has(Trait.IDLE_BEFORE_FIRST, 3000)
                    .has(Trait.HEAD_TIMEOUT, 3000)
                    .ask()
                    .is("nginx", Confidence.CERTAIN)
                    .says(Trait.MAX_REQUESTS, new Value.Count(20))
                    .says(Trait.LATE_REQUEST, RESET)
                    .says(Trait.HALF_CLOSED, ANSWERED)
                    .says(Trait.HTTP10_KEEP_ALIVE, KEPT)
                    .says(Trait.UNREAD_BODY, new Value.Way("answers-and-closes"));
        }
    }

    @Test
    void lingerIsFoundOut() throws Exception {
        KeyAndChain own = KeyAndChain.selfSigned(List.of("127.0.0.1"));
        Settings settings = Settings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        settings =
                settings.withTls(Tls.of(own))
                        .withDeadlines(
                                settings.deadlines()
                                        .withHead(Duration.ofSeconds(1))
                                        .withIdle(Duration.ofSeconds(2)));
        try (Server server = Server.start(settings, exchange -> exchange.respond("ok"))) {
            probed("https://127.0.0.1:" + server.address().getPort() + "/", own.chain())
                    .has(Trait.HEAD_TIMEOUT, 1000)
                    .has(Trait.IDLE_BETWEEN, 2000)
                    .ask()
                    .is("Linger", Confidence.LIKELY)
                    .says(Trait.HALF_CLOSED, ANSWERED);
        }
    }
}
