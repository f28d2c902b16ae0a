package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.DecidedBy;
import dev.linger.life.Manner;
import dev.linger.life.Phase;
import dev.linger.testkit.Misbehaviour;
import dev.linger.testkit.RawServer;
import dev.linger.testkit.Spin;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What goes wrong, and what callers are told. */
@Timeout(60)
class FailureTest {
    private static String says(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private final LingerClient client = LingerClient.newHttpClient();

    /** Who gives a body up does not wait for the end of its connection. */
    @AfterEach
    void noConnectionIsLeft() {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (client.figures().open() > 0 && System.nanoTime() < until) {
            Thread.onSpinWait();
        }
        assertEquals(0, client.figures().open());
        client.close();
    }

    private <T extends Exception> T fails(Class<T> type, RawServer server) {
        return fails(type, HttpRequest.newBuilder(server.uri("/")).build());
    }

    private <T extends Exception> T fails(Class<T> type, HttpRequest request) {
        return assertThrows(type, () -> client.send(request, BodyHandlers.ofString()));
    }

    private static Closing closing(Explained e) {
        return e.life().orElseThrow().verdict().closing();
    }

    /** Serves each request with this, and closes. */
    private static RawServer closingAfter(String response) throws IOException {
        return RawServer.start(guest -> {
            guest.awaitRequest();
            guest.send(response);
        });
    }

    @Test
    void closeWithoutAnswerIsTheServers() throws Exception {
        try (RawServer server = closingAfter("")) {
            BrokenExchangeException e = fails(BrokenExchangeException.class, server);
            Closing closing = closing(e);
            assertEquals(CloseCause.NO_RESPONSE, closing.cause());
            assertEquals(DecidedBy.SERVER, closing.decidedBy());
            assertEquals(ClosedFirst.SERVER, closing.closedFirst());
            assertEquals(Phase.HANDLING, closing.phase());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void requestThatWasReadIsDeliveredOnAFirstUseToo() throws Exception {
        try (RawServer server = closingAfter("")) {
            BrokenExchangeException e = fails(BrokenExchangeException.class, server);
            assertEquals(
                    "the server closed the connection and sent no bytes of an answer (first use);"
                            + " delivered",
                    e.getMessage());
        }
    }

    @Test
    void truncatedBodySaysHowFarItCame() throws Exception {
        try (RawServer server = closingAfter("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")) {
            BrokenExchangeException e = fails(BrokenExchangeException.class, server);
            assertEquals(
                    "the server closed after 3 bytes of the 100 that its response announced"
                            + " (fixed content-length) (first use); delivered",
                    e.getMessage());
            assertEquals(CloseCause.TRUNCATED, closing(e).cause());
            assertEquals(Phase.RESPONSE_BODY, closing(e).phase());
            assertEquals(Delivery.DELIVERED, e.delivery());
        }
    }

    @Test
    void headThatEndsSaysWhereItEnded() throws Exception {
        try (RawServer server = closingAfter("HTTP/1.1 20")) {
            BrokenExchangeException e = fails(BrokenExchangeException.class, server);
            assertTrue(says(e).contains("inside the status line of its response"), says(e));
        }
        try (RawServer server = closingAfter("HTTP/1.1 200 OK\r\nContent-Le")) {
            BrokenExchangeException e = fails(BrokenExchangeException.class, server);
            assertTrue(says(e).contains("inside the header section of its response"), says(e));
        }
    }

    @Test
    void missingLastChunkIsATruncation() throws Exception {
        try (RawServer server =
                closingAfter("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n")) {
            BrokenExchangeException e = fails(BrokenExchangeException.class, server);
            assertTrue(
                    says(e).contains("before its end was told (chunked transfer encoding)"),
                    e.getMessage());
            assertEquals(CloseCause.TRUNCATED, closing(e).cause());
        }
    }

    @Test
    void truncatedHeadIsATruncation() throws Exception {
        try (RawServer server = closingAfter("HTTP/1.1 200 OK\r\nContent-Le")) {
            BrokenExchangeException e = fails(BrokenExchangeException.class, server);
            assertEquals(CloseCause.TRUNCATED, closing(e).cause());
            assertEquals(Phase.RESPONSE_HEAD, closing(e).phase());
        }
    }

    @Test
    void resetInABodyIsTold() throws Exception {
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.awaitRequest();
                    guest.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
                    guest.does(new Misbehaviour.Stall(Duration.ofMillis(50)));
                    guest.does(new Misbehaviour.Reset());
                })) {
            BrokenExchangeException e = fails(BrokenExchangeException.class, server);
            assertTrue(
                    says(e).contains("reset the connection after 3 bytes of the 100"),
                    e.getMessage());
            assertEquals(CloseCause.TRUNCATED, closing(e).cause());
        }
    }

