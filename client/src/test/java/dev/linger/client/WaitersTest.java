package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.RawServer;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who waits for a connection, and who does no more. */
@Timeout(30)
class WaitersTest {
    @Test
    void whoJoinsTheRowLooksOnceMoreBeforeItSleeps() throws Exception {
        Route route = new Route(false, "localhost", 80, null, null);
        assertTrue(new Waiters().await(route, System.nanoTime(), () -> true));
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
                            guest.hasRequest();
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
                                .keeping(Keeping.defaults().withPerOrigin(1))
                                .build()) {
            var refused = client.sendAsync(request, BodyHandlers.discarding());
            first.await();
            var connecting = client.sendAsync(request, BodyHandlers.discarding());
            while (client.figures().waiting() == 0) {
                Thread.onSpinWait();
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
}
