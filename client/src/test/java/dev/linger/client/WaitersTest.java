package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.RawServer;
import dev.linger.testkit.Spin;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who waits for a connection, and who does no more. */
@Timeout(30)
class WaitersTest {
    @Test
    void whoJoinsTheRowLooksOnceMoreBeforeItSleeps() throws Exception {
        Route route = new Route(false, "localhost", 80, null, null);
        assertTrue(new Waiters(_ -> true).await(route, System.nanoTime(), () -> true));
    }

    @Test
    void whoHasAPlaceAndConnectsStandsInNobodysWay() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch refuse = new CountDownLatch(1);
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("https://example.invalid/")).build();
        try (RawServer proxy =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            if (guest.number() == 1) {
                                first.countDown();
                                refuse.await();
                                guest.send(RawServer.response("403 No", ""));
                            } else {
                                second.countDown();
                                guest.awaitEnd();
                            }
                        });
                LingerClient client =
                        LingerClient.newBuilder()
                                .proxy(ProxySelector.of(proxy.address()))
                                .poolLimits(PoolLimits.defaults().withPerOrigin(1))
                                .build()) {
            var refused = client.sendAsync(request, BodyHandlers.discarding());
            first.await();
            var connecting = client.sendAsync(request, BodyHandlers.discarding());
            while (client.figures().waiting() == 0) {
                Spin.turn();
            }
            refuse.countDown();
            second.await();
            int waiting = client.figures().waiting();
            client.shutdownNow();
            assertEquals(0, waiting);
            assertThrows(ExecutionException.class, refused::get);
            assertThrows(ExecutionException.class, connecting::get);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoComesLaterDoesNotOvertake(boolean sameOrigin) throws Exception {
        List<String> served = new CopyOnWriteArrayList<>();
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(1);
        RawServer.Script script =
                guest -> {
                    while (guest.awaitRequest()) {
                        String path = guest.request().split(" ", 3)[1];
                        served.add(path);
                        asked.countDown();
                        waiting.await();
                        guest.answer(path);
                    }
                };
        PoolLimits tight =
                sameOrigin
                        ? PoolLimits.defaults().withPerOrigin(1)
                        : PoolLimits.defaults().withInAll(1);
        try (RawServer one = RawServer.start(script);
                RawServer other = RawServer.start(script);
                LingerClient client = LingerClient.newBuilder().poolLimits(tight).build()) {
            HttpRequest again = HttpRequest.newBuilder(one.uri("/busy")).build();
            FutureTask<Integer> busy =
                    new FutureTask<>(() -> {
                        client.send(again, BodyHandlers.discarding());
                        client.send(again, BodyHandlers.discarding());
                        return client.send(again, BodyHandlers.discarding()).statusCode();
                    });
            Thread.ofPlatform().start(busy);
            asked.await();
            var once =
                    client.sendAsync(
                            HttpRequest.newBuilder((sameOrigin ? one : other).uri("/once")).build(),
                            BodyHandlers.discarding());
            while (client.figures().waiting() == 0) {
                Spin.turn();
            }
            waiting.countDown();
            once.get();
            assertEquals(200, busy.get());
            assertEquals(List.of("/busy", "/once", "/busy", "/busy"), served);
        }
    }
}
