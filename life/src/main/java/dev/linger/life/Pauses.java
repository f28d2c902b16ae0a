package dev.linger.life;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The idle times between the exchanges of a connection: from the end of a response to the first
 * byte of the next request. Counted in steps of a fifth (19 %), from {@value #SHORTEST_SECONDS} s
 * on; a shorter time is no pause. Immutable.
 */
public final class Pauses implements Serializable {

    /** What is shorter is the client at work, not a pause. */
    public static final double SHORTEST_SECONDS = 0.1;

    /** A connection without a pause. */
    public static final Pauses NONE = new Pauses(new int[0], 0);

    private static final long serialVersionUID = 1L;
    private static final double STEP = Math.log(2) / 4;

    /** By step; the last one is not 0. */
    private final int[] counts;

    private final long longestNanos;

    private Pauses(int[] counts, long longestNanos) {
        this.counts = counts;
        this.longestNanos = longestNanos;
    }

    /** These and one more; the same where the time is too short for a pause. */
    public Pauses and(long nanos) {
        double steps = nanos <= 0 ? -1 : Math.log(nanos / 1e9 / SHORTEST_SECONDS) / STEP;
        if (steps < 0) {
            return this;
        }
        int step = (int) steps;
        int[] more = Arrays.copyOf(counts, Math.max(counts.length, step + 1));
        more[step]++;
        return new Pauses(more, Math.max(longestNanos, nanos));
    }

    /** Those of both. */
    public Pauses and(Pauses others) {
        int[] more = Arrays.copyOf(counts, Math.max(counts.length, others.counts.length));
        for (int step = 0; step < others.counts.length; step++) {
            more[step] += others.counts[step];
        }
        return new Pauses(more, Math.max(longestNanos, others.longestNanos));
    }

    /** How many there were. */
    public long count() {
        return Arrays.stream(counts).asLongStream().sum();
    }

    /** 0 where there was none. */
    public long longestNanos() {
        return longestNanos;
    }

    /**
     * About how many lie in this range: a step that lies in it in part counts with that part.
     *
     * @param fromSeconds inclusive
     * @param toSeconds exclusive
     */
    public double between(double fromSeconds, double toSeconds) {
        double sum = 0;
        for (int step = 0; step < counts.length; step++) {
            double begin = SHORTEST_SECONDS * Math.exp(step * STEP);
            double end = SHORTEST_SECONDS * Math.exp((step + 1) * STEP);
            double inside = Math.min(end, toSeconds) - Math.max(begin, fromSeconds);
            sum += counts[step] * Math.max(0, inside / (end - begin));
        }
        return sum;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pauses pauses
                && longestNanos == pauses.longestNanos
                && Arrays.equals(counts, pauses.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return count() + " pauses, the longest of " + longestNanos / 1e9 + " s";
    }
}