    @Test
    void whatIsNoHttpIsABadMessage() throws Exception {
        for (String response :
                new String[] {
                    "SSH-2.0-OpenSSH\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n\r\n",
                    "HTTP/1.1 200 OK\r\nLong: " + "x".repeat(400_000) + "\r\n\r\n"
                }) {
            try (RawServer server = closingAfter(response)) {
                BadResponseException e = fails(BadResponseException.class, server);
                assertEquals(CloseCause.BAD_MESSAGE, closing(e).cause(), e.getMessage());
                assertTrue(says(e).contains("(RFC "), e.getMessage());
            }
        }
    }

    @Test
    void refusedConnectionIsAConnectException() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        URI uri = URI.create("http://127.0.0.1:" + port + "/");
        ConnectException e = fails(ConnectException.class, HttpRequest.newBuilder(uri).build());
        assertEquals(
                "127.0.0.1:"
                        + port
                        + ": connection refused: nobody listens there (RST in answer to SYN);"
                        + " not delivered",
                e.getMessage());
    }

    @Test
    void unknownNameIsAConnectException() {
        URI uri = URI.create("http://no-such-host.invalid/");
        NotConnectedException e =
                fails(NotConnectedException.class, HttpRequest.newBuilder(uri).build());
        assertTrue(says(e).contains("no-such-host.invalid"), e.getMessage());
    }

    @Test
    void requestTimeoutCountsToTheHead() throws Exception {
        try (RawServer server = RawServer.start(guest -> guest.awaitEnd())) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/")).timeout(Duration.ofSeconds(1)).build();
            DeadlinePassedException e = fails(DeadlinePassedException.class, request);
            HttpTimeoutException expected = e;
            assertTrue(says(expected).startsWith("request timed out"), says(expected));
            assertEquals(CloseCause.RESPONSE_TIMEOUT, closing(e).cause());
            assertEquals(DecidedBy.CLIENT, closing(e).decidedBy());
            assertEquals(Phase.HANDLING, closing(e).phase());
        }
    }

    @Test
    void unansweredConnectTimesOut() throws Exception {
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                LingerClient impatient =
                        LingerClient.newBuilder().connectTimeout(Duration.ofMillis(200)).build();
                java.net.Socket one = new java.net.Socket();
                java.net.Socket two = new java.net.Socket()) {
            one.connect(full.getLocalSocketAddress());
            two.connect(full.getLocalSocketAddress());
            URI uri = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/");
            HttpRequest request = HttpRequest.newBuilder(uri).build();
            HttpConnectTimeoutException e =
                    assertThrows(
                            HttpConnectTimeoutException.class,
                            () -> impatient.send(request, BodyHandlers.discarding()));
            assertTrue(says(e).contains("the SYN was not answered"), e.getMessage());
        }
    }

    @Test
    void eachDeadlineMeasuresItsOwnThing() throws Exception {
        Duration brief = Duration.ofMillis(60);
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.awaitRequest();
                    guest.answer("ok");
                    guest.awaitRequest();
                    guest.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
                    guest.awaitEnd();
                })) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            for (Deadlines deadlines :
                    new Deadlines[] {
                        Deadlines.defaults().withBetweenBytes(brief),
                        Deadlines.defaults().withWhole(Duration.ofSeconds(1))
                    }) {
                client.send(request, BodyHandlers.discarding());
                DeadlinePassedException e =
                        assertThrows(
                                DeadlinePassedException.class,
                                () ->
                                        client.with(deadlines)
                                                .send(request, BodyHandlers.ofString()));
                assertEquals(CloseCause.BODY_TIMEOUT, closing(e).cause());
                assertTrue(says(e).contains("after 3 bytes"), e.getMessage());
            }
        }
        try (RawServer server = RawServer.start(guest -> guest.awaitEnd())) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            LingerClient impatient = client.with(Deadlines.defaults().withFirstByte(brief));
            DeadlinePassedException e =
                    assertThrows(
                            DeadlinePassedException.class,
                            () -> impatient.send(request, BodyHandlers.ofString()));
            assertEquals(CloseCause.RESPONSE_TIMEOUT, closing(e).cause());
        }
        try (RawServer server =
                RawServer.start(
                        guest -> guest.does(new Misbehaviour.Stall(Duration.ofSeconds(20))))) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .POST(BodyPublishers.ofByteArray(new byte[64 << 20]))
                            .build();
            LingerClient impatient = client.with(Deadlines.defaults().withWrite(brief));
            DeadlinePassedException e =
                    assertThrows(
                            DeadlinePassedException.class,
                            () -> impatient.send(request, BodyHandlers.ofString()));
            assertEquals(CloseCause.WRITE_TIMEOUT, closing(e).cause());
            // A FIN would stay behind what the server does not take.
            assertEquals(Manner.RESET, closing(e).manner());
        }
    }

    @Test
    void smallPiecesThatNobodyTakesEndByTheDeadlineToo() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.head();
                    over.await();
                })) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .POST(
                                    BodyPublishers.ofByteArrays(
                                            Collections.nCopies(64 << 10, new byte[1 << 10])))
                            .build();
            LingerClient impatient =
                    client.with(Deadlines.defaults().withWrite(Duration.ofMillis(60)));
            DeadlinePassedException e =
                    assertThrows(
                            DeadlinePassedException.class,
                            () -> impatient.send(request, BodyHandlers.ofString()));
            assertEquals(CloseCause.WRITE_TIMEOUT, closing(e).cause());
            over.countDown();
        }
    }

    @Test
    void afterAnInterimResponseTheServerHasItsTimeForTheFirstByteAgain() throws Exception {
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.send("HTTP/1.1 103 Early Hints\r\n\r\n");
                            guest.awaitByte(Duration.ofMillis(500));
                            guest.answer("ok");
                        });
                LingerClient impatient =
                        LingerClient.newBuilder()
                                .deadlines(
                                        Deadlines.defaults()
                                                .withBetweenBytes(Duration.ofMillis(100)))
                                .build()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            assertEquals("ok", impatient.send(request, BodyHandlers.ofString()).body());
        }
    }

    @Test
    void interruptedCallerLeavesNoConnection() throws Exception {
        try (RawServer server = RawServer.start(guest -> guest.awaitEnd())) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            for (Thread.Builder kind :
                    new Thread.Builder[] {Thread.ofVirtual(), Thread.ofPlatform()}) {
                Exception[] thrown = {null};
                Thread caller =
                        kind.start(() -> {
                            try {
                                client.send(request, BodyHandlers.ofString());
                            } catch (IOException | InterruptedException e) {
                                thrown[0] = e;
                            }
                        });
                int before = server.connections();
                while (server.connections() == before
                        && caller.getState() != Thread.State.WAITING
                        && client.figures().open() == 0) {
                    Spin.turn();
                }
                caller.interrupt();
                caller.join();
                assertTrue(thrown[0] instanceof InterruptedException, String.valueOf(thrown[0]));
            }
        }
    }

    @Test
    void callerInterruptedInABodyIsWhoAbandonedIt() throws Exception {
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.awaitRequest();
                    guest.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
                    guest.awaitEnd();
                })) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            for (Thread.Builder kind :
                    new Thread.Builder[] {Thread.ofVirtual(), Thread.ofPlatform()}) {
                CompletableFuture<Exception> thrown = new CompletableFuture<>();
                CountDownLatch reading = new CountDownLatch(1);
                Thread caller =
                        kind.start(() -> {
                            try {
                                client.send(
                                        request,
                                        info -> {
                                            reading.countDown();
                                            return BodyHandlers.ofString().apply(info);
                                        });
                            } catch (IOException | InterruptedException e) {
                                thrown.complete(e);
                            }
                        });
                reading.await();
                caller.interrupt();
                assertTrue(thrown.get() instanceof InterruptedException, thrown.get().toString());
            }
            assertEquals(2, client.ledger().closed(CloseCause.ABANDONED));
            assertEquals(2, client.ledger().closed());
        }
    }

    /** It may hold a file, as that of ofFile does. */
    @Test
    void aSubscriberIsToldThatItsCallerWasInterrupted() throws Exception {
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.awaitRequest();
                    guest.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
                    guest.awaitEnd();
                })) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            CountDownLatch reading = new CountDownLatch(1);
            CompletableFuture<Throwable> told = new CompletableFuture<>();
            CompletableFuture<Exception> thrown = new CompletableFuture<>();
            Thread caller =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    client.send(request, _ -> new Holding(reading, told));
                                } catch (IOException | InterruptedException e) {
                                    thrown.complete(e);
                                }
                            });
            reading.await();
            caller.interrupt();
            assertTrue(thrown.get() instanceof InterruptedException, thrown.get().toString());
            assertTrue(told.get(10, TimeUnit.SECONDS) instanceof IOException);
        }
    }

    /** Waits for more of the body than comes. */
    private record Holding(CountDownLatch reading, CompletableFuture<Throwable> told)
            implements BodySubscriber<Void> {
        @Override
        public CompletionStage<Void> getBody() {
            return new CompletableFuture<>();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> part) {
            reading.countDown();
        }

        @Override
        public void onError(Throwable why) {
            told.complete(why);
        }

        @Override
        public void onComplete() {
            told.complete(new AssertionError("complete"));
        }
    }

    @Test
    void failedPublisherLeavesNoConnection() throws Exception {
        try (RawServer server = RawServer.start(guest -> guest.awaitEnd())) {
            HttpRequest tooFew =
                    HttpRequest.newBuilder(server.uri("/"))
                            .POST(
                                    BodyPublishers.fromPublisher(
                                            BodyPublishers.ofByteArray(new byte[10]), 100_000))
                            .build();
            IOException e = fails(IOException.class, tooFew);
            assertTrue(
                    says(e).contains("Too few bytes returned by the request's publisher"),
                    e.getMessage());
            HttpRequest failing =
                    HttpRequest.newBuilder(server.uri("/"))
                            .POST(
                                    BodyPublishers.fromPublisher(subscriber ->
                                            subscriber.onError(new IOException("disk gone"))))
                            .build();
            assertTrue(says(fails(IOException.class, failing)).contains("disk gone"));
        }
    }

    @Test
    void aPublisherThatGivesNothingTimesTheRequestOut() throws Exception {
        try (RawServer server = RawServer.start(guest -> guest.awaitEnd())) {
            for (long length : new long[] {5, 100_000}) {
                HttpRequest stalled =
                        HttpRequest.newBuilder(server.uri("/"))
                                .timeout(Duration.ofSeconds(1))
                                .POST(BodyPublishers.fromPublisher(_ -> {}, length))
                                .build();
                HttpTimeoutException e = fails(HttpTimeoutException.class, stalled);
                assertTrue(says(e).contains("the publisher"), e.getMessage());
            }
            assertEquals(1, client.ledger().closed(CloseCause.ABANDONED));
        }
    }

    @Test
    void whatAPublisherFailsWithIsNotBlamedOnTheServerNorSentAgain() throws Exception {
        int[] subscribed = {0};
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.awaitRequest();
                    guest.answer("ok");
                    guest.awaitEnd();
                })) {
            client.send(HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.discarding());
            HttpRequest failing =
                    HttpRequest.newBuilder(server.uri("/"))
                            .PUT(
                                    BodyPublishers.fromPublisher(
                                            subscriber -> {
                                                subscribed[0]++;
                                                subscriber.onError(
                                                        new java.net.SocketException(
                                                                "Connection reset"));
                                            },
                                            100_000))
                            .build();
            BrokenExchangeException e = fails(BrokenExchangeException.class, failing);
            assertEquals(CloseCause.ABANDONED, closing(e).cause());
            assertEquals(DecidedBy.CLIENT, closing(e).decidedBy());
            assertEquals(1, subscribed[0]);
            assertEquals(1, server.connections());
        }
    }

    @Test
    void redirectLoopIsAnError() throws Exception {
        try (RawServer server =
                        RawServer.answering(
                                "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n");
                LingerClient following =
                        LingerClient.newBuilder()
                                .followRedirects(java.net.http.HttpClient.Redirect.NORMAL)
                                .build()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            IOException e =
                    assertThrows(
                            IOException.class,
                            () -> following.send(request, BodyHandlers.discarding()));
            assertTrue(says(e).contains("round in a circle"), e.getMessage());
        }
    }

    @Test
    void closedClientSaysSo() {
        client.close();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:1/")).build();
        IOException e = fails(IOException.class, request);
        assertTrue(says(e).contains("the client is closed"), e.getMessage());
    }
}
