package dev.linger.capture.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DepartedTest {

    @Test
    void theLatestDepartedAreRememberedAndTheOldestForgotten() {
        Departed departed = new Departed();
        Random random = new Random(7);
        ArrayDeque<Long> added = new ArrayDeque<>();
        for (int n = 0; n < 200_000; n++) {
            long hash = random.nextLong() | 1;
            departed.add(hash, n);
            added.addLast(hash);
            if (added.size() > 1 << 14) {
                assertFalse(departed.contains(added.removeFirst()));
            }
        }
        for (long hash : added) {
            assertTrue(departed.contains(hash));
        }
        // even hashes were not added; the last was added at 199,999
        assertEquals(-1, departed.sinceNanos(2, 200_000));
        assertEquals(5, departed.sinceNanos(added.getLast(), 200_004));
    }
}
