package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Phase;
import dev.linger.testkit.Guest;
import dev.linger.testkit.RawServer;
import dev.linger.testkit.Spin;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How connections are kept, and what ends them between exchanges. */
@Timeout(60)
class PoolTest {
    private static String says(Exception e) {
        return String.valueOf(e.getMessage());
    }

    private static HttpResponse<String> get(LingerClient client, RawServer server)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.ofString());
    }

    private static String empty(String field) {
        return RawServer.response("200 OK", "", field);
    }

    private static void serve(Guest guest) throws IOException {
        while (guest.awaitRequest()) {
            guest.answer("ok");
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Spin.turn();
        }
    }

    @Test
    void finOfTheServerIsAnsweredWithoutARequest() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.answer("ok");
                            guest.does(new dev.linger.testkit.Misbehaviour.HalfClose());
                            guest.awaitEnd();
                            ended.countDown();
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            get(client, server);
            ended.await();
            await(() -> client.figures().open() == 0);
            assertEquals(1, client.ledger().closed());
        }
    }

    @Test
    void aRequestDuringALookWaitsForItInsteadOfConnecting() throws Exception {
        boolean waited = false;
        for (int round = 0; round < 20 && !waited; round++) {
            try (RawServer server = RawServer.start(PoolTest::serve);
                    LingerClient client = LingerClient.newHttpClient()) {
                get(client, server);
                Shelf shelf = client.pool().shelves().byRoute().values().iterator().next();
                Connection kept = shelf.idle().getFirst();
                await(() ->
                        kept.holder.compareAndSet(
                                Connection.Holder.SHELF, Connection.Holder.UPKEEP));
                CompletableFuture<Boolean> asked = new CompletableFuture<>();
                Thread caller =
                        Thread.ofPlatform()
                                .start(() -> {
                                    try {
                                        get(client, server);
                                        asked.complete(true);
                                    } catch (IOException | InterruptedException e) {
                                        asked.completeExceptionally(e);
                                    }
                                });
                await(() -> asked.isDone() || isClaiming(caller));
                client.pool().lookedAt(kept, shelf);
                asked.get();
                waited = client.figures().open() == 1;
            }
        }
        assertTrue(waited);
    }

    @Test
    void aConnectionThatEndsDuringALookOrAnExchangeIsNotShelved() throws Exception {
        try (RawServer server = RawServer.start(PoolTest::serve);
                LingerClient client = LingerClient.newHttpClient()) {
            for (Connection.Holder holder :
                    List.of(Connection.Holder.UPKEEP, Connection.Holder.CALL)) {
                get(client, server);
                Pool pool = client.pool();
                Shelf shelf = pool.shelves().byRoute().values().iterator().next();
                Connection kept = shelf.idle().getFirst();
                await(() -> kept.holder.compareAndSet(Connection.Holder.SHELF, holder));
                pool.end(kept, Reason.client(CloseCause.STOPPED, Phase.IDLE, "a test"), 0);
                if (holder == Connection.Holder.UPKEEP) {
                    pool.lookedAt(kept, shelf);
                } else {
                    shelf.remove(kept);
                    pool.giveBack(kept);
                }
                assertEquals(new PoolFigures(0, 0, 0, 0), client.figures());
            }
        }
    }

    @Test
    void nothingIsSentAgainOrWaitsOnceTheClientIsShutDownAtOnce() throws Exception {
        Semaphore asked = new Semaphore(0);
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.answer("ok");
                            guest.awaitRequest();
                            asked.release();
                            guest.awaitEnd();
                        });
                LingerClient client =
                        LingerClient.newBuilder()
                                .poolLimits(PoolLimits.defaults().withPerOrigin(1))
                                .build()) {
            get(client, server);
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            var underway = client.sendAsync(request, BodyHandlers.ofString());
            asked.acquire();
            var waiting = client.sendAsync(request, BodyHandlers.ofString());
            await(() -> client.figures().waiting() == 1);
            client.shutdownNow();
            for (CompletableFuture<?> one : List.of(underway, waiting)) {
                Throwable e =
                        assertThrows(java.util.concurrent.ExecutionException.class, one::get)
                                .getCause();
                assertInstanceOf(IOException.class, e);
            }
            assertTrue(client.awaitTermination(Duration.ofSeconds(30)));
            assertEquals(1, server.connections());
            assertEquals(new PoolFigures(0, 0, 0, 0), client.figures());
        }
    }

    @Test
    void aBodyThatIsReadAfterTheCloseLeavesNoConnection() throws Exception {
        try (RawServer server =
                RawServer.answering(RawServer.response("200 OK", "x".repeat(1_000_000)))) {
            LingerClient client = LingerClient.newHttpClient();
            InputStream body =
                    client.send(
                                    HttpRequest.newBuilder(server.uri("/")).build(),
                                    BodyHandlers.ofInputStream())
                            .body();
            client.close();
            assertEquals(1_000_000, body.readAllBytes().length);
            await(() -> client.figures().open() == 0);
            assertEquals(0, client.figures().idle());
            assertEquals(1, client.ledger().closed(CloseCause.DRAIN));
        }
    }

    @Test
    void anOriginIsForgottenSomeTimeAfterItsLastConnection() throws Exception {
        try (RawServer server = RawServer.start(PoolTest::serve);
                LingerClient client = LingerClient.newHttpClient()) {
            get(client, server);
            Pool pool = client.pool();
            Shelf shelf = pool.shelves().byRoute().values().iterator().next();
            Connection kept = shelf.idle().getFirst();
            assertTrue(shelf.patience.appointScout(kept));
            long later = System.nanoTime() + Duration.ofHours(1).toNanos();
            pool.shelves().forgetUnused(later);
            assertEquals(1, pool.shelves().byRoute().size());
            pool.end(kept, Reason.client(CloseCause.STOPPED, Phase.IDLE, "a test"), 0);
            pool.shelves().forgetUnused(System.nanoTime());
            assertEquals(1, pool.shelves().byRoute().size());
            pool.shelves().forgetUnused(later);
            assertEquals(0, pool.shelves().byRoute().size());
            get(client, server);
            assertEquals(new PoolFigures(1, 1, 0, 1), client.figures());
        }
    }

    private static boolean isClaiming(Thread caller) {
        return Arrays.stream(caller.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("claim"));
    }

    @Test
    void bytesBehindAResponseEndTheConnectionInsteadOfAnsweringTheNextRequest() throws Exception {
        String ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        try (RawServer server = RawServer.answering(ok + ok.replace("ok", "no"));
                LingerClient client = LingerClient.newHttpClient()) {
            for (int i = 0; i < 20; i++) {
                assertEquals("ok", get(client, server).body());
            }
            assertEquals(20, client.ledger().closed(CloseCause.BAD_MESSAGE));
        }
    }

    @Test
    void unsolicitedBytesEndAnIdleConnection() throws Exception {
        Semaphore idle = new Semaphore(0);
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.answer("ok");
                            idle.acquire();
                            guest.send("HTTP/1.1 408 Late");
                            guest.awaitEnd();
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            get(client, server);
            idle.release();
            await(() -> client.figures().open() == 0);
            assertEquals(1, client.ledger().closed(CloseCause.BAD_MESSAGE));
        }
    }

    @Test
    void serversIdleTimeoutIsLearned() throws Exception {
        try (RawServer server =
                        RawServer.start(guest -> {
                            while (guest.awaitByte(Duration.ofMillis(300))
                                    && guest.awaitRequest()) {
                                guest.answer("ok");
                            }
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            get(client, server);
            await(() -> client.figures().open() == 0);
            Patience patience =
                    client.pool().shelves().byRoute().values().iterator().next().patience;
            long known = patience.known() / 1_000_000;
            assertTrue(known >= 250, known + " ms");
            assertTrue(patience.limit(Long.MAX_VALUE) < patience.known());
        }
    }

    @Test
    void announcedTimeoutIsHonoured() throws Exception {
        try (RawServer server = RawServer.answering(empty("Keep-Alive: timeout=1, max=5"));
                LingerClient client = LingerClient.newHttpClient()) {
            get(client, server);
            Patience patience =
                    client.pool().shelves().byRoute().values().iterator().next().patience;
            assertEquals(800_000_000L, patience.limit(Long.MAX_VALUE));
            await(() -> client.figures().open() == 0);
            await(() -> client.ledger().closed() > 0); // counted after it has left the pool
            assertEquals(1, client.ledger().closed(CloseCause.IDLE_TIMEOUT));
        }
    }

    @Test
    void lastAnnouncedRequestIsTheLast() throws Exception {
        try (RawServer server = RawServer.answering(empty("Keep-Alive: max=0"));
                LingerClient client = LingerClient.newHttpClient()) {
            get(client, server);
            get(client, server);
            assertEquals(2, server.connections());
            assertEquals(2, client.ledger().closed(CloseCause.MAX_REQUESTS));
        }
    }

    @Test
    void oldConnectionsCarryNoFurtherExchange() throws Exception {
        PoolLimits brief = PoolLimits.defaults().withAge(Duration.ofNanos(1));
        try (RawServer server = RawServer.start(PoolTest::serve);
                LingerClient client = LingerClient.newBuilder().poolLimits(brief).build()) {
            get(client, server);
            get(client, server);
            assertEquals(2, server.connections());
            assertEquals(2, client.ledger().closed(CloseCause.MAX_AGE));
        }
    }

    @Test
    void callsWaitWhereTheLimitIsReached() throws Exception {
        PoolLimits two = PoolLimits.defaults().withPerOrigin(2);
        try (RawServer server = RawServer.start(PoolTest::serve);
                LingerClient client = LingerClient.newBuilder().poolLimits(two).build()) {
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                all.add(
                        client.sendAsync(
                                HttpRequest.newBuilder(server.uri("/")).build(),
                                BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> one : all) {
                assertEquals("ok", one.get().body());
            }
            assertTrue(server.connections() <= 2, server.connections() + " connections");
        }
    }

    @Test
    void waitingEndsWithTheFigures() throws Exception {
        PoolLimits one = PoolLimits.defaults().withPerOrigin(1).withWaiting(Duration.ofMillis(50));
        Semaphore answer = new Semaphore(0);
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            answer.acquire();
                            guest.answer("ok");
                            guest.awaitEnd();
                        });
                LingerClient client = LingerClient.newBuilder().poolLimits(one).build()) {
            CompletableFuture<HttpResponse<String>> first =
                    client.sendAsync(
                            HttpRequest.newBuilder(server.uri("/")).build(),
                            BodyHandlers.ofString());
            await(() -> client.figures().open() == 1);
            HttpConnectTimeoutException e =
                    assertThrows(HttpConnectTimeoutException.class, () -> get(client, server));
            assertTrue(says(e).contains("1 connection of at most 1"), e.getMessage());
            assertTrue(says(e).contains(" (limit waiting=50ms): "), e.getMessage());
            HttpRequest hasty =
                    HttpRequest.newBuilder(server.uri("/")).timeout(Duration.ofMillis(5)).build();
            e =
                    assertThrows(
                            HttpConnectTimeoutException.class,
                            () -> client.send(hasty, BodyHandlers.ofString()));
            assertTrue(says(e).contains(" (limit: the request's time): "), e.getMessage());
            answer.release();
            assertEquals("ok", first.get().body());
        }
    }

    @Test
    void bodyThatIsClosedEarlyIsDrainedAndItsConnectionKept() throws Exception {
        String response = RawServer.response("200 OK", "x".repeat(100_000));
        PoolLimits patient = PoolLimits.defaults().withUnread(256 << 10, Duration.ofSeconds(20));
        try (RawServer server = RawServer.answering(response);
                LingerClient client = LingerClient.newBuilder().poolLimits(patient).build()) {
            for (int i = 0; i < 10; i++) {
                try (InputStream body =
                        client.send(
                                        HttpRequest.newBuilder(server.uri("/")).build(),
                                        BodyHandlers.ofInputStream())
                                .body()) {
                    assertEquals('x', body.read());
                }
                await(() -> client.figures().idle() == 1);
            }
            assertEquals(1, server.connections());
        }
    }

    @Test
    void bodyThatIsTooLongToBeDrainedEndsItsConnection() throws Exception {
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.send("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\nx");
                            guest.awaitEnd();
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            client.send(
                            HttpRequest.newBuilder(server.uri("/")).build(),
                            BodyHandlers.ofInputStream())
                    .body()
                    .close();
            await(() -> client.figures().open() == 0);
            assertEquals(1, client.ledger().closed(CloseCause.UNREAD_BODY));
        }
    }

    @Test
    void forgottenResponseIsReportedWithWhereItWasAskedFor() throws Exception {
        LinkedBlockingQueue<String> reports = new LinkedBlockingQueue<>();
        Listener listener =
                new Listener() {
                    @Override
                    public void forgotten(String what, Duration since, Throwable acquired) {
                        reports.add(what + ": " + acquired + List.of(acquired.getStackTrace()));
                    }
                };
        try (RawServer server =
                        RawServer.answering(RawServer.response("200 OK", "x".repeat(100_000)));
                LingerClient client =
                        LingerClient.newBuilder()
                                .poolLimits(
                                        PoolLimits.defaults().withForgotten(Duration.ofMillis(100)))
                                .listener(listener)
                                .build()) {
            InputStream body =
                    client.send(
                                    HttpRequest.newBuilder(server.uri("/forgotten")).build(),
                                    BodyHandlers.ofInputStream())
                            .body();
            String report = reports.take();
            assertTrue(report.contains("/forgotten"), report);
            assertTrue(report.contains("asked for here"), report);
            assertTrue(report.contains("PoolTest"), report);
            body.close();
            InputStream other =
                    client.sendAsync(
                                    HttpRequest.newBuilder(server.uri("/forgotten")).build(),
                                    BodyHandlers.ofInputStream())
                            .get()
                            .body();
            String unknown = reports.take();
            assertTrue(unknown.contains("asked for by sendAsync, and this is"), unknown);
            other.close();
        }
    }

    @Test
    void surplusOfABurstGoesSlowly() throws Exception {
        Semaphore all = new Semaphore(0);
        try (RawServer server =
                        RawServer.start(guest -> {
                            while (guest.awaitRequest()) {
                                all.acquire();
                                guest.answer("ok");
                            }
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                calls.add(
                        client.sendAsync(
                                HttpRequest.newBuilder(server.uri("/")).build(),
                                BodyHandlers.ofString()));
            }
            await(() -> server.connections() == 50);
            all.release(1000);
            for (CompletableFuture<HttpResponse<String>> call : calls) {
                call.get();
            }
            assertTrue(client.figures().open() >= 40, client.figures().toString());
        }
    }

    @Test
    void aFinThatHasComeBeforeOursIsTheFirst() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        RawServer.Script script =
                guest -> {
                    guest.awaitRequest();
                    guest.send(
                            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\no");
                    guest.send("k").close();
                    closed.countDown();
                };
        try (RawServer server = RawServer.start(script);
                LingerClient client = LingerClient.newHttpClient()) {
            client.send(
                    HttpRequest.newBuilder(server.uri("/")).build(),
                    _ -> {
                        awaitLatch(closed);
                        return BodySubscribers.discarding();
                    });
            assertEquals(
                    ClosedFirst.SERVER,
                    client.ledger().last().getFirst().verdict().closing().closedFirst());
        }
    }

    private static void awaitLatch(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void ledgerKnowsEveryEnd() throws Exception {
        try (RawServer server = RawServer.start(PoolTest::serve)) {
            LingerClient client = LingerClient.newHttpClient();
            get(client, server);
            client.close();
            assertEquals(1, client.ledger().closed(CloseCause.DRAIN));
            assertEquals(
                    CloseCause.DRAIN,
                    client.ledger().last().getFirst().verdict().closing().cause());
            assertTrue(client.isTerminated());
        }
    }
}
