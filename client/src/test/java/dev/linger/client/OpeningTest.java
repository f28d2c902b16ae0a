package dev.linger.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.http.MessageWriter;
import dev.linger.testkit.Guest;
import dev.linger.testkit.RawServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets a connection, and what bounds the way to it. */
@Timeout(30)
class OpeningTest {
    private static HttpRequest get(URI uri) {
        return HttpRequest.newBuilder(uri).build();
    }

    private static void serve(Guest guest) throws IOException {
        while (guest.awaitRequest()) {
            guest.answer("ok");
        }
    }

    @Test
    void aConnectDeadlineThatNeverPassesIsNone() throws Exception {
        try (RawServer server = RawServer.start(OpeningTest::serve)) {
            int port = server.address().getPort();
            List<InetSocketAddress> two =
                    List.of(
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port),
                            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), port));
            try (SocketChannel channel = new Dialer(null).race(two, Waits.by(0))) {
                assertTrue(channel.isConnected());
            }
        }
    }

    @Test
    void aLocalAddressOfAnotherHostIsNoLackOfPorts() throws Exception {
        try (RawServer server = RawServer.start(OpeningTest::serve);
                LingerClient client =
                        LingerClient.newBuilder()
                                .localAddress(InetAddress.ofLiteral("192.0.2.1"))
                                .build()) {
            IOException e =
                    assertThrows(
                            IOException.class,
                            () -> client.send(get(server.uri("/")), BodyHandlers.discarding()));
            assertTrue(
                    String.valueOf(e.getMessage()).contains("192.0.2.1 is none of this host's"),
                    e.getMessage());
        }
    }

    @Test
    void shutdownNowEndsTheWaitForATunnel() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (RawServer proxy =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            asked.countDown();
                            guest.awaitEnd();
                        });
                LingerClient client =
                        LingerClient.newBuilder()
                                .proxy(ProxySelector.of(proxy.address()))
                                .build()) {
            CompletableFuture<HttpResponse<Void>> response =
                    client.sendAsync(
                            get(URI.create("https://example.invalid/")), BodyHandlers.discarding());
            asked.await();
            client.shutdownNow();
            ExecutionException e = assertThrows(ExecutionException.class, response::get);
            assertTrue(String.valueOf(e.getCause()).contains("the client is closed"), e.toString());
        }
    }

    @Test
    void aProxyThatDoesNotAnswerConnectIsLateByTheConnectDeadline() throws Exception {
        try (RawServer proxy = RawServer.start(Guest::awaitEnd);
                LingerClient client =
                        LingerClient.newBuilder()
                                .proxy(ProxySelector.of(proxy.address()))
                                .deadlines(Deadlines.defaults().withConnect(Duration.ofMillis(500)))
                                .build()) {
            IOException e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    client.send(
                                            get(URI.create("https://example.invalid/")),
                                            BodyHandlers.discarding()));
            assertInstanceOf(ConnectDeadlineException.class, e);
        }
    }

    @Test
    void whoWaitsForAFullOriginEndsNoConnectionOfAnother() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        PoolLimits tight =
                PoolLimits.defaults()
                        .withInAll(2)
                        .withPerOrigin(1)
                        .withWaiting(Duration.ofMillis(300));
        try (RawServer full =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            asked.countDown();
                            guest.awaitEnd();
                        });
                RawServer other = RawServer.start(OpeningTest::serve);
                LingerClient client = LingerClient.newBuilder().poolLimits(tight).build()) {
            client.send(get(other.uri("/")), BodyHandlers.discarding());
            CompletableFuture<HttpResponse<Void>> busy =
                    client.sendAsync(get(full.uri("/")), BodyHandlers.discarding());
            asked.await();
            assertThrows(
                    ConnectDeadlineException.class,
                    () -> client.send(get(full.uri("/")), BodyHandlers.discarding()));
            assertEquals(0, client.ledger().closed());
            client.shutdownNow();
            assertThrows(ExecutionException.class, busy::get);
        }
    }

    @Test
    void aBodyOfUnknownLengthIsNotSentInHttp10() throws Exception {
        try (RawServer server = RawServer.start(OpeningTest::serve);
                LingerClient client = LingerClient.newBuilder().http10().build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .POST(BodyPublishers.ofInputStream(InputStream::nullInputStream))
                            .build();
            IOException e =
                    assertThrows(
                            IOException.class,
                            () -> client.send(request, BodyHandlers.discarding()));
            assertTrue(
                    String.valueOf(e.getMessage()).contains("HTTP/1.0 has no chunked bodies"),
                    e.getMessage());
            assertEquals(0, client.figures().open());
        }
    }

    @Test
    void aNameWithoutAnAddressSaysSo() throws Exception {
        try (LingerClient client = LingerClient.newHttpClient()) {
            IOException e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    client.send(
                                            get(URI.create("http://name.invalid/")),
                                            BodyHandlers.discarding()));
            assertTrue(
                    String.valueOf(e.getMessage()).contains("name.invalid has no address"),
                    e.getMessage());
        }
    }

    @Test
    void theZoneOfAnAddressIsAsItWasGivenAndLeavesNoHost() throws Exception {
        URI uri = URI.create("http://[FE80::1%enP2p1s0]:8080/");
        assertEquals("fe80::1%enP2p1s0", WireRequest.host(uri));
        assertEquals("[fe80::1]:8080", asked(uri).route.authority());
        String head = head(uri);
        assertTrue(head.contains("\r\nHost: [FE80::1]:8080\r\n"), head);
    }

    private static WireRequest asked(URI uri) {
        return new WireRequest(get(uri), null, Map.of(), 1, true);
    }

    private static String head(URI uri) throws IOException {
        MessageWriter out = new MessageWriter(256);
        asked(uri).writeHead(out);
        return new String(out.bytes(), 0, out.length(), ISO_8859_1);
    }

    @Test
    void theDotOfAnAbsoluteNameIsNoPartOfHost() throws Exception {
        String head = head(URI.create("http://example.com.:8080/"));
        assertTrue(head.contains("\r\nHost: example.com:8080\r\n"), head);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aPortThatIsNoneIsTheSameMistakeOnEveryThread(boolean virtual) throws Exception {
        try (LingerClient client = LingerClient.newHttpClient()) {
            FutureTask<Integer> task =
                    new FutureTask<>(() ->
                            client.send(
                                            get(URI.create("http://127.0.0.1:70000/")),
                                            BodyHandlers.discarding())
                                    .statusCode());
            (virtual ? Thread.ofVirtual() : Thread.ofPlatform()).start(task);
            ExecutionException e = assertThrows(ExecutionException.class, task::get);
            assertInstanceOf(IllegalArgumentException.class, e.getCause());
        }
    }
}
