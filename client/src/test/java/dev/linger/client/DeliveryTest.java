package dev.linger.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.testkit.Guest;
import dev.linger.testkit.Misbehaviour;
import dev.linger.testkit.RawServer;
import dev.linger.testkit.Spin;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * What is known of a POST on a reused connection that got no byte of an answer, for each thing that
 * its server may have done, with real sockets and without retries.
 */
@Timeout(30)
@EnabledOnOs(OS.LINUX)
class DeliveryTest {
    private final LingerClient client = LingerClient.newBuilder().retries(Retries.OFF).build();

    /** How many requests the server's program has read. */
    private final AtomicInteger applied = new AtomicInteger();

    private final Semaphore serverDone = new Semaphore(0);
    private final Semaphore clientDone = new Semaphore(0);

    private interface Deed {
        void on(Guest guest) throws Exception;
    }

    /** One exchange that goes well; then the deed, before or after the second request comes. */
    private RawServer server(Deed deed) throws IOException {
        return RawServer.start(guest -> {
            guest.awaitRequest();
            guest.answer("one");
            deed.on(guest);
        });
    }

    private void apply(Guest guest) throws IOException {
        if (guest.awaitRequest()) {
            applied.incrementAndGet();
        }
    }

    private HttpRequest post(RawServer server) {
        return HttpRequest.newBuilder(server.uri("/"))
                .POST(BodyPublishers.ofString("pay 1"))
                .build();
    }

    private void firstExchange(RawServer server) throws Exception {
        client.send(post(server), BodyHandlers.ofString());
        while (!isNamed()) {
            Spin.turn();
        }
    }

    /** Whether the kernel was asked for the connection's name, as it is soon. */
    private boolean isNamed() {
        return client.pool().shelves().byRoute().values().stream()
                .flatMap(shelf -> shelf.idle().stream())
                .anyMatch(one -> one.named != null);
    }

    /** A body that is there once the server has done its deed, on a connection that was fit. */
    private HttpRequest postOnceDone(RawServer server) {
        Flow.Publisher<ByteBuffer> body =
                subscriber -> {
                    clientDone.release();
                    serverDone.acquireUninterruptibly();
                    BodyPublishers.ofString("pay 1").subscribe(subscriber);
                };
        return HttpRequest.newBuilder(server.uri("/"))
                .POST(BodyPublishers.fromPublisher(body))
                .build();
    }

    private BrokenExchangeException crossingExchange(RawServer server) {
        return assertThrows(
                BrokenExchangeException.class,
                () -> client.send(postOnceDone(server), BodyHandlers.ofString()));
    }

    private BrokenExchangeException secondExchange(RawServer server) {
        return assertThrows(
                BrokenExchangeException.class,
                () -> client.send(post(server), BodyHandlers.ofString()));
    }

    private void assertSays(BrokenExchangeException e, Delivery delivery, CloseCause cause) {
        assertEquals(delivery, e.delivery(), e.getMessage());
        assertEquals(cause, e.life().orElseThrow().verdict().closing().cause(), e.getMessage());
        String says = String.valueOf(e.getMessage());
        assertTrue(says.contains("use 2"), says);
        assertTrue(says.endsWith("not retried: retries are off"), says);
    }

    @Test
    void requestThatCrossesTheCloseIsProvenNotDelivered() throws Exception {
        try (RawServer server = server(this::closeOnceTheRequestIsUnderWay)) {
            firstExchange(server);
            BrokenExchangeException e = crossingExchange(server);
            assertSays(e, Delivery.NOT_DELIVERED, CloseCause.LATE_REQUEST);
            assertEquals(0, applied.get());
        }
    }

    private void closeOnceTheRequestIsUnderWay(Guest guest) throws Exception {
        clientDone.acquire();
        guest.close();
        serverDone.release();
    }

    @Test
    void requestThatIsReadAndThenResetMayBeApplied() throws Exception {
        try (RawServer server =
                server(guest -> {
                    apply(guest);
                    guest.does(new Misbehaviour.Reset());
                })) {
            firstExchange(server);
            BrokenExchangeException e = secondExchange(server);
            assertEquals(Delivery.UNKNOWN, e.delivery(), e.getMessage());
            assertEquals(1, applied.get());
        }
    }

