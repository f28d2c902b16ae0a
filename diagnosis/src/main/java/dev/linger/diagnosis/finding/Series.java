package dev.linger.diagnosis.finding;

import java.util.Arrays;

/**
 * Amounts over time, in a bounded number of steps of equal length: the steps begin at 10 ms and
 * double whenever the time to cover outgrows them, so memory does not grow with the time. Not
 * thread-safe.
 */
public final class Series {
    /** So many, where nobody asks for fewer. */
    public static final int MOST_STEPS = 1024;

    private static final long FIRST_STEP_NANOS = 10_000_000;

    private final int mostSteps;
    private int[] amounts = {};

    /** Of each step the sum of amount times moment, in microseconds from {@link #baseNanos} on. */
    private long[] moments = {};

    private long baseNanos;
    private long stepNanos = FIRST_STEP_NANOS;
    private boolean isEmpty = true;

    /** Number of the first and of the last step that holds something, since the epoch. */
    private long first;

    private long last;
    private long total;

    public Series() {
        this(MOST_STEPS);
    }

    /**
     * @param mostSteps a power of two
     */
    Series(int mostSteps) {
        this.mostSteps = mostSteps;
    }

    /** Times may come in any order. */
    public void add(long atNanos, int amount) {
        long step = Math.floorDiv(atNanos, stepNanos);
        if (isEmpty) {
            isEmpty = false;
            baseNanos = atNanos;
            first = step;
            last = step;
            amounts = new int[1];
            moments = new long[1];
        }
        if (step < first || step > last) {
            step = stretch(atNanos, step);
        }
        amounts[(int) (step - first)] += amount;
        moments[(int) (step - first)] += amount * ((atNanos - baseNanos) / 1000);
        total += amount;
    }

    private long stretch(long atNanos, long beyond) {
        long step = beyond;
        while (Math.max(step, last) - Math.min(step, first) >= mostSteps) {
            halve();
            step = Math.floorDiv(atNanos, stepNanos);
        }
        long from = Math.min(step, first);
        long to = Math.max(step, last);
        if (from < first || to - from >= amounts.length) {
            int room = Math.max(amounts.length, roomFor(to - from + 1));
            int[] moved = new int[room];
            long[] movedMoments = new long[room];
            int length = (int) (last - first + 1);
            System.arraycopy(amounts, 0, moved, (int) (first - from), length);
            System.arraycopy(moments, 0, movedMoments, (int) (first - from), length);
            amounts = moved;
            moments = movedMoments;
        }
        first = from;
        last = to;
        return step;
    }

    private int roomFor(long steps) {
        return (int) Math.min(mostSteps, Long.highestOneBit(steps) * 2);
    }

    /** Steps of double length. */
    private void halve() {
        long start = Math.floorDiv(first, 2);
        int[] wider = new int[amounts.length];
        long[] widerMoments = new long[moments.length];
        for (long step = first; step <= last; step++) {
            int to = (int) (Math.floorDiv(step, 2) - start);
            wider[to] += amounts[(int) (step - first)];
            widerMoments[to] += moments[(int) (step - first)];
        }
        amounts = wider;
        moments = widerMoments;
        last = Math.floorDiv(last, 2);
        first = start;
        stepNanos *= 2;
    }

    /** All amounts together. */
    public long total() {
        return total;
    }

    /** The amounts from this time on, to the accuracy of a step. */
    public long totalSince(long atNanos) {
        long sum = 0;
        long from = Math.floorDiv(atNanos, stepNanos);
        for (long step = Math.max(first, from); !isEmpty && step <= last; step++) {
            sum += amounts[(int) (step - first)];
        }
        return sum;
    }

    /** When the last step that holds something and ends before this time began; 0 for none. */
    public long lastBefore(long atNanos) {
        long to = Math.min(last, Math.floorDiv(atNanos, stepNanos) - 1);
        for (long step = to; !isEmpty && step >= first; step--) {
            if (amounts[(int) (step - first)] != 0) {
                return step * stepNanos;
            }
        }
        return 0;
    }

    public long stepNanos() {
        return stepNanos;
    }

    /** Begin of the first step, in nanoseconds since the epoch; 0 where nothing was added. */
    public long startNanos() {
        return first * stepNanos;
    }

    /** The amount of each step, from {@link #startNanos} on. */
    public int[] amounts() {
        return isEmpty ? new int[0] : Arrays.copyOf(amounts, (int) (last - first + 1));
    }

    /**
     * The largest sum of amounts within a time of this length, to the accuracy of a step: how many
     * TIME_WAIT sockets there were at most, where each lasts that long. Of a longer step it is the
     * mean.
     */
    public long peakWithin(double seconds) {
        double ofStep = seconds * 1e9 / stepNanos;
        int window = (int) Math.max(1, Math.round(ofStep));
        int[] steps = amounts();
        long sum = 0;
        long peak = 0;
        for (int at = 0; at < steps.length; at++) {
            sum += steps[at] - (at >= window ? steps[at - window] : 0);
            peak = Math.max(peak, sum);
        }
        return ofStep < 1 ? (long) Math.ceil(peak * ofStep) : peak;
    }

    /**
     * The highest level, where amounts are rises and falls: how many were open at once. What rises
     * and falls within a step counts with its mean over the step.
     */
    public long peakLevel() {
        long level = 0;
        long peak = 0;
        for (long step = first; !isEmpty && step <= last; step++) {
            int at = (int) (step - first);
            double end = ((step + 1) * stepNanos - baseNanos) / 1000.0;
            double mean = level + (amounts[at] * end - moments[at]) / (stepNanos / 1000.0);
            level += amounts[at];
            peak = Math.max(peak, Math.max(level, Math.round(mean)));
        }
        return peak;
    }
}
