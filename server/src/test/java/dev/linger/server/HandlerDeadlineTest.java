package dev.linger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Phase;
import dev.linger.testkit.RawClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandlerDeadlineTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String SLOW = "GET /slow HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String FAST = "GET /fast HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void answersWith503InterruptsTheHandlerAndKeepsTheConnection() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Throwable> late = new CompletableFuture<>();
        Handler handler =
                exchange -> {
                    if (exchange.path().equals("/slow")) {
                        begun.countDown();
                        assertThrows(
                                InterruptedException.class, () -> new CountDownLatch(1).await());
                        late.complete(
                                assertThrows(Exception.class, () -> exchange.respond("late")));
                        throw new IllegalStateException("interrupted");
                    }
                    exchange.respond("fast");
                };
        try (Stage stage = Stage.of(handler)) {
            RawClient client = stage.connectTo(Phase.HANDLING, SLOW);
            begun.await();
            stage.passSlowly(SECOND.multipliedBy(59));
            stage.awaitCount(Phase.HANDLING, 1);
            stage.passSlowly(SECOND.multipliedBy(5));
            String answer = client.expect("503 Service Unavailable\n");
            assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
            assertFalse(answer.contains("Connection: close"), answer);
            assertTrue(late.get(10, TimeUnit.SECONDS) instanceof ExchangeOverException);
            client.send(FAST).expect("fast");
            stage.await(Phase.IDLE);
            assertEquals(503, stage.exchange().status());
            assertEquals(2, stage.exchange().request());
            String told = String.join("; ", stage.told);
            assertTrue(told.startsWith("the handler has not answered GET /slow after 6"), told);
            assertEquals(1, stage.told.size(), told);
        }
    }

    @Test
    void aHandlerWhoseThreadComesTooLateIsNotCalled() throws Exception {
        QueuedHandler waiting = new QueuedHandler();
        try (Stage stage = Stage.of(waiting)) {
            RawClient client = stage.connectTo(Phase.HANDLING, SLOW);
            stage.passSlowly(SECOND.multipliedBy(64));
            client.expect("503 Service Unavailable\n");
            waiting.run();
            assertFalse(waiting.isCalled());
            assertFalse(Thread.interrupted());
        }
    }

    @Test
    void theTimeInWhichItWaitsForTheBodyDoesNotCount() throws Exception {
        Handler reading =
                exchange -> exchange.respond(exchange.body().readAllBytes().length + " bytes");
        Deadlines patient =
                Deadlines.defaults()
                        .withBody(new Deadlines.Pace(SECOND.multipliedBy(1000), 0, SECOND));
        try (Stage stage = new Stage(Stage.settings(patient), reading)) {
            RawClient client =
                    stage.connectTo(
                            Phase.REQUEST_BODY,
                            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n");
            stage.await(() -> stage.server.isWaiting());
            stage.passSlowly(SECOND.multipliedBy(300));
            client.send("abc").expect("3 bytes");
        }
    }

    @Test
    void aHandlerThatHasBegunMayTakeItsTime() throws Exception {
        CountDownLatch thought = new CountDownLatch(1);
        Handler streaming =
                exchange -> {
                    try (ResponseBody body = exchange.respondStreaming()) {
                        body.write('a');
                        body.flush();
                        thought.await();
                        body.write('b');
                    }
                };
        try (Stage stage = Stage.of(streaming)) {
            RawClient client = stage.connect().send(FAST);
            client.expect("1\r\na\r\n");
            stage.passSlowly(SECOND.multipliedBy(300));
            thought.countDown();
            client.expect("1\r\nb\r\n0\r\n\r\n");
        }
    }

    @Test
    void anExchangeMayShortenItsOwn() throws Exception {
        CountDownLatch shortened = new CountDownLatch(1);
        Handler hasty =
                exchange -> {
                    exchange.deadlines(Deadlines.defaults().withHandler(SECOND.multipliedBy(2)));
                    shortened.countDown();
                    new CountDownLatch(1).await();
                };
        try (Stage stage = Stage.of(hasty)) {
            RawClient client = stage.connectTo(Phase.HANDLING, SLOW);
            shortened.await();
            for (int i = 0; i < 20 && stage.exchanges.isEmpty(); i++) {
                stage.pass(SECOND);
            }
            client.expect("503 Service Unavailable\n");
            assertTrue(String.join("; ", stage.told).endsWith("the client gets 503"));
        }
    }

    @Test
    void whatItsResponseWouldHaveSaidIsNotAsked() throws Exception {
        CountDownLatch prepared = new CountDownLatch(1);
        Handler hasty =
                exchange -> {
                    exchange.header("Connection", "close");
                    exchange.deadlines(Deadlines.defaults().withHandler(SECOND.multipliedBy(2)));
                    prepared.countDown();
                    new CountDownLatch(1).await();
                };
        try (Stage stage = Stage.of(hasty)) {
            RawClient client = stage.connectTo(Phase.HANDLING, SLOW);
            prepared.await();
            for (int i = 0; i < 20 && stage.exchanges.isEmpty(); i++) {
                stage.pass(SECOND);
            }
            assertFalse(client.expect("503 Service Unavailable\n").contains("close"));
        }
    }

    @Test
    void aConnectionTooOldIsEndedByItsNextResponse() throws Exception {
        try (Stage stage =
                new Stage(
                        Stage.settings(
                                Deadlines.defaults()
                                        .withAge(Duration.ofMinutes(10))
                                        .withIdle(Duration.ofHours(1))),
                        exchange -> exchange.respond("ok"))) {
            RawClient client = stage.connect().send(FAST);
            assertFalse(client.expect("ok").contains("close"));
            stage.await(Phase.IDLE);
            stage.pass(Duration.ofMinutes(11));
            stage.awaitCount(Phase.IDLE, 1);
            assertTrue(client.send(FAST).expect("ok").contains("\r\nConnection: close\r\n"));
            client.close();
            String says = stage.ends("max-age server client fin idle");
            assertEquals("the connection is 660.0 s old, its cap", says);
        }
    }

    @Test
    void aSystemWithoutMoreThreadsIsAnsweredWith503() throws Exception {
        Handler handler =
                new Handler() {
                    @Override
                    public void handle(Exchange exchange) {}

                    @Override
                    public Executor executor() {
                        return task -> {
                            throw new OutOfMemoryError("unable to create native thread");
                        };
                    }
                };
        try (Stage stage = Stage.of(handler)) {
            RawClient client = stage.connect();
            assertTrue(client.send(FAST).expect("Unavailable\n").startsWith("HTTP/1.1 503 "));
            client.send(FAST).expect("Unavailable\n");
        }
    }

    @Test
    void aDeadlineThatPassesInAnInterimResponseIsAnsweredForAfterIt() throws Exception {
        String large = "x".repeat(16 << 20);
        Handler informing =
                exchange -> {
                    exchange.inform(103, "Large", large);
                    new CountDownLatch(1).await();
                };
        Deadlines deadlines = Deadlines.defaults().withHandler(Duration.ofSeconds(10));
        try (Stage stage = new Stage(Stage.settings(deadlines), informing)) {
            RawClient client = stage.connectNarrow().send(SLOW);
            client.expect("\r\nLarge: ");
            stage.await(() -> stage.server.isWaiting());
            stage.passSlowly(Duration.ofSeconds(15));
            assertEquals(large, new String(client.read(large.length()), US_ASCII));
            stage.await(() -> !stage.server.isWaiting());
            stage.passUntil(Phase.IDLE);
            assertTrue(client.expect("Unavailable\n").startsWith("\r\n\r\nHTTP/1.1 503 "));
        }
    }
}