    @Test
    void aResetIsNotTakenForAnEarlierCloseWhereLooksAreCheap() throws Exception {
        try (RawServer server =
                server(guest -> {
                    apply(guest);
                    guest.does(new Misbehaviour.Reset());
                })) {
            firstExchange(server);
            Connection kept =
                    client.pool().shelves().byRoute().values().iterator().next().idle().getFirst();
            kept.wire.peekBy(
                    Objects.requireNonNull(
                            Kernel.ofProcess().peek(Objects.requireNonNull(kept.named))));
            BrokenExchangeException e = secondExchange(server);
            assertEquals(Delivery.UNKNOWN, e.delivery(), e.getMessage());
            assertTrue(String.valueOf(e.getMessage()).contains("reset"), e.getMessage());
            assertEquals(1, applied.get());
        }
    }

    @Test
    void aResetThatAWriteMeetsIsNotTakenForAnEarlierCloseEither() throws Exception {
        try (RawServer server =
                server(guest -> {
                    guest.head();
                    guest.read(10);
                    applied.incrementAndGet();
                    guest.does(new Misbehaviour.Reset());
                    serverDone.release();
                })) {
            firstExchange(server);
            HttpRequest pieces =
                    HttpRequest.newBuilder(server.uri("/"))
                            .POST(BodyPublishers.fromPublisher(this::pieces))
                            .build();
            BrokenExchangeException e =
                    assertThrows(
                            BrokenExchangeException.class,
                            () -> client.send(pieces, BodyHandlers.ofString()));
            assertEquals(Delivery.UNKNOWN, e.delivery(), e.getMessage());
            assertTrue(String.valueOf(e.getMessage()).contains("reset"), e.getMessage());
            assertEquals(1, applied.get());
        }
    }

    /**
     * A piece at once, which is 10 bytes as a chunk, and more once the server has done its deed.
     */
    private void pieces(Flow.Subscriber<? super ByteBuffer> subscriber) {
        subscriber.onSubscribe(
                new Flow.Subscription() {
                    private boolean first = true;

                    @Override
                    public void request(long count) {
                        if (!first) {
                            serverDone.acquireUninterruptibly();
                        }
                        first = false;
                        subscriber.onNext(ByteBuffer.wrap("pay 1".getBytes(ISO_8859_1)));
                    }

                    @Override
                    public void cancel() {}
                });
    }

    @Test
    void requestThatLiesUnreadWhenTheServerClosesIsNotSaidToBeUndelivered() throws Exception {
        try (RawServer server = server(Guest::awaitUnread)) {
            firstExchange(server);
            BrokenExchangeException e = secondExchange(server);
            // Java's close sends a FIN before the RST: whichever is read first says.
            assertNotEquals(Delivery.NOT_DELIVERED, e.delivery(), e.getMessage());
        }
    }

    @Test
    void requestThatIsReadBeforeTheCloseIsDelivered() throws Exception {
        try (RawServer server = server(this::apply)) {
            firstExchange(server);
            BrokenExchangeException e = secondExchange(server);
            assertSays(e, Delivery.DELIVERED, CloseCause.NO_RESPONSE);
            assertEquals(1, applied.get());
        }
    }

    @Test
    void requestThatIsReadAfterAHalfCloseIsDelivered() throws Exception {
        try (RawServer server =
                server(guest -> {
                    clientDone.acquire();
                    guest.does(new Misbehaviour.HalfClose());
                    serverDone.release();
                    apply(guest);
                })) {
            firstExchange(server);
            BrokenExchangeException e = crossingExchange(server);
            assertSays(e, Delivery.DELIVERED, CloseCause.NO_RESPONSE);
        }
    }

    @Test
    void requestAfterAResetIsNotDelivered() throws Exception {
        try (RawServer server =
                server(guest -> {
                    clientDone.acquire();
                    guest.does(new Misbehaviour.Reset());
                    serverDone.release();
                })) {
            firstExchange(server);
            BrokenExchangeException e = crossingExchange(server);
            assertEquals(Delivery.NOT_DELIVERED, e.delivery(), e.getMessage());
            assertEquals(0, applied.get());
        }
    }
}
