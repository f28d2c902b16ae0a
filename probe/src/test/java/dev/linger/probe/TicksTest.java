package dev.linger.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TicksTest {
    private static final long MILLI = 1_000_000L;

    private static Ticks.Gap gap(long fromMillis, long toMillis) {
        return new Ticks.Gap(fromMillis * MILLI, toMillis * MILLI);
    }

    @Test
    void timersOfTheirOwnGiveTheMiddle() {
        Ticks ticks = Ticks.of(List.of(gap(0, 2001), gap(125, 2127), gap(250, 2290)), 0);
        assertEquals(Ticks.Kind.TIMERS, ticks.kind());
        assertEquals(2002 * MILLI, ticks.time().nanos());
        assertEquals(2001 * MILLI, ticks.time().least());
    }

    @Test
    void aLookOnceASecondLeavesTheTimeoutBetweenTheShortestAndTheOnePassedOver() {
        List<Ticks.Gap> gaps = new ArrayList<>();
        for (long from = 0; from <= 1000; from += 125) {
            long timeout = 2000;
            long due = from + timeout;
            long look = (due + 999 - 300) / 1000 * 1000 + 300; // looks at 300 of each second
            gaps.add(gap(from, look));
        }
        Ticks ticks = Ticks.of(gaps, 0);
        assertEquals(Ticks.Kind.NOW_AND_THEN, ticks.kind());
        assertTrue(Math.abs(ticks.time().nanos() - 2000 * MILLI) <= 63 * MILLI, ticks::toString);
        assertTrue(ticks.time().least() >= 2000 * MILLI, ticks::toString);
    }

    @Test
    void timesThatDifferOnPurposeGiveTheLongest() {
        Ticks ticks =
                Ticks.of(List.of(gap(0, 1810), gap(125, 2035), gap(250, 2240), gap(375, 2225)), 0);
        assertEquals(Ticks.Kind.SPREAD, ticks.kind());
        assertEquals(1990 * MILLI, ticks.time().nanos());
    }

    @Test
    void whatABusyMachineBlursIsNoPurpose() {
        List<Ticks.Gap> gaps =
                List.of(gap(0, 2003), gap(125, 2127), gap(250, 2430), gap(375, 2377));
        assertEquals(Ticks.Kind.SPREAD, Ticks.of(gaps, 0).kind());
        Ticks ticks = Ticks.of(gaps, 150 * MILLI);
        assertEquals(Ticks.Kind.TIMERS, ticks.kind());
        assertEquals(2003 * MILLI, ticks.time().nanos());
    }

    @Test
    void timesFarApartAreThoseOfSeveralServersAndTheShortestCounts() {
        List<Ticks.Gap> gaps = new ArrayList<>();
        for (int at = 0; at < 9; at++) {
            long wait = List.of(1003L, 2001L, 5010L).get(at % 3);
            gaps.add(gap(at * 125L, at * 125L + wait + at));
        }
        Ticks ticks = Ticks.of(gaps, 0);
        assertEquals(Ticks.Kind.SEVERAL, ticks.kind());
        assertEquals(3, ticks.groups().size());
        assertEquals(1006 * MILLI, ticks.time().nanos());
        assertEquals(1003 * MILLI, ticks.time().least());
    }
}
