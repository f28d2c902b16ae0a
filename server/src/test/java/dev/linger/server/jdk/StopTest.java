package dev.linger.server.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.linger.life.CloseCause;
import dev.linger.server.Ledger;
import dev.linger.server.Server;
import dev.linger.testkit.Spin;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@code stop(delay)}, and what the ledger says of the connections that it ended. */
class StopTest {
    private static final int LONG = 60;
    private static final byte[] GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(UTF_8);

    private final CountDownLatch entered = new CountDownLatch(1);
    private final CountDownLatch leave = new CountDownLatch(1);

    private HttpServer blocking() throws IOException {
        HttpServer server = Providers.LINGER.create();
        server.createContext(
                "/",
                exchange -> {
                    entered.countDown();
                    try {
                        leave.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    answer(exchange);
                });
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static HttpServer quick() throws IOException {
        HttpServer server = Providers.LINGER.create();
        server.createContext("/", StopTest::answer);
        server.start();
        return server;
    }

    private static Ledger ledger(HttpServer server) {
        Server below = ((LingerHttpServer) server).serving().server();
        assertNotNull(below);
        return below.ledger();
    }

    private static Duration stopping(HttpServer server, int delay) {
        long began = System.nanoTime();
        server.stop(delay);
        return Duration.ofNanos(System.nanoTime() - began);
    }

    @Test
    void doesNotWaitForIdleConnections() throws Exception {
        HttpServer server = quick();
        try (Socket idle = Talk.connect(server)) {
            idle.getOutputStream().write(GET);
            assertTrue(Talk.answer(idle).startsWith("HTTP/1.1 200 "));
            assertTrue(stopping(server, LONG).toSeconds() < LONG / 2);
            assertEquals("", Talk.rest(idle));
        }
        assertEquals(1, ledger(server).closed(CloseCause.DRAIN));
        assertEquals(1, ledger(server).closed());
    }

    @Test
    void waitsForTheExchangeUnderWay() throws Exception {
        HttpServer server = blocking();
        try (Socket busy = Talk.connect(server)) {
            busy.getOutputStream().write(GET);
            entered.await();
            CompletableFuture<Duration> stop =
                    CompletableFuture.supplyAsync(
                            () -> stopping(server, LONG), Thread::startVirtualThread);
            awaitRefusal(server);
            assertFalse(stop.isDone());
            leave.countDown();
            assertTrue(stop.get(LONG, TimeUnit.SECONDS).toSeconds() < LONG / 2);
            assertTrue(Talk.rest(busy).startsWith("HTTP/1.1 200 "));
        }
        assertEquals(1, ledger(server).exchanges());
        assertEquals(0, ledger(server).closed(CloseCause.STOPPED));
    }

    /**
     * Nobody is accepted from now on. Whoever was connecting in the moment the listener closed is
     * reset, not refused, and asks once more.
     */
    private static void awaitRefusal(HttpServer server) throws IOException {
        boolean accepting = true;
        while (accepting) {
            try {
                Talk.connect(server).close();
            } catch (SocketException e) {
                accepting = !(e instanceof ConnectException);
            }
        }
    }

    @Test
    void cutsAtTheDelayWhatIsStillUnderWay() throws Exception {
        HttpServer server = blocking();
        try (Socket busy = Talk.connect(server)) {
            busy.getOutputStream().write(GET);
            entered.await();
            assertTrue(stopping(server, 1).toMillis() >= 1000);
            assertEquals("(reset)", Talk.rest(busy));
        }
        leave.countDown();
        assertEquals(1, ledger(server).closed(CloseCause.STOPPED));
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        HttpServer server = blocking();
        try (Socket busy = Talk.connect(server)) {
            busy.getOutputStream().write(GET);
            entered.await();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread stopping =
                    Thread.ofPlatform()
                            .start(() -> {
                                server.stop(LONG);
                                interrupted.complete(Thread.currentThread().isInterrupted());
                            });
            awaitRefusal(server);
            stopping.interrupt();
            assertTrue(interrupted.get(LONG / 2, TimeUnit.SECONDS));
        }
        leave.countDown();
        assertEquals(1, ledger(server).closed(CloseCause.STOPPED));
    }

    @Test
    void whatAHandlerDoesAfterItsExchangeIsDoneWhenStopReturns() throws Exception {
        HttpServer server = Providers.LINGER.create();
        CountDownLatch answered = new CountDownLatch(1);
        boolean[] done = {false};
        server.createContext(
                "/",
                exchange -> {
                    answer(exchange);
                    answered.countDown();
                    // Until the test waits in stop.
                    while (!isStopping()) {
                        Spin.turn();
                    }
                    done[0] = true;
                });
        server.start();
        Talk.with(server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        answered.await();
        server.stop(0);
        assertTrue(done[0]);
    }

    @Test
    void stopWaitsForHandlersThatEndTheExchangeByItsStream() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.setExecutor(task -> Thread.ofPlatform().start(task));
        CountDownLatch answered = new CountDownLatch(1);
        boolean[] done = {false};
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, -1);
                    answered.countDown();
                    while (!isStopping()) {
                        Spin.turn();
                    }
                    done[0] = true;
                });
        server.start();
        Talk.with(server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        answered.await();
        server.stop(0);
        assertTrue(done[0]);
    }

