package dev.linger.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class PausesTest {
    private static final long SECOND = 1_000_000_000L;

    private static Pauses of(double... seconds) {
        Pauses pauses = Pauses.NONE;
        for (double one : seconds) {
            pauses = pauses.and(Math.round(one * SECOND));
        }
        return pauses;
    }

    @Test
    void aClientAtWorkPausesNot() {
        assertSame(Pauses.NONE, of(0.099, 0, -3));
        assertEquals(1, of(0.1).count());
    }

    @Test
    void theLongestIsKeptToTheNanosecond() {
        assertEquals(7 * SECOND, of(0.2, 7, 3).longestNanos());
        assertEquals(0, Pauses.NONE.longestNanos());
    }

    @Test
    void aRangeHoldsWhatLiesInIt() {
        Pauses pauses = of(0.2, 4.5, 4.6, 30);
        assertEquals(2, pauses.between(3, 6), 0.001);
        assertEquals(4, pauses.between(0, Double.POSITIVE_INFINITY), 0.001);
        assertEquals(0, pauses.between(60, 3600), 0.001);
    }

    @Test
    void aStepThatLiesInARangeInPartCountsWithThatPart() {
        double half = of(1).between(0, 1) + of(1).between(1, 2);
        assertEquals(1, half, 0.001);
        assertEquals(0.5, of(0.1).between(0.1, 0.1 + 0.1 * (Math.pow(2, 0.25) - 1) / 2), 0.001);
    }

    @Test
    void thoseOfTwoConnectionsAddUpInAnyOrder() {
        Pauses few = of(0.2, 1);
        Pauses many = of(90, 90, 1);
        assertEquals(5, few.and(many).count());
        assertEquals(few.and(many), many.and(few));
        assertEquals(few.and(many).hashCode(), many.and(few).hashCode());
        assertEquals(90 * SECOND, few.and(many).longestNanos());
        assertNotEquals(few, many);
        assertEquals(few, few.and(Pauses.NONE));
    }

    @Test
    void pausesOfYearsAreCountedAsWell() {
        Pauses years = Pauses.NONE.and(Long.MAX_VALUE);
        assertEquals(1, years.count());
        assertEquals(1, years.between(1, 1e11), 0.001);
    }
}
