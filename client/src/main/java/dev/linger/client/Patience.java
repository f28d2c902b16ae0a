package dev.linger.client;

import org.jspecify.annotations.Nullable;

/**
 * How long one origin's idle connections may be used again: as it announces ({@code Keep-Alive:
 * timeout=}), else as was learned from the moments at which it closed, else some seconds, and
 * longer once connections were seen to live longer. A connection that is idle for longer is not
 * used any more, but one of them stays to find out when the server closes. Thread-safe.
 */
final class Patience {
    private static final long UNKNOWN_NANOS = 4_000_000_000L;

    private static final long BETWEEN_LESSONS_NANOS = 50_000_000L;

    /** What is left of the server's time once a request has gone to it. */
    private static final double SAFE_PART = 0.8;

    private long announced = -1;
    private long learned = -1;
    private long survived;
    private long lastLesson;
    private @Nullable Connection scout;

    /** Whether it is time to learn from another close: where there are many, some will do. */
    synchronized boolean learnsAt(long now) {
        boolean learns = lastLesson == 0 || now - lastLesson > BETWEEN_LESSONS_NANOS;
        lastLesson = learns ? now : lastLesson;
        return learns;
    }

    /** The server says how long it keeps connections. */
    synchronized void announced(int seconds) {
        announced = seconds * 1_000_000_000L;
    }

    /** The server closed a connection that was idle for this long. */
    synchronized void ended(long idleNanos) {
        // Once for a while a server closes early, for reasons of its own: the shortest one counts.
        learned = learned < 0 ? idleNanos : Math.min(learned, idleNanos);
        survived = Math.min(survived, idleNanos);
    }

    /** A connection is open that was idle for this long. */
    synchronized void survived(long idleNanos) {
        survived = Math.max(survived, idleNanos);
        if (learned >= 0 && idleNanos > learned + learned / 4) {
            learned = -1;
        }
    }

    /**
     * How long a connection may be idle and be used again, in nanoseconds.
     *
     * @param most what the settings allow
     */
    synchronized long limit(long most) {
        long known = known();
        return Math.min(most, known < 0 ? Math.max(UNKNOWN_NANOS, part(survived)) : part(known));
    }

    private static long part(long nanos) {
        return (long) (nanos * SAFE_PART);
    }

    /** Lets this connection stay, unused, to find out when the server closes, if one is wanted. */
    synchronized boolean appointScout(Connection connection) {
        boolean closesAsAnnounced = learned < 0 || learned >= announced;
        if (announced >= 0 && closesAsAnnounced) {
            return false;
        }
        if (scout == null || scout.holder.get() == Connection.Holder.NOBODY) {
            scout = connection;
        }
        return scout == connection;
    }

    /** A connection has ended: who finds out next is another one. */
    synchronized void forget(Connection connection) {
        scout = scout == connection ? null : scout;
    }

    /** The idle time at which this origin closes, in nanoseconds; -1 where it is not known. */
    synchronized long known() {
        return announced < 0 || learned < 0
                ? Math.max(announced, learned)
                : Math.min(announced, learned);
    }
}
