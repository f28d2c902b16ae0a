package dev.linger.linux;

import java.util.Arrays;

/**
 * The closings of the last minute by second, told by what is left of each TIME_WAIT's timer. A
 * packet that meets a TIME_WAIT starts its timer again, so an age is a lower bound
 * (net/ipv4/tcp_minisocks.c). Not thread-safe.
 */
public final class ClosesPerSecond {
    private static final int SECONDS = 60;

    /** Empty until the first: most destinations have no TIME_WAIT. */
    private int[] bySecond = {};

    void add(long ageMillis) {
        if (bySecond.length == 0) {
            bySecond = new int[SECONDS];
        }
        bySecond[Math.clamp(ageMillis / 1000, 0, SECONDS - 1)]++;
    }

    /** Both together; one of them where the other has none. */
    ClosesPerSecond with(ClosesPerSecond other) {
        if (bySecond.length == 0 || other.bySecond.length == 0) {
            return bySecond.length == 0 ? other : this;
        }
        ClosesPerSecond both = new ClosesPerSecond();
        both.bySecond = new int[SECONDS];
        Arrays.setAll(both.bySecond, second -> bySecond[second] + other.bySecond[second]);
        return both;
    }

    /**
     * Closings in one second.
     *
     * @param ago 0 for the last one, to 59
     */
    public int ago(int ago) {
        return between(ago, ago + 1);
    }

    /**
     * Closings between these seconds.
     *
     * @param from the later one, from 0
     * @param to the earlier one, to 60; its own second does not count
     */
    public int between(int from, int to) {
        return bySecond.length == 0 ? 0 : Arrays.stream(bySecond, from, to).sum();
    }

    /** Closings in all 60 seconds. */
    public int inAll() {
        return between(0, SECONDS);
    }

    /** Closings a second, over the last ones. */
    public double rate(int seconds) {
        return between(0, seconds) / (double) seconds;
    }
}
