package dev.linger.diagnosis.finding;

/**
 * How many connections were busy at the same moment, exactly: a series in steps misses those that
 * come and go within one. Exact for few; of more than {@link #MOST} this says so many. Connections
 * may come in any order in which those that ended within the last {@link #MOST} are among the
 * latest. Not thread-safe.
 */
final class AtOnce {
    /** Most that are told apart at one moment. */
    static final int MOST = 16;

    private final long[] from = new long[MOST];
    private final long[] to = new long[MOST];
    private int kept;
    private int next;
    private int most;

    /** A connection that was busy from here to there. */
    void add(long fromNanos, long toNanos) {
        if (most == MOST) {
            return; // more cannot be told
        }
        from[next] = fromNanos;
        to[next] = toNanos;
        next = (next + 1) % MOST;
        kept = Math.min(MOST, kept + 1);
        most = Math.max(most, most(fromNanos, toNanos));
    }

    /** Whenever most are busy, one of them has just begun: so only begins are looked at. */
    private int most(long fromNanos, long toNanos) {
        int highest = 0;
        for (int at = 0; at < kept; at++) {
            if (from[at] >= fromNanos && from[at] < toNanos) {
                highest = Math.max(highest, busyAt(from[at]));
            }
        }
        return highest;
    }

    private int busyAt(long nanos) {
        int busy = 0;
        for (int at = 0; at < kept; at++) {
            busy += from[at] <= nanos && nanos < to[at] ? 1 : 0;
        }
        return busy;
    }

    int most() {
        return most;
    }
}
