package dev.linger.cli.explain.report;

import dev.linger.diagnosis.finding.Series;
import java.util.Collection;
import java.util.function.LongUnaryOperator;

/**
 * An axis of time in steps of equal length, fit for a picture, on which several series can be laid
 * although each has steps of its own: all are 10 ms times a power of two, counted from the epoch.
 *
 * @param startNanos begin of the first step, since the epoch
 */
record Timeline(long startNanos, long stepNanos, int steps) {
    private static final int MOST_STEPS = 160;
    private static final long FIRST_STEP_NANOS = 10_000_000;

    /** An axis that reaches from here to there and on which none of these loses anything. */
    static Timeline over(Collection<Series> all, long fromNanos, long toNanos) {
        long step = FIRST_STEP_NANOS;
        for (Series series : all) {
            step = Math.max(step, series.stepNanos());
        }
        while (toNanos / step - fromNanos / step >= MOST_STEPS) {
            step *= 2;
        }
        long first = Math.floorDiv(fromNanos, step);
        return new Timeline(first * step, step, (int) (Math.floorDiv(toNanos, step) - first) + 1);
    }

    /** The amount in each step. */
    long[] amounts(Series series) {
        Sum sum = new Sum(series);
        long[] amounts = new long[steps];
        for (int at = 0; at < steps; at++) {
            amounts[at] = sum.before(end(at)) - sum.before(end(at - 1));
        }
        return amounts;
    }

    /** The highest level in each step, where amounts are rises and falls. */
    long[] levels(Series series) {
        Sum sum = new Sum(series);
        return peaks(sum, 0, sum::before);
    }

    /** The same, where each rise is followed by its fall after a fixed time. */
    long[] levels(Series series, double seconds) {
        Sum sum = new Sum(series);
        long stay = Math.round(seconds * 1e9);
        return peaks(sum, stay, nanos -> sum.before(nanos) - sum.before(nanos - stay));
    }

    /**
     * @param stayNanos for how long after the last amount the level still changes
     */
    private long[] peaks(Sum sum, long stayNanos, LongUnaryOperator levelAt) {
        long[] peaks = new long[steps];
        long fine = sum.stepNanos;
        long changesTo = sum.endNanos() + stayNanos + fine;
        for (int at = 0; at < steps; at++) {
            // A short series on a long axis has few fine steps: elsewhere its level stays.
            long from = Math.max(end(at - 1) + fine, sum.startNanos);
            for (long nanos = from; nanos <= Math.min(end(at), changesTo); nanos += fine) {
                peaks[at] = Math.max(peaks[at], levelAt.applyAsLong(nanos));
            }
            peaks[at] = Math.max(peaks[at], levelAt.applyAsLong(end(at)));
        }
        return peaks;
    }

    private long end(int step) {
        return startNanos + (step + 1) * stepNanos;
    }

    /** How much had been added by a time. */
    private static final class Sum {
        private final long startNanos;
        private final long stepNanos;
        private final long[] sums;

        Sum(Series series) {
            startNanos = series.startNanos();
            stepNanos = series.stepNanos();
            int[] amounts = series.amounts();
            sums = new long[amounts.length + 1];
            for (int at = 0; at < amounts.length; at++) {
                sums[at + 1] = sums[at] + amounts[at];
            }
        }

        long endNanos() {
            return startNanos + (sums.length - 1) * stepNanos;
        }

        long before(long nanos) {
            long steps = Math.floorDiv(nanos - startNanos, stepNanos);
            return sums[(int) Math.clamp(steps, 0, sums.length - 1L)];
        }
    }
}
