package dev.linger.diagnosis.finding;

import dev.linger.life.JudgedLife;

/**
 * Moments in which many connections ended together: within a quarter of a second. Ends may come a
 * little out of order. Not thread-safe.
 */
public final class Bursts {
    /** Fewer at one moment are no burst. */
    public static final int MANY = 10;

    private static final long WITHIN_NANOS = 250_000_000L;

    private Samples current = new Samples();
    private Samples largest = current;
    private long beganNanos;
    private long largestNanos;
    private long count;
    private long total;

    void add(JudgedLife judged, long atNanos) {
        if (current.count() == 0 || Math.abs(atNanos - beganNanos) > WITHIN_NANOS) {
            current = new Samples();
            beganNanos = atNanos;
        }
        current.add(judged);
        total++;
        if (current.count() == MANY) {
            count++;
        }
        if (current.count() >= largest.count()) {
            largest = current;
            largestNanos = beganNanos;
        }
    }

    /** How many bursts there were. */
    public long count() {
        return count;
    }

    /** How many connections ended so, in a burst or not. */
    public long total() {
        return total;
    }

    /** The connections of the largest one. */
    public Samples largest() {
        return largest;
    }

    /** When that began, in nanoseconds since the epoch. */
    public long largestNanos() {
        return largestNanos;
    }
}
