package dev.linger.client;

import java.net.SocketTimeoutException;
import java.time.Duration;

/** Deadlines as the milliseconds that a socket waits. */
final class Waits {
    private Waits() {}

    /** No moment. */
    static final long NEVER = Long.MAX_VALUE;

    /** When this time will have passed (System.nanoTime); {@link #NEVER} where it never does. */
    static long after(long now, Duration duration) {
        return duration.equals(Deadlines.NEVER) ? NEVER : now + duration.toNanos();
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
        return (int) ((left + 999_999) / 1_000_000);
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
