package dev.linger.client;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** Deadlines as the milliseconds that a socket waits. */
final class Waits {
    private Waits() {}

    /** No moment. */
    static final long NEVER = Long.MAX_VALUE;

    /** When this time will have passed from now on; {@link #NEVER} where it never does. */
    static long after(Duration duration) {
        return duration.compareTo(Deadlines.NEVER) >= 0
                ? NEVER
                : after(System.nanoTime(), duration);
    }

    /** When this time will have passed (System.nanoTime); {@link #NEVER} where it never does. */
    static long after(long now, Duration duration) {
        return duration.compareTo(Deadlines.NEVER) >= 0 ? NEVER : now + duration.toNanos();
    }

    /** When so many milliseconds will have passed; 0 is for ever, {@link #NEVER}. */
    static long by(int millis) {
        return millis == 0 ? NEVER : System.nanoTime() + millis * 1_000_000L;
    }

    /**
     * Milliseconds left until that moment; 0 is for ever.
     *
     * @throws SocketTimeoutException if it has passed
     */
    static int left(long by) throws SocketTimeoutException {
        if (by == NEVER) {
            return 0;
        }
        long left = by - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("it was not complete in time");
        }
        return Math.clamp((left + 999_999) / 1_000_000, 1, Integer.MAX_VALUE);
    }

    /**
     * The same, and no more than the duration.
     *
     * @throws SocketTimeoutException if the moment has passed
     */
    static int left(long by, Duration most) throws SocketTimeoutException {
        return shorter(left(by), millis(NEVER, most));
    }

    /** The shorter one of two waits in milliseconds; 0 is for ever. */
    static int shorter(int one, int other) {
        return one == 0 || other == 0 ? Math.max(one, other) : Math.min(one, other);
    }

    /** Whether that moment has passed. */
    static boolean hasPassed(long by, long now) {
        return by != NEVER && now - by >= 0;
    }

    /** The earlier of two moments. */
    static long earlier(long one, long other) {
        if (one == NEVER || other == NEVER) {
            return one == NEVER ? other : one;
        }
        return one - other < 0 ? one : other;
    }

    /** Milliseconds to wait for the duration, not beyond the moment; 0 is for ever. */
    static int millis(long by, Duration duration) {
        boolean never = duration.equals(Deadlines.NEVER);
        if (by == NEVER) {
            return never ? 0 : Math.clamp(duration.toMillis(), 1, Integer.MAX_VALUE);
        }
        long left = (by - System.nanoTime() + 999_999) / 1_000_000;
        long most = never ? left : Math.min(left, duration.toMillis());
        return Math.clamp(most, 1, Integer.MAX_VALUE);
    }
}
