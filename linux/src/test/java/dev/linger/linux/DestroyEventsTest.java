package dev.linger.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Endpoint;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A wait in the kernel is not interrupted, so the limit needs a thread of its own. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DestroyEventsTest {
    private static final int FOREVER = -1;

    /** The idle time before its end, in milliseconds, of each socket whose end is told. */
    private static Map<Endpoint, Long> ends(DestroyEvents events, Endpoint... awaited)
            throws RefusedByKernelException {
        Map<Endpoint, Long> ends = new HashMap<>();
        while (!ends.keySet().containsAll(List.of(awaited))) {
            events.await(FOREVER, event -> ends.put(event.local(), event.lastDataReceivedMillis()));
        }
        return ends;
    }

    @Test
    void tellsTheEndOfBothSockets() throws Exception {
        try (DestroyEvents events = new DestroyEvents();
                Loopback pair = Loopback.at("127.0.0.1")) {
            Endpoint client = pair.clientEnd();
            Endpoint server = pair.serverEnd();

            Loopback.closeFirst(pair.client(), pair.server());

            assertTrue(ends(events, client, server).values().stream().allMatch(idle -> idle >= 0));
            assertEquals(0, events.lost());
        }
    }

    @Test
    void tellsTheEndOfIpv6SocketsToo() throws Exception {
        try (DestroyEvents events = new DestroyEvents();
                Loopback pair = Loopback.at("::1")) {
            Endpoint server = pair.serverEnd();

            Loopback.closeFirst(pair.server(), pair.client());

            assertTrue(ends(events, server).containsKey(server));
        }
    }

    @Test
    void countsWhatTheKernelHadToDrop() throws Exception {
        int smallest = 4096;
        long expected = 0;
        long seen = 0;
        try (DestroyEvents events = new DestroyEvents(smallest)) {
            // A busy kernel may tell them so slowly that none is lost.
            while (events.lost() == 0) {
                for (int i = 0; i < 200; i++) {
                    closeOne();
                }
                expected += 400;
                while (seen + events.lost() < expected) {
                    seen += events.await(100, event -> assertEquals(TcpState.CLOSE, event.state()));
                }
            }
            assertTrue(
                    seen + events.lost() >= expected,
                    seen + " seen and " + events.lost() + " lost of " + expected);
        }
    }

    private static void closeOne() throws IOException {
        try (Loopback pair = Loopback.at("127.0.0.1")) {
            Loopback.closeFirst(pair.client(), pair.server());
        }
    }

    @Test
    void waitsNoLongerWhenItIsClosed() throws Exception {
        DestroyEvents events = new DestroyEvents();
        CompletableFuture<Integer> last = new CompletableFuture<>();
        Thread waiting = Thread.ofPlatform().start(() -> awaitForever(events, last));
        while (waiting.getState() != Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }

        events.close();

        assertEquals(DestroyEvents.CLOSED, last.get(10, TimeUnit.SECONDS));
        assertEquals(DestroyEvents.CLOSED, events.await(FOREVER, _ -> {}));
    }

    private static void awaitForever(DestroyEvents events, CompletableFuture<Integer> last) {
        try {
            int count = 0;
            while (count != DestroyEvents.CLOSED) {
                count = events.await(FOREVER, _ -> {});
            }
            last.complete(count);
        } catch (RefusedByKernelException e) {
            last.completeExceptionally(e);
        }
    }
}
