package dev.linger.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Looks that take some of a processor, by its real clock. */
class BudgetTest {
    private static final long MILLION = 1_000_000;
    private static final long LOOK_MILLIS = 30;

    private static void look() {
        long end = used() + LOOK_MILLIS * MILLION;
        while (used() < end) {
            Thread.onSpinWait();
        }
    }

    private static long used() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void aDearLookIsRepeatedInPartAndTheFirstIsLetOff() {
        Budget budget = new Budget(Duration.ofMillis(100));
        for (int full = 0; full < 2; full++) {
            assertTrue(budget.begin(true));
            look();
            budget.nextNanos(true);
            assertFalse(budget.isExceeded(), "the next one is cheaper");
        }
        assertFalse(budget.begin(true));
        budget.nextNanos(true);
        assertFalse(budget.isExceeded());
    }

    @Test
    void whereALookInPartIsDearTooItComesLater() {
        Budget budget = new Budget(Duration.ofMillis(100));
        for (int full = 0; full < 2; full++) {
            budget.begin(true);
            look();
            budget.nextNanos(true);
        }
        assertFalse(budget.begin(true));
        long began = System.nanoTime();
        look();
        assertTrue(budget.nextNanos(true) - began > 1000 * MILLION);
        assertTrue(budget.isExceeded());
    }

    @Test
    void whereNoLookIsInPartADearOneComesLater() {
        Budget budget = new Budget(Duration.ofMillis(100));
        budget.begin(false);
        budget.nextNanos(false);
        assertTrue(budget.begin(false));
        long began = System.nanoTime();
        look();
        assertTrue(budget.nextNanos(false) - began > 1000 * MILLION);
        assertTrue(budget.isExceeded());
    }

    @Test
    void aCheapLookIsAtAllSockets() {
        Budget budget = new Budget(Duration.ofHours(1));
        for (int look = 0; look < 5; look++) {
            assertTrue(budget.begin(true));
            long next = budget.nextNanos(true);
            assertEquals(3600, (next - System.nanoTime()) / 1e9, 60);
        }
    }
}
