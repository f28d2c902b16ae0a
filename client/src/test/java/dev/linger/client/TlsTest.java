package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;
import dev.linger.testkit.Guest;
import dev.linger.testkit.RawServer;
import dev.linger.testkit.Spin;
import java.io.IOException;
import java.net.Authenticator;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Over TLS, with a certificate for localhost that the JDK's keytool has made. */
@Timeout(60)
class TlsTest {
    private static TestKeys keys;

    @BeforeAll
    static void makeKeys(@TempDir Path folder) throws Exception {
        keys = TestKeys.in(folder);
    }

    private static SSLContext context() throws Exception {
        return keys.context();
    }

    private static RawServer server(RawServer.Script script) throws Exception {
        return keys.server(script);
    }

    private static void echo(Guest guest) throws IOException {
        while (guest.awaitRequest()) {
            String request = guest.request();
            guest.answer(request.substring(request.indexOf("\r\n\r\n") + 4));
        }
    }

    private static URI uri(RawServer server) {
        return URI.create("https://localhost:" + server.address().getPort() + "/");
    }

    private static byte[] body(LingerClient client, URI uri, byte[] body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(body)).build();
        return client.send(request, BodyHandlers.ofByteArray()).body();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void exchangesOverOneConnection(String protocol) throws Exception {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {protocol});
        try (RawServer server = server(TlsTest::echo);
                LingerClient client =
                        LingerClient.newBuilder()
                                .sslContext(context())
                                .sslParameters(parameters)
                                .build()) {
            byte[] large = new byte[1 << 20];
            large[12345] = 1;
            for (byte[] one : new byte[][] {{1, 2, 3}, large, {4}}) {
                assertArrayEquals(one, body(client, uri(server), one));
            }
            assertEquals(1, server.connections());
            HttpRequest request = HttpRequest.newBuilder(uri(server)).build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertEquals(protocol, response.sslSession().orElseThrow().getProtocol());
        }
    }

    @Test
    void sessionsAreResumed() throws Exception {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.2"});
        try (RawServer server =
                        server(guest -> {
                            guest.awaitRequest();
                            guest.send("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
                        });
                LingerClient client =
                        LingerClient.newBuilder()
                                .sslContext(context())
                                .sslParameters(parameters)
                                .build()) {
            HttpRequest request = HttpRequest.newBuilder(uri(server)).build();
            byte[] first = session(client.send(request, BodyHandlers.discarding()));
            byte[] second = session(client.send(request, BodyHandlers.discarding()));
            assertArrayEquals(first, second);
            assertEquals(2, server.connections());
        }
    }

    private static byte[] session(HttpResponse<?> response) {
        return response.sslSession().orElseThrow().getId();
    }

    @Test
    void certificateForAnotherHostIsRefused() throws Exception {
        try (RawServer server = server(TlsTest::echo);
                LingerClient client = LingerClient.newBuilder().sslContext(context()).build()) {
            TlsFailedException e =
                    assertThrows(
                            TlsFailedException.class,
                            () -> body(client, byAddress(server), new byte[] {1}));
            assertTrue(String.valueOf(e.getMessage()).endsWith("; not delivered"), e.getMessage());
            Closing closing = e.life().orElseThrow().verdict().closing();
            assertEquals(CloseCause.TLS_FAILED, closing.cause());
            assertEquals(DecidedBy.CLIENT, closing.decidedBy());
            assertEquals(ClosedFirst.CLIENT, closing.closedFirst());
            assertEquals(Phase.CONNECTING, closing.phase());
            assertEquals(1, client.ledger().connections());
            assertEquals(1, client.ledger().closed(CloseCause.TLS_FAILED));
            assertEquals(0, client.figures().open());
        }
    }

    @Test
    void unknownIssuerIsRefused() throws Exception {
        try (RawServer server = server(TlsTest::echo);
                LingerClient client = LingerClient.newHttpClient()) {
            assertThrows(
                    SSLHandshakeException.class, () -> body(client, uri(server), new byte[] {1}));
            assertEquals(0, client.figures().open());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void aServerIsToldWhyItIsRefused(String protocol) throws Exception {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {protocol});
        CompletableFuture<String> told = new CompletableFuture<>();
        try (RawServer server =
                        server(guest -> {
                            try {
                                guest.awaitRequest();
                            } catch (IOException e) {
                                told.complete(String.valueOf(e.getMessage()));
                            }
                        });
                LingerClient client = LingerClient.newBuilder().sslParameters(parameters).build()) {
            assertThrows(
                    SSLHandshakeException.class, () -> body(client, uri(server), new byte[] {1}));
            assertTrue(told.get().contains("fatal alert: certificate_unknown"), told.get());
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, UNKNOWN", "TLSv1.2, NOT_DELIVERED"})
    void aServerThatRefusesTheClientsCertificateIsWhoEndsTls(String protocol, Delivery delivery)
            throws Exception {
        SSLParameters parameters = new SSLParameters();
        parameters.setProtocols(new String[] {protocol});
        SSLServerSocket strict = (SSLServerSocket) keys.listener();
        strict.setNeedClientAuth(true);
        try (RawServer server = RawServer.start(strict, TlsTest::echo);
                LingerClient client =
                        LingerClient.newBuilder()
                                .sslContext(keys.trustOnly())
                                .sslParameters(parameters)
                                .build()) {
            TlsFailedException e =
                    assertThrows(
                            TlsFailedException.class,
                            () -> body(client, uri(server), new byte[] {1}));
            assertInstanceOf(SSLException.class, e.getCause());
            Closing closing = e.life().orElseThrow().verdict().closing();
            assertEquals(CloseCause.TLS_FAILED, closing.cause(), e.getMessage());
            assertEquals(DecidedBy.SERVER, closing.decidedBy(), e.getMessage());
            assertEquals(delivery, e.delivery(), e.getMessage());
            assertTrue(
                    String.valueOf(e.getMessage()).contains("the server ended TLS with the alert "),
                    e.getMessage());
        }
    }

    @Test
    void serverThatShakesNoHandsTimesOut() throws Exception {
        Deadlines brief = Deadlines.defaults().withTls(Duration.ofMillis(100));
        try (RawServer server = RawServer.start(Guest::awaitEnd);
                LingerClient client =
                        LingerClient.newBuilder().sslContext(context()).deadlines(brief).build()) {
            ConnectDeadlineException e =
                    assertThrows(
                            ConnectDeadlineException.class,
                            () -> body(client, uri(server), new byte[] {1}));
            assertTrue(String.valueOf(e.getMessage()).contains("TLS handshake"));
            Throwable first = assertInstanceOf(ConnectDeadlineException.class, e.getCause());
            assertInstanceOf(ConnectException.class, first.getCause());
        }
    }

    @Test
    void eachHostIsAskedForAsItselfWhateverNamesTheProgramHasSet() throws Exception {
        ServerSocket listener = keys.listenerForLocalhost();
        SSLParameters other = new SSLParameters();
        other.setServerNames(List.of(new SNIHostName("other.example")));
        try (RawServer server = RawServer.start(listener, TlsTest::echo);
                LingerClient client =
                        LingerClient.newBuilder()
                                .sslContext(context())
                                .sslParameters(other)
                                .build()) {
            assertArrayEquals(new byte[] {1}, body(client, uri(server), new byte[] {1}));
        }
    }

    @Test
    void connectTimeoutCountsForTheHandshakeToo() throws Exception {
        try (RawServer server = RawServer.start(Guest::awaitEnd);
                LingerClient client =
                        LingerClient.newBuilder()
                                .sslContext(context())
                                .connectTimeout(Duration.ofSeconds(1))
                                .build()) {
            // By its address, for a cold resolver may take as long.
            ConnectDeadlineException e =
                    assertThrows(
                            ConnectDeadlineException.class,
                            () -> body(client, byAddress(server), new byte[] {1}));
            assertTrue(
                    String.valueOf(e.getMessage()).contains(" (limit tls=1000ms); not delivered"),
                    e.getMessage());
        }
    }

    private static URI byAddress(RawServer server) {
        return URI.create("https://127.0.0.1:" + server.address().getPort() + "/");
    }

    @Test
    void aRequestWhoseTimeIsOverInTheHandshakeIsToldSo() throws Exception {
        try (RawServer server = RawServer.start(Guest::awaitEnd);
                LingerClient client = LingerClient.newBuilder().sslContext(context()).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(byAddress(server))
                            .timeout(Duration.ofSeconds(1))
                            .build();
            ConnectDeadlineException e =
                    assertThrows(
                            ConnectDeadlineException.class,
                            () -> client.send(request, BodyHandlers.discarding()));
            String says = String.valueOf(e.getMessage());
            assertTrue(says.contains("TLS handshake"), says);
            assertTrue(says.contains(" (limit: the request's time); not delivered"), says);
        }
    }

    @Test
    void endOfAnIdleConnectionIsSeen() throws Exception {
        try (RawServer server =
                        server(guest -> {
                            guest.awaitRequest();
                            guest.answer("ok");
                        });
                LingerClient client = LingerClient.newBuilder().sslContext(context()).build()) {
            for (int i = 0; i < 3; i++) {
                body(client, uri(server), new byte[] {1});
                while (client.figures().open() > 0) {
                    Spin.turn();
                }
            }
            assertNotEquals(1, server.connections());
        }
    }

    @Test
    void tunnelsThroughAProxy() throws Exception {
        try (RawServer server = server(TlsTest::echo);
                RawServer proxy =
                        RawServer.start(guest -> {
                            guest.head();
                            connect(guest, server);
                        });
                LingerClient client =
                        LingerClient.newBuilder()
                                .sslContext(context())
                                .proxy(ProxySelector.of(proxy.address()))
                                .build()) {
            assertArrayEquals(new byte[] {7}, body(client, uri(server), new byte[] {7}));
            assertArrayEquals(new byte[] {8}, body(client, uri(server), new byte[] {8}));
            assertEquals(1, proxy.connections());
        }
    }

    @Test
    void whatAnOriginAsksAsAProxyIsForTheCaller() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        String question =
                RawServer.response("407 Who", "", "Proxy-Authenticate: Basic realm=\"r\"");
        try (RawServer server =
                        server(guest -> {
                            while (guest.awaitRequest()) {
                                requests.incrementAndGet();
                                guest.send(question);
                            }
                        });
                RawServer proxy =
                        RawServer.start(guest -> {
                            guest.head();
                            connect(guest, server);
                        });
                LingerClient client =
                        LingerClient.newBuilder()
                                .sslContext(context())
                                .authenticator(new Authenticator() {})
                                .proxy(ProxySelector.of(proxy.address()))
                                .build()) {
            HttpRequest request = HttpRequest.newBuilder(uri(server)).build();
            assertEquals(407, client.send(request, BodyHandlers.discarding()).statusCode());
            assertEquals(1, requests.get());
        }
    }

    private static void connect(Guest guest, RawServer server) throws Exception {
        guest.send("HTTP/1.1 200 Connected\r\n\r\n");
        try (Socket onwards =
                new Socket(server.address().getAddress(), server.address().getPort())) {
            guest.relay(onwards);
        }
    }

    @Test
    void tunnelIsOpenToRequestsThatDoNotPayForIt() throws Exception {
        try (RawServer server = server(TlsTest::echo);
                RawServer proxy =
                        RawServer.start(guest -> {
                            if (guest.head().contains("Proxy-Authorization: Basic mine\r\n")) {
                                connect(guest, server);
                            }
                        });
                LingerClient client =
                        LingerClient.newBuilder()
                                .sslContext(context())
                                .proxy(ProxySelector.of(proxy.address()))
                                .build()) {
            HttpRequest pays =
                    HttpRequest.newBuilder(uri(server))
                            .header("Proxy-Authorization", "Basic mine")
                            .build();
            assertEquals(200, client.send(pays, BodyHandlers.discarding()).statusCode());
            assertArrayEquals(new byte[] {8}, body(client, uri(server), new byte[] {8}));
            assertEquals(1, proxy.connections());
        }
    }

    @Test
    void sessionCanBeLookedAtAndNotBeEnded() throws Exception {
        try (RawServer server = server(TlsTest::echo);
                LingerClient client = LingerClient.newBuilder().sslContext(context()).build()) {
            HttpRequest request = HttpRequest.newBuilder(uri(server)).build();
            SSLSession session =
                    client.send(request, BodyHandlers.discarding()).sslSession().orElseThrow();
            assertThrows(UnsupportedOperationException.class, session::invalidate);
            assertThrows(
                    UnsupportedOperationException.class, () -> session.putValue("mine", "yes"));
            assertThrows(UnsupportedOperationException.class, () -> session.removeValue("mine"));
            assertTrue(session.isValid());
            assertEquals("localhost", session.getPeerHost());
            assertEquals(1, session.getPeerCertificates().length);
        }
    }
}
