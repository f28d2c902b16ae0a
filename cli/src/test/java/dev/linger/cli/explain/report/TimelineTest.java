package dev.linger.cli.explain.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Series;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long BEGIN = 1_700_000_000 * SECOND;

    private final Series series = new Series();

    private Timeline over(double seconds) {
        return Timeline.over(List.of(series), BEGIN, BEGIN + (long) (seconds * 1e9));
    }

    @Test
    void nothingIsLostWhereStepsAreJoined() {
        for (int second = 0; second < 3600; second++) {
            series.add(BEGIN + second * SECOND, 2);
        }
        Timeline axis = over(3600);
        assertTrue(axis.steps() <= 161, () -> axis.steps() + " steps");
        assertEquals(7200, Arrays.stream(axis.amounts(series)).sum());
    }

    @Test
    void seriesOfDifferentStepsShareAnAxis() {
        Series other = new Series();
        series.add(BEGIN, 1);
        series.add(BEGIN + 100 * SECOND, 1);
        other.add(BEGIN + SECOND, 5);
        Timeline axis = Timeline.over(List.of(series, other), BEGIN, BEGIN + 100 * SECOND);
        assertEquals(2, Arrays.stream(axis.amounts(series)).sum());
        assertEquals(5, Arrays.stream(axis.amounts(other)).sum());
    }

    @Test
    void aLevelIsTheHighestOfItsStep() {
        series.add(BEGIN, 3);
        series.add(BEGIN + SECOND / 10, -2);
        Timeline axis = Timeline.over(List.of(series), BEGIN, BEGIN + SECOND / 5);
        long[] levels = axis.levels(series);
        assertEquals(3, levels[0]);
        assertEquals(1, levels[levels.length - 1]);
    }

    @Test
    void whatStaysAMinuteFallsAfterAMinute() {
        series.add(BEGIN, 10);
        Timeline axis = over(120);
        long[] levels = axis.levels(series, 60);
        long full = Arrays.stream(levels).filter(level -> level == 10).count();
        assertEquals(60, full * axis.stepNanos() / 1e9, 2);
        assertEquals(0, levels[levels.length - 1]);
    }

    @Test
    void aShortSeriesKeepsItsPeakAndItsLastLevelOnALongAxis() {
        series.add(BEGIN + SECOND, 5);
        series.add(BEGIN + 2 * SECOND, -3);
        Timeline axis = over(30 * 86_400);
        long[] levels = axis.levels(series);
        assertEquals(5, levels[0]);
        assertTrue(Arrays.stream(levels).skip(1).allMatch(level -> level == 2));
    }

    @Test
    void aMomentIsAnAxisOfOneStep() {
        series.add(BEGIN, 1);
        assertArrayEquals(new long[] {1}, over(0).amounts(series));
    }
}
