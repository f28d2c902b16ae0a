package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.Guest;
import dev.linger.testkit.RawServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a streamed body leaves, and when it does no more. */
@Timeout(30)
class StreamingTest {
    private static final int PIECE = 64 << 10;
    private static final int PIECES = 48;

    private final LingerClient client = LingerClient.newHttpClient();
    private final CountDownLatch reached = new CountDownLatch(1);

    private static HttpRequest put(RawServer server, HttpRequest.BodyPublisher publisher) {
        return HttpRequest.newBuilder(server.uri("/")).PUT(publisher).build();
    }

    private String get(RawServer server) throws IOException, InterruptedException {
        return client.send(HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.ofString())
                .body();
    }

    /** What is done on each demand. */
    private static HttpRequest.BodyPublisher publisher(
            long length, Consumer<Flow.Subscriber<? super ByteBuffer>> demanded) {
        Flow.Publisher<ByteBuffer> source =
                subscriber ->
                        subscriber.onSubscribe(
                                new Flow.Subscription() {
                                    @Override
                                    public void request(long count) {
                                        demanded.accept(subscriber);
                                    }

                                    @Override
                                    public void cancel() {}
                                });
        return length < 0
                ? BodyPublishers.fromPublisher(source)
                : BodyPublishers.fromPublisher(source, length);
    }

