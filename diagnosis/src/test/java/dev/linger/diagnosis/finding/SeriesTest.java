package dev.linger.diagnosis.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long BEGIN = 1_795_252_396L * SECOND;

    @Test
    void countsStayWhileStepsDouble() {
        Series series = new Series();
        Random random = new Random(3);
        for (int n = 0; n < 100_000; n++) {
            series.add(BEGIN + random.nextLong(3600 * SECOND), 1);
        }
        assertEquals(100_000, series.total());
        assertEquals(100_000, Arrays.stream(series.amounts()).sum());
        assertTrue(series.amounts().length <= 1024);
        assertTrue(series.startNanos() <= BEGIN + SECOND);
    }

    @Test
    void theOrderOfTimesDoesNotMatter() {
        Series forward = new Series();
        Series backward = new Series();
        for (int n = 0; n < 5_000; n++) {
            forward.add(BEGIN + n * SECOND, 1);
            backward.add(BEGIN + (4_999 - n) * SECOND, 1);
        }
        assertEquals(forward.total(), backward.total());
        assertEquals(forward.stepNanos(), backward.stepNanos());
        assertEquals(Arrays.toString(forward.amounts()), Arrays.toString(backward.amounts()));
    }

    @Test
    void thePeakWithinAMinuteIsThatOfTheBusiestMinute() {
        Series series = new Series();
        for (int second = 0; second < 300; second++) {
            series.add(BEGIN + second * SECOND, second / 60 == 2 ? 10 : 1);
        }
        assertTrue(Math.abs(series.peakWithin(60) - 600) <= 12);
    }

    @Test
    void thePeakWithinAMinuteIsAMeanWhereStepsAreLonger() {
        Series series = new Series(64);
        for (int second = 0; second < 86_400; second++) {
            series.add(BEGIN + second * SECOND, 1);
        }
        assertTrue(series.stepNanos() > 60 * SECOND);
        assertTrue(series.amounts().length <= 64);
        assertTrue(Math.abs(series.peakWithin(60) - 60) <= 2, () -> "" + series.peakWithin(60));
    }

    @Test
    void thePeakLevelIsWhatWasOpenAtOnce() {
        Series open = new Series();
        for (int n = 0; n < 10; n++) {
            open.add(BEGIN + n * SECOND, 1);
            open.add(BEGIN + n * SECOND + 3 * SECOND - 1, -1);
        }
        assertEquals(3, open.peakLevel());
    }

    @Test
    void theLevelOfShortLivesIsTheirMeanWhereStepsAreLong() {
        Series open = new Series();
        for (int n = 0; n < 200_000; n++) {
            long at = BEGIN + n * (SECOND / 20);
            open.add(at, 1);
            open.add(at + SECOND / 4, -1);
        }
        assertTrue(open.stepNanos() > SECOND);
        assertEquals(5, open.peakLevel());
    }

    @Test
    void theTotalSinceATimeLeavesOutWhatWasBefore() {
        Series series = new Series();
        for (int n = 0; n < 100; n++) {
            series.add(BEGIN + n * SECOND, 2);
        }
        assertEquals(80, series.totalSince(BEGIN + 60 * SECOND));
        assertEquals(200, series.totalSince(BEGIN - SECOND));
        assertEquals(0, series.totalSince(BEGIN + 200 * SECOND));
    }

    @Test
    void nothingIsNothing() {
        Series none = new Series();
        assertEquals(0, none.peakWithin(60));
        assertEquals(0, none.peakLevel());
        assertEquals(0, none.totalSince(BEGIN));
        assertEquals(0, none.amounts().length);
    }
}
