package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.Spin;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a client comes to its end. */
@Timeout(30)
class OperationsTest {
    @Test
    void twoWhoCloseAtTheSameTimeTerminateIt() throws Exception {
        for (int round = 0; round < 500; round++) {
            Operations operations = new Operations();
            AtomicInteger there = new AtomicInteger();
            Thread other = Thread.ofPlatform().start(() -> close(operations, there));
            close(operations, there);
            other.join();
            assertTrue(operations.isTerminated(), "in round " + round);
        }
    }

    @Test
    void awaitingTakesTimesBeyondAllClocks() throws Exception {
        Operations operations = new Operations();
        operations.close(() -> {});
        assertTrue(operations.await(Duration.ofSeconds(Long.MAX_VALUE)));
    }

    private static void close(Operations operations, AtomicInteger there) {
        there.incrementAndGet();
        while (there.get() < 2) {
            Spin.turn();
        }
        operations.close(() -> {});
    }
}