    private static void uninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStreamThatWasReadFromIsNotSentAgainWithoutItsBeginning() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            requests.add(guest.request());
                            guest.answer("ok");
                            if (guest.number() == 1) {
                                guest.awaitRequest();
                            }
                        });
                client) {
            get(server);
            InputStream shared = new ByteArrayInputStream(new byte[100]);
            HttpRequest request = put(server, BodyPublishers.ofInputStream(() -> shared));
            BrokenExchangeException e =
                    assertThrows(
                            BrokenExchangeException.class,
                            () -> client.send(request, BodyHandlers.discarding()));
            String says = String.valueOf(e.getMessage());
            assertTrue(says.endsWith("its body was asked for, and may come but once"), says);
            assertEquals(1, requests.size());
        }
    }

    private RawServer tellingOfTheHead(int bodyBytes) throws IOException {
        return RawServer.start(guest -> {
            guest.head();
            reached.countDown();
            guest.read(bodyBytes);
            guest.answer("ok").awaitEnd();
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {10_000, -1})
    void theHeadDoesNotWaitForAPublisherThatGivesLater(long length) throws Exception {
        try (RawServer server = tellingOfTheHead(10_000);
                client) {
            AtomicInteger demands = new AtomicInteger();
            HttpRequest.BodyPublisher later =
                    publisher(
                            length,
                            subscriber -> {
                                if (demands.getAndIncrement() > 0) {
                                    subscriber.onComplete();
                                    return;
                                }
                                Thread.startVirtualThread(() -> {
                                    uninterruptibly(reached);
                                    subscriber.onNext(ByteBuffer.allocate(10_000));
                                });
                            });
            assertEquals("ok", client.send(put(server, later), BodyHandlers.ofString()).body());
        }
    }

    @Test
    void theHeadDoesNotWaitForAStreamThatBlocks() throws Exception {
        InputStream slow =
                new InputStream() {
                    @Override
                    public int read() {
                        uninterruptibly(reached);
                        return -1;
                    }

                    @Override
                    public int read(byte[] into, int from, int length) {
                        return read();
                    }
                };
        try (RawServer server = tellingOfTheHead("0\r\n\r\n".length());
                client) {
            HttpRequest request = put(server, BodyPublishers.ofInputStream(() -> slow));
            assertEquals("ok", client.send(request, BodyHandlers.ofString()).body());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRefusalIsReadWhileThePublisherIsSilent(boolean closes) throws Exception {
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.head();
                            guest.send(RawServer.response("413 No", "big"));
                            if (!closes) {
                                guest.awaitEnd();
                            }
                        });
                client) {
            HttpResponse<String> response =
                    client.send(put(server, publisher(-1, _ -> {})), BodyHandlers.ofString());
            assertEquals(413, response.statusCode());
            assertEquals("big", response.body());
            assertEquals(0, client.figures().open());
        }
    }

    @Test
    void aSuccessIsReadWhileThePublisherIsSilentOnceTheServerHasClosed() throws Exception {
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.head();
                            guest.answer("ok");
                        });
                client) {
            assertEquals(
                    "ok",
                    client.send(put(server, publisher(-1, _ -> {})), BodyHandlers.ofString())
                            .body());
        }
    }

    @Test
    void aCloseIsSeenWhileThePublisherIsSilent() throws Exception {
        try (RawServer server = RawServer.start(Guest::head);
                client) {
            BrokenExchangeException e =
                    assertThrows(
                            BrokenExchangeException.class,
                            () ->
                                    client.send(
                                            put(server, publisher(-1, _ -> {})),
                                            BodyHandlers.discarding()));
            assertTrue(String.valueOf(e.getMessage()).contains("closed"), e.getMessage());
        }
    }

    /** Begins once the server has answered, and then never waits. */
    private HttpRequest.BodyPublisher onceAnswered(AtomicInteger given) {
        return publisher(
                (long) PIECES * PIECE,
                subscriber -> {
                    uninterruptibly(reached);
                    if (given.getAndIncrement() < PIECES) {
                        subscriber.onNext(ByteBuffer.allocate(PIECE));
                    } else {
                        subscriber.onComplete();
                    }
                });
    }

    @Test
    void aRefusalEndsABodyThatTheServerWouldTake() throws Exception {
        AtomicInteger given = new AtomicInteger();
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.send(RawServer.response("401 Who", "who"));
                            reached.countDown();
                            guest.awaitEnd();
                        });
                client) {
            HttpResponse<String> response =
                    client.send(put(server, onceAnswered(given)), BodyHandlers.ofString());
            assertEquals("who", response.body());
            assertTrue(given.get() < PIECES, given + " pieces");
        }
    }

    @Test
    void aSuccessBeforeTheEndOfTheBodyDoesNotEndThat() throws Exception {
        CompletableFuture<Integer> read = new CompletableFuture<>();
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.answer("early");
                            reached.countDown();
                            guest.head();
                            read.complete(guest.read(PIECES * PIECE));
                            guest.awaitRequest();
                            guest.answer("next").awaitEnd();
                        });
                client) {
            HttpRequest request = put(server, onceAnswered(new AtomicInteger()));
            assertEquals("early", client.send(request, BodyHandlers.ofString()).body());
            assertEquals(PIECES * PIECE, read.get());
            assertEquals("next", get(server));
            assertEquals(1, server.connections());
        }
    }

    @Test
    void anAnswerThatIsTooMuchToHoldIsAFailureAndNoHang() throws Exception {
        int size = 64 << 20;
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.head();
                            guest.send("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                            String piece = "x".repeat(1 << 20);
                            for (int done = 0; done < size; done += piece.length()) {
                                guest.send(piece); // and reads nothing before that is done
                            }
                        });
                client) {
            HttpRequest request = put(server, BodyPublishers.ofByteArray(new byte[size]));
            IOException e =
                    assertThrows(
                            IOException.class,
                            () -> client.send(request, BodyHandlers.discarding()));
            assertTrue(
                    String.valueOf(e.getMessage()).contains("16 MiB of its answer"), e::toString);
        }
    }

    @Test
    void anAnswerThatComesWhileTheRequestIsSentIsHeld() throws Exception {
        int size = 8 << 20;
        // The client is stopped again and again.
        ServerSocket narrow = new ServerSocket();
        narrow.setReceiveBufferSize(8192);
        narrow.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        try (RawServer server =
                        RawServer.start(
                                narrow,
                                guest -> {
                                    guest.head();
                                    guest.send(
                                            "HTTP/1.1 200 OK\r\nContent-Length: "
                                                    + size
                                                    + "\r\n\r\n");
                                    for (int done = 0; done < size; done += PIECE) {
                                        guest.read(PIECE);
                                        guest.send("x".repeat(PIECE));
                                    }
                                    guest.awaitRequest();
                                    guest.answer("next").awaitEnd();
                                });
                client) {
            HttpRequest request = put(server, BodyPublishers.ofByteArray(new byte[size]));
            assertEquals(size, client.send(request, BodyHandlers.ofByteArray()).body().length);
            assertEquals("next", get(server));
            assertEquals(1, server.connections());
        }
    }
}
