package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.testkit.ManualClock;
import dev.linger.testkit.RawClient;
import dev.linger.testkit.Spin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Handler OK = exchange -> exchange.respond("ok");

    /** Drains while the clock is moved on. */
    private static DrainReport drain(Stage stage, Duration deadline) throws Exception {
        FutureTask<DrainReport> draining = new FutureTask<>(() -> stage.server.drain(deadline));
        Thread.ofVirtual().start(draining);
        // The clock is not to move before the deadline is counted from it.
        stage.await(() -> stage.server.isClosing());
        return finish(stage, draining);
    }

    private static DrainReport finish(Stage stage, FutureTask<DrainReport> draining)
            throws Exception {
        while (!draining.isDone()) {
            stage.pass(Duration.ofMillis(25));
        }
        return draining.get();
    }

    @Test
    void aHandlerThatKeepsItsLoopDoesNotKeepTheServerFromItsEnd() throws Exception {
        CountDownLatch keeps = new CountDownLatch(1);
        CountDownLatch kept = new CountDownLatch(1);
        Handler keeping =
                Handler.nonBlocking(exchange -> {
                    keeps.countDown();
                    kept.await();
                });
        try (Stage stage = Stage.of(keeping)) {
            stage.connect().send(GET);
            keeps.await();
            stage.server.drain(Duration.ZERO);
            assertTrue(stage.told.element().contains("keeps an event loop"), "told");
            kept.countDown();
        }
    }

    @Test
    void idleConnectionsEndOrderlyBeforeTheDeadline() throws Exception {
        try (Stage stage = Stage.of(OK)) {
            for (int i = 0; i < 20; i++) {
                stage.connect().send(GET).expect("ok");
            }
            stage.awaitCount(Phase.IDLE, 20);
            DrainReport report = drain(stage, Duration.ofSeconds(20));
            assertEquals(20, report.connections());
            assertEquals(Map.of(), report.cut());
            assertTrue(report.took().compareTo(Duration.ofSeconds(20)) < 0, report.toString());
            assertEquals(20, stage.server.ledger().closed(CloseCause.DRAIN));
        }
    }

    @Test
    void whatIsLeftAtTheDeadlineIsCutAndReportedByPhase() throws Exception {
        Handler handler =
                exchange -> {
                    if (exchange.path().equals("/never")) {
                        new CountDownLatch(1).await();
                    }
                    exchange.respond("ok");
                };
        try (Stage stage = Stage.of(handler)) {
            stage.connectTo(Phase.HANDLING, GET.replace("/ ", "/never "));
            stage.connectTo(Phase.REQUEST_HEAD, "GET ");
            DrainReport report = drain(stage, Duration.ofSeconds(5));
            assertEquals(Map.of(Phase.HANDLING, 1, Phase.REQUEST_HEAD, 1), report.cut());
            assertEquals(2, report.cutInAll());
            assertEquals(2, stage.server.ledger().closed(CloseCause.STOPPED));
        }
    }

    @Test
    void anExchangeThatIsUnderWayEndsAndAnnouncesTheEnd() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Handler handler =
                exchange -> {
                    goOn.await();
                    exchange.respond("ok");
                };
        try (Stage stage = Stage.of(handler)) {
            RawClient client = stage.connectTo(Phase.HANDLING, GET);
            FutureTask<DrainReport> draining =
                    new FutureTask<>(() -> stage.server.drain(Duration.ofSeconds(10)));
            Thread.ofVirtual().start(draining);
            stage.await(() -> stage.server.isClosing());
            goOn.countDown();
            assertTrue(client.expect("ok").contains("\r\nConnection: close\r\n"));
            client.close();
            assertEquals(0, finish(stage, draining).cutInAll());
            assertEquals(1, stage.server.ledger().closed(CloseCause.DRAIN));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnsweredRequestWhoseBodyIsMissingHoldsNothingUp(boolean promptly) throws Exception {
        try (Stage stage = Stage.of(OK)) {
            RawClient client = stage.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n").expect("ok");
            stage.await(Phase.REQUEST_BODY);
            Duration deadline = Duration.ofSeconds(20);
            FutureTask<DrainReport> ending =
                    new FutureTask<>(() ->
                            promptly ? stage.server.stop(deadline) : stage.server.drain(deadline));
            Thread.ofVirtual().start(ending);
            stage.await(() -> stage.server.isClosing());
            DrainReport report = finish(stage, ending);
            assertEquals(Map.of(), report.cut());
            stage.ends("drain operator server fin early-response");
        }
    }

    @Test
    void noRequestOfBusyClientsFails() throws Exception {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Server server = Server.start(Settings.of(address).withLoops(2), OK);
        CountDownLatch connected = new CountDownLatch(60);
        AtomicInteger answered = new AtomicInteger();
        ConcurrentLinkedQueue<String> failed = new ConcurrentLinkedQueue<>();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            clients.add(Thread.ofPlatform().start(() -> ask(server, connected, answered, failed)));
        }
        // Whoever connects later finds nobody who accepts.
        assertTrue(connected.await(10, TimeUnit.SECONDS), failed::toString);
        while (answered.get() < 3000 && failed.isEmpty()) {
            Spin.turn();
        }
        DrainReport report = server.drain(Duration.ofSeconds(20));
        for (Thread client : clients) {
            client.join();
        }
        assertEquals(List.of(), List.copyOf(failed));
        assertEquals(0, report.cutInAll());
    }

    /** Asks until it is told of the end. */
    private static void ask(
            Server server,
            CountDownLatch connected,
            AtomicInteger answered,
            ConcurrentLinkedQueue<String> failed) {
        try (RawClient client = RawClient.connect(server.address(), new ManualClock())) {
            String answer = client.send(GET).expect("\r\n\r\nok");
            connected.countDown();
            while (!answer.contains("Connection: close")) {
                answer = client.send(GET).expect("\r\n\r\nok");
                answered.incrementAndGet();
            }
        } catch (IOException e) {
            failed.add(e.toString());
        }
    }

    @Test
    void closingEndsAtOnceWhereItIsInterrupted() throws Exception {
        Handler waiting = exchange -> new CountDownLatch(1).await();
        try (Stage stage = Stage.of(waiting)) {
            RawClient client = stage.connectTo(Phase.HANDLING, GET);
            Thread closing =
                    Thread.ofVirtual()
                            .start(() -> {
                                Thread.currentThread().interrupt();
                                stage.server.close();
                            });
            closing.join();
            client.expectReset();
            stage.ends("stopped operator server reset handling");
        }
    }

    @Test
    void aLoopsOwnThreadIsToldThatItCannotWaitForTheEnd() throws Exception {
        CompletableFuture<Stage> itself = new CompletableFuture<>();
        Handler closing =
                Handler.nonBlocking(exchange -> {
                    itself.join().server.close();
                    exchange.respond("ok");
                });
        try (Stage stage = Stage.of(closing)) {
            itself.complete(stage);
            stage.connect().send(GET).expect("500 Internal Server Error\n");
            String told = stage.told.element();
            assertTrue(told.contains("end it from another thread"), told);
        }
    }

    @Test
    void aRequestOnANewConnectionIsAnswered() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Handler handler =
                Handler.nonBlocking(exchange -> {
                    goOn.await();
                    exchange.respond("ok");
                });
        try (Stage stage = new Stage(Stage.plain(), handler)) {
            stage.connect().send(GET);
            // These wait in the kernel, more than are taken in a turn or two.
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                clients.add(stage.connect());
            }
            FutureTask<DrainReport> draining =
                    new FutureTask<>(() -> stage.server.drain(Duration.ofSeconds(10)));
            Thread.ofVirtual().start(draining);
            while (!stage.server.isClosing()) {
                Spin.turn();
            }
            goOn.countDown();
            stage.awaitCount(Phase.UNUSED, 200);
            for (RawClient client : clients) {
                String answer = client.send(GET).expect("ok");
                assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
                client.close();
            }
            assertEquals(0, finish(stage, draining).cutInAll());
        }
    }

    @Test
    void aDeadlineThatMakesNoSenseIsRefusedAndChangesNothing() throws Exception {
        try (Stage stage = Stage.of(OK)) {
            for (Duration deadline :
                    List.of(
                            Duration.ofNanos(Long.MAX_VALUE),
                            ChronoUnit.FOREVER.getDuration(),
                            Duration.ofNanos(-1))) {
                assertThrows(IllegalArgumentException.class, () -> stage.server.drain(deadline));
            }
            String answer = stage.connect().send(GET).expect("ok");
            assertFalse(answer.contains("Connection: close"), answer);
        }
    }
}
