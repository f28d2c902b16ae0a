package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.testkit.Guest;
import dev.linger.testkit.Misbehaviour;
import dev.linger.testkit.RawServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What ends an upload before its end. */
@Timeout(30)
class UploadTest {
    private static final int PIECE = 64 << 10;

    private final LingerClient client = LingerClient.newHttpClient();
    private final Semaphore closed = new Semaphore(0);

    @AfterEach
    void noConnectionIsLeft() {
        assertEquals(0, client.figures().open());
        client.close();
    }

    /** What a publisher does when it is asked. */
    private interface Source {
        void give(Flow.Subscriber<? super ByteBuffer> subscriber);
    }

    private static HttpRequest.BodyPublisher publisher(
            long length, Source source, AtomicBoolean cancelled) {
        return BodyPublishers.fromPublisher(
                subscriber ->
                        subscriber.onSubscribe(
                                new Flow.Subscription() {
                                    @Override
                                    public void request(long count) {
                                        source.give(subscriber);
                                    }

                                    @Override
                                    public void cancel() {
                                        cancelled.set(true);
                                    }
                                }),
                length);
    }

    private static HttpRequest put(RawServer server, HttpRequest.BodyPublisher publisher) {
        return HttpRequest.newBuilder(server.uri("/")).PUT(publisher).build();
    }

    /** Leaves the upload unread: what comes after its close, or in its place, is a reset. */
    private RawServer refusing(String answer, boolean resetsOnly) throws IOException {
        return RawServer.start(guest -> {
            guest.awaitRequest();
            guest.answer("ok");
            guest.head();
            guest.awaitUnread();
            guest.send(answer);
            if (resetsOnly) {
                guest.does(new Misbehaviour.Reset());
            }
            guest.close();
            closed.release();
        });
    }

    /** A piece at once, and more once the server has closed. */
    private HttpRequest afterTheClose(RawServer server, AtomicBoolean cancelled) {
        AtomicBoolean first = new AtomicBoolean(true);
        Source source =
                subscriber -> {
                    if (!first.getAndSet(false)) {
                        closed.acquireUninterruptibly();
                    }
                    subscriber.onNext(ByteBuffer.allocate(PIECE));
                };
        return put(server, publisher(10 * PIECE, source, cancelled));
    }

    private void firstExchange(RawServer server) throws Exception {
        client.send(HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.discarding());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @EnabledOnOs(OS.LINUX)
    void anAnswerBeforeTheResetOfItsConnectionIsTaken(boolean resetsOnly) throws Exception {
        AtomicBoolean cancelled = new AtomicBoolean();
        try (RawServer server =
                refusing(
                        "HTTP/1.1 100 Continue\r\n\r\n" + RawServer.response("413 No", "big"),
                        resetsOnly)) {
            firstExchange(server);
            HttpResponse<String> response =
                    client.send(afterTheClose(server, cancelled), BodyHandlers.ofString());
            assertEquals(413, response.statusCode());
            assertEquals("big", response.body());
            assertTrue(cancelled.get());
            assertEquals(1, server.connections());
            assertEquals(1, client.ledger().closed(CloseCause.UNREAD_BODY));
            assertEquals(
                    ClosedFirst.SERVER,
                    client.ledger().last().getFirst().verdict().closing().closedFirst());
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aResetIsNotTheEndOfABodyWithoutALength() throws Exception {
        try (RawServer server = refusing("HTTP/1.1 413 No\r\n\r\nbi", true)) {
            firstExchange(server);
            HttpRequest request = afterTheClose(server, new AtomicBoolean());
            BrokenExchangeException e =
                    assertThrows(
                            BrokenExchangeException.class,
                            () -> client.send(request, BodyHandlers.ofString()));
            String says = String.valueOf(e.getMessage());
            assertTrue(says.contains("reset the connection after 2 bytes of the response"), says);
            assertEquals(Delivery.DELIVERED, e.delivery());
        }
    }

    @Test
    void anErrorOfThePublisherLeavesNoConnection() throws Exception {
        try (RawServer server = RawServer.start(Guest::awaitEnd)) {
            AtomicBoolean cancelled = new AtomicBoolean();
            Source failing =
                    _ -> {
                        throw new AssertionError("mine");
                    };
            HttpRequest request = put(server, publisher(10 * PIECE, failing, cancelled));
            AssertionError e =
                    assertThrows(
                            AssertionError.class,
                            () -> client.send(request, BodyHandlers.discarding()));
            assertEquals("mine", e.getMessage());
            assertEquals(1, client.ledger().closed(CloseCause.ABANDONED));
            assertTrue(cancelled.get());
        }
    }

    @Test
    void aPublisherThatSubscribesTooLateOrTwiceIsCancelled() {
        AtomicBoolean cancelled = new AtomicBoolean();
        HttpRequest.BodyPublisher publisher = publisher(1, _ -> {}, cancelled);
        Upload late = new Upload();
        late.cancel();
        publisher.subscribe(late);
        assertTrue(cancelled.getAndSet(false));
        Upload twice = new Upload();
        publisher.subscribe(twice);
        assertFalse(cancelled.get());
        publisher.subscribe(twice);
        assertTrue(cancelled.get());
    }

    @Test
    void aPublisherThatFailsWithoutAWordIsNamed() throws Exception {
        try (RawServer server = RawServer.start(Guest::awaitEnd)) {
            HttpRequest request =
                    put(
                            server,
                            publisher(
                                    10 * PIECE,
                                    subscriber -> subscriber.onError(new IOException()),
                                    new AtomicBoolean()));
            BrokenExchangeException e =
                    assertThrows(
                            BrokenExchangeException.class,
                            () -> client.send(request, BodyHandlers.discarding()));
            String says = String.valueOf(e.getMessage());
            assertTrue(says.startsWith("java.io.IOException (first use)"), says);
        }
    }

    @Test
    void whatBreaksTheGatheringOfAShortBodyCancelsIt() throws Exception {
        try (RawServer server = RawServer.start(Guest::awaitEnd)) {
            AtomicBoolean cancelled = new AtomicBoolean();
            HttpRequest interrupted =
                    put(server, publisher(5, _ -> Thread.currentThread().interrupt(), cancelled));
            assertThrows(
                    InterruptedException.class,
                    () -> client.send(interrupted, BodyHandlers.discarding()));
            assertTrue(cancelled.getAndSet(false));
            assertFalse(Thread.interrupted());
            Source failing =
                    _ -> {
                        throw new IllegalStateException("mine");
                    };
            HttpRequest broken = put(server, publisher(5, failing, cancelled));
            IOException e =
                    assertThrows(
                            IOException.class,
                            () -> client.send(broken, BodyHandlers.discarding()));
            assertInstanceOf(IllegalStateException.class, e.getCause());
            assertTrue(cancelled.get());
            assertEquals(0, server.connections());
        }
    }
}