    @Test
    void stopWaitsForAnyHandlerWhereTheProgramHasChosenNoExecutor() throws Exception {
        HttpServer server = Providers.LINGER.create();
        CountDownLatch running = new CountDownLatch(1);
        boolean[] done = {false};
        server.createContext(
                "/",
                exchange -> {
                    running.countDown();
                    while (!isStopping()) {
                        Spin.turn();
                    }
                    done[0] = true;
                });
        server.start();
        try (Socket busy = Talk.connect(server)) {
            busy.getOutputStream().write(GET);
            running.await();
            server.stop(0);
        }
        assertTrue(done[0]);
    }

    private static boolean isStopping() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(java.util.Arrays::stream)
                .anyMatch(frame -> frame.getMethodName().equals("awaitReturns"));
    }

    @Test
    void aSecondStopHurriesTheFirst() throws Exception {
        HttpServer server = blocking();
        try (Socket busy = Talk.connect(server)) {
            busy.getOutputStream().write(GET);
            entered.await();
            Thread patient = Thread.ofVirtual().start(() -> server.stop(100 * LONG));
            awaitRefusal(server);
            server.stop(0);
            patient.join();
        }
        leave.countDown();
    }

    @Test
    void aHandlerMayStopItsServer() throws Exception {
        HttpServer server = Providers.LINGER.create();
        CountDownLatch stopped = new CountDownLatch(1);
        server.createContext(
                "/",
                exchange -> {
                    answer(exchange);
                    server.stop(LONG);
                    stopped.countDown();
                });
        server.start();
        try (Socket socket = Talk.connect(server)) {
            socket.getOutputStream().write(GET);
            assertTrue(Talk.rest(socket).startsWith("HTTP/1.1 200 "));
        }
        assertTrue(stopped.await(LONG / 2, TimeUnit.SECONDS));
        assertThrows(IOException.class, () -> Talk.connect(server));
    }

    @Test
    void aHandlerThatThrowsOrGivesUpIsInTheLedger() throws Exception {
        HttpServer server = Program.on(Providers.LINGER.create());
        server.start();
        Talk.with(server, "GET /throws HTTP/1.1\r\nHost: a\r\n\r\n");
        Talk.with(server, "GET /closes HTTP/1.1\r\nHost: a\r\n\r\n");
        server.stop(0);
        assertEquals(2, ledger(server).closed(CloseCause.NO_RESPONSE));
        List<String> said =
                ledger(server).last().stream()
                        .map(life -> life.verdict().evidence().getFirst().says())
                        .toList();
        assertTrue(
                said.stream().anyMatch(says -> says.contains("on purpose, before /throws")),
                said.toString());
    }

    @Test
    void aBodyThatFallsShortCutsTheConnection() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 10);
                    exchange.getResponseBody().write(1);
                    exchange.getResponseBody().flush();
                    assertThrows(IOException.class, () -> exchange.getResponseBody().close());
                });
        server.start();
        try (Socket socket = Talk.connect(server)) {
            socket.getOutputStream().write(GET);
            String all = Talk.rest(socket);
            assertTrue(all.startsWith("HTTP/1.1 200 ") && all.endsWith("(reset)"), all);
        }
        server.stop(0);
        assertEquals(1, ledger(server).closed(CloseCause.TRUNCATED));
    }
}
