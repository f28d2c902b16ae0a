package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is remembered of servers between connections. */
@Timeout(30)
class NamesTest {
    @Test
    void aNameThatNoThreadCouldAskForIsAskedForAgain() throws Exception {
        AtomicBoolean once = new AtomicBoolean();
        Names names =
                new Names(task -> {
                    if (once.compareAndSet(false, true)) {
                        throw new OutOfMemoryError("unable to create native thread");
                    }
                    task.run();
                });
        long by = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        assertThrows(OutOfMemoryError.class, () -> names.of("localhost", by));
        assertTrue(names.of("localhost", by).length > 0);
    }

    @Test
    void portsThatHaveComeBackAreForgottenWithTheirDestinations() {
        Ports ports = new Ports();
        long now = System.nanoTime();
        for (int port = 1; port <= 100; port++) {
            ports.ended(destination(port), CloseCause.SURPLUS, now);
        }
        assertEquals(100, ports.destinations());
        ports.ended(destination(1), CloseCause.SURPLUS, now + Duration.ofMinutes(2).toNanos());
        assertEquals(1, ports.destinations());
    }

    private static InetSocketAddress destination(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
