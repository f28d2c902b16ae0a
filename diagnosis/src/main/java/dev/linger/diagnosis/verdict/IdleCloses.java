package dev.linger.diagnosis.verdict;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Moment;
import java.util.TreeMap;

/** When idle connections of one group closed: which of them together, and how many usually. */
final class IdleCloses {
    final TreeMap<Long, Integer> times = new TreeMap<>();
    private int count;
    private long sinceNanos = Long.MAX_VALUE;
    private long untilNanos = Long.MIN_VALUE;
    private long forgottenNanos = Long.MIN_VALUE;

    void add(Moment at) {
        times.merge(Math.floorDiv(at.atNanos(), Patterns.BUCKET_NANOS), 1, Integer::sum);
        count++;
    }

    void forgetBefore(long bucket) {
        times.headMap(bucket, false).clear();
        count = times.values().stream().mapToInt(Integer::intValue).sum();
        forgottenNanos = bucket * Patterns.BUCKET_NANOS;
    }

    /** A connection of the group was open for that time. */
    void watched(ConnectionLife life, Moment closed) {
        sinceNanos = Math.min(sinceNanos, life.opened().atNanos());
        untilNanos = Math.max(untilNanos, closed.atNanos());
    }

    /**
     * How many close within three quarters of a second on average, those of a burst aside, since
     * the first of the group was open.
     */
    double usualBeside(int burst) {
        long span = untilNanos - Math.max(sinceNanos, forgottenNanos) - Patterns.BURST_NANOS;
        return (double) (count - burst)
                * Patterns.BURST_NANOS
                / Math.max(span, Patterns.BURST_NANOS);
    }
}
