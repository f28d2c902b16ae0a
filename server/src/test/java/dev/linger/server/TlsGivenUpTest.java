package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.life.Phase;
import dev.linger.testkit.RawClient;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedKeyManager;
import org.junit.jupiter.api.Test;

/** Handshakes that one of both sides gives up. */
class TlsGivenUpTest {
    private static final Handler OK = exchange -> exchange.respond("ok");

    @Test
    void aClientThatGivesUpAnEncryptedHandshakeDecides() throws Exception {
        try (Stage stage = new Stage(Stage.tls(), OK)) {
            try (TlsTalker client = TlsTalker.giveUp(stage.server.address())) {
                stage.await(Phase.CONNECTING);
                client.socket().shutdownOutput();
                assertEquals(
                        "the client sent the alert user_canceled (90) in the TLS handshake",
                        stage.ends("tls-failed client client fin connecting"));
            }
        }
    }

    @Test
    void aClientThatGivesUpAndStaysIsNotWaitedFor() throws Exception {
        try (Stage stage = new Stage(Stage.tls(), OK);
                TlsTalker _ = TlsTalker.giveUp(stage.server.address())) {
            stage.await(Phase.CONNECTING);
            while (stage.server.open() > 0) {
                for (int i = 0; i < 100; i++) {
                    stage.turn(); // the handshake, calculated beside the loop, takes its time
                }
                stage.clock.advance(Duration.ofMillis(5));
            }
            stage.ends("tls-failed client server fin connecting");
        }
    }

    @Test
    void aHandshakeThatIsOverBeforeItsTurnIsNotCalculated() throws Exception {
        int turns = Runtime.getRuntime().availableProcessors();
        SlowKeys keys = new SlowKeys();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(new KeyManager[] {keys}, null, null);
        try (Stage stage = new Stage(Stage.plain().withTls(Tls.of(context)), OK)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < turns; i++) {
                clients.add(stage.connectPlain(0).send(hello()));
            }
            stage.await(() -> keys.asked.size() == turns);
            clients.add(stage.connectPlain(0).send(hello()));
            stage.awaitCount(Phase.CONNECTING, turns + 1);
            stage.turn();
            stage.pass(Duration.ofSeconds(11));
            stage.awaitCount(Phase.LINGERING, turns + 1);
            keys.may.countDown();
            for (RawClient one : clients) {
                one.expectEnd();
                one.close();
            }
            for (RawClient _ : clients) {
                stage.ends("tls-failed server server fin connecting");
            }
            assertEquals(turns, keys.asked.size());
        }
    }

    /** The first record of a handshake. */
    private static byte[] hello() throws SSLException {
        SSLEngine engine = Trusting.CLIENT.createSSLEngine();
        engine.setUseClientMode(true);
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** A server's key that is not at hand. */
    private static final class SlowKeys extends X509ExtendedKeyManager {
        final Set<SSLEngine> asked = ConcurrentHashMap.newKeySet();
        final CountDownLatch may = new CountDownLatch(1);

        @Override
        public String chooseEngineServerAlias(String kind, Principal[] issuers, SSLEngine engine) {
            asked.add(engine);
            try {
                may.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "own";
        }

        @Override
        public String chooseClientAlias(String[] kinds, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public String chooseServerAlias(String kind, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public String[] getClientAliases(String kind, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String[] getServerAliases(String kind, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return Trusting.OWN.chain().toArray(X509Certificate[]::new);
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return Trusting.OWN.key();
        }
    }
}
