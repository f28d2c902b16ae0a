package dev.linger.linux;

import java.util.Arrays;

/**
 * The closings of the last minute by second, told by what is left of each TIME_WAIT's timer. A
 * packet that meets a TIME_WAIT starts its timer again, so an age is a lower bound
 * (net/ipv4/tcp_minisocks.c). Not thread-safe.
 */
public final class ClosesPerSecond {
    private static final int SECONDS = 60;

    private final int[] bySecond = new int[SECONDS];

    void add(long ageMillis) {
        bySecond[Math.clamp(ageMillis / 1000, 0, SECONDS - 1)]++;
    }

    /**
     * Closings in one second.
     *
     * @param ago 0 for the last one, to 59
     */
    public int ago(int ago) {
        return bySecond[ago];
    }

    /** Closings in all 60 seconds. */
    public int inAll() {
        return Arrays.stream(bySecond).sum();
    }

    /** Closings a second, over the last ones. */
    public double rate(int seconds) {
        return Arrays.stream(bySecond, 0, seconds).sum() / (double) seconds;
    }

    /** Closings a second over the oldest ones, whose ports are free next. */
    public double rateOfOldest(int seconds) {
        return Arrays.stream(bySecond, SECONDS - seconds, SECONDS).sum() / (double) seconds;
    }
}
