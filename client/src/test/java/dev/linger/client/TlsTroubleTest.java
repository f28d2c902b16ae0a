package dev.linger.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.http.Limits;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.JudgedLife;
import dev.linger.life.Phase;
import dev.linger.testkit.Misbehaviour;
import dev.linger.testkit.RawServer;
import dev.linger.testkit.Spin;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server, a network or a part of the program does to TLS, and what becomes of it. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsTroubleTest {
    private static TestKeys keys;

    @BeforeAll
    static void makeKeys(@TempDir Path folder) throws Exception {
        keys = TestKeys.in(folder);
    }

    private static HttpRequest.Builder request(RawServer server) {
        return HttpRequest.newBuilder(
                URI.create("https://localhost:" + server.address().getPort() + "/"));
    }

    private static LingerClient client() throws Exception {
        return LingerClient.newBuilder().sslContext(keys.context()).build();
    }

    @Test
    void aServerThatNeverSays100IsSentTheBodyAllTheSame() throws Exception {
        try (RawServer server =
                        keys.server(guest -> {
                            guest.awaitRequest();
                            String request = guest.request();
                            guest.answer(request.substring(request.indexOf("\r\n\r\n") + 4));
                        });
                LingerClient client = client()) {
            HttpRequest upload =
                    request(server)
                            .expectContinue(true)
                            .POST(BodyPublishers.ofString("body"))
                            .build();
            assertEquals("body", client.send(upload, BodyHandlers.ofString()).body());
        }
    }

    @Test
    void aHandshakeThatTheServerGivesUpIsNotComplete() throws Exception {
        String userCanceled = "\25\3\3\0\2\1\132";
        String closeNotify = "\25\3\3\0\2\1\0";
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.read(1);
                            guest.send(userCanceled + closeNotify).awaitEnd();
                        });
                LingerClient client = client()) {
            SSLHandshakeException e =
                    assertThrows(
                            SSLHandshakeException.class,
                            () -> client.send(request(server).build(), BodyHandlers.discarding()));
            String says = String.valueOf(e.getMessage());
            assertTrue(says.contains("the server gave the TLS handshake up"), says);
        }
    }

    /** Connected, and not yet shaking hands. */
    private static TlsWire connected(RawServer server) throws Exception {
        SSLEngine engine = keys.context().createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        return new TlsWire(new PlainWire(SocketChannel.open(server.address())), engine);
    }

    @Test
    void aResetInTheHandshakeIsToldAsOne() throws Exception {
        CountDownLatch reset = new CountDownLatch(1);
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.does(new Misbehaviour.Reset());
                    reset.countDown();
                })) {
            TlsWire wire = connected(server);
            reset.await();
            SSLHandshakeException e =
                    assertThrows(SSLHandshakeException.class, () -> wire.shakeHands(10_000));
            String says = String.valueOf(e.getMessage());
            assertTrue(
                    says.contains("the server reset the connection in the TLS handshake: "), says);
            wire.close();
        }
    }

    @Test
    void anEndThatComesApartFromTheResponseIsTheServers() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (RawServer server =
                keys.server(guest -> {
                    guest.head();
                    guest.send("x");
                    read.await();
                })) {
            TlsWire wire = connected(server);
            wire.shakeHands(10_000);
            byte[] head = "GET / HTTP/1.1\r\n\r\n".getBytes(ISO_8859_1);
            wire.write(head, 0, head.length, 10_000);
            assertEquals(1, wire.read(new byte[1], 0, 1, 10_000));
            Route route = new Route(true, "localhost", server.address().getPort(), null, null);
            Connection connection =
                    new Connection(
                            route,
                            1,
                            wire,
                            System.nanoTime(),
                            Duration.ofHours(1).toNanos(),
                            Limits.defaults());
            read.countDown();
            while (!wire.hasUnread()) {
                Spin.turn();
            }
            connection.noteFin();
            Reason close = Reason.server(CloseCause.CLOSE_REQUESTED, Phase.IDLE, "it said so");
            JudgedLife life = Objects.requireNonNull(connection.end(close, 0));
            assertEquals(ClosedFirst.SERVER, life.verdict().closing().closedFirst());
        }
    }

    @Test
    void aTrustManagerThatBreaksDownLeavesNoSocketOpen() throws Exception {
        SSLContext breaking = SSLContext.getInstance("TLS");
        breaking.init(null, new TrustManager[] {new Breaking()}, null);
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server =
                        keys.server(guest -> {
                            try (guest) {
                                guest.awaitEnd();
                            } finally {
                                ended.countDown();
                            }
                        });
                LingerClient client = LingerClient.newBuilder().sslContext(breaking).build()) {
            assertThrows(
                    Throwable.class,
                    () -> client.send(request(server).build(), BodyHandlers.discarding()));
            assertTrue(ended.await(10, TimeUnit.SECONDS));
        }
    }

    /** As where a class of its own is missing. */
    private static final class Breaking extends X509ExtendedTrustManager {
        private static void check() {
            throw new NoClassDefFoundError("to be expected");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) {
            check();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String kind) {
            check();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) {
            check();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) {
            check();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String kind) {
            check();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Test
    void aHostWithADotAtItsEndIsAskedForAsItself() throws Exception {
        ServerSocket listener = keys.listenerForLocalhost();
        SSLParameters other = new SSLParameters();
        other.setServerNames(List.of(new SNIHostName("other.example")));
        try (RawServer server =
                        RawServer.start(
                                listener,
                                guest -> {
                                    guest.awaitRequest();
                                    guest.answer("ok").awaitEnd();
                                });
                RawServer proxy =
                        RawServer.start(guest -> {
                            guest.head();
                            guest.send("HTTP/1.1 200 Connected\r\n\r\n");
                            try (Socket onwards = new Socket()) {
                                onwards.connect(server.address());
                                guest.relay(onwards);
                            }
                        });
                LingerClient client =
                        LingerClient.newBuilder()
                                .sslContext(keys.context())
                                .sslParameters(other)
                                .proxy(ProxySelector.of(proxy.address()))
                                .build()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost./")).build();
            assertEquals("ok", client.send(request, BodyHandlers.ofString()).body());
        }
    }
}
