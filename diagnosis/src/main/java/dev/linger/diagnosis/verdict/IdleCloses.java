package dev.linger.diagnosis.verdict;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Moment;
import java.util.TreeMap;

/** When idle connections of one group closed: which of them together, and how many usually. */
final class IdleCloses {
    /**
     * Those that closed together: of connections that were all open when the first of them closed.
     *
     * @param waited those of them that had waited, without a word of a close
     * @param widthNanos from the first to the last
     */
    record Together(int count, int waited, long widthNanos) {}

    private static final class Bucket {
        private int count;
        private int waited;
        private int later;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
    }

    private final TreeMap<Long, Bucket> times = new TreeMap<>();
    private int count;
    private long sinceNanos = Long.MAX_VALUE;
    private long untilNanos = Long.MIN_VALUE;
    private long forgottenNanos = Long.MIN_VALUE;

    void add(ConnectionLife life, Moment at, boolean waited) {
        long nanos = at.atNanos();
        count++;
        Bucket bucket =
                times.computeIfAbsent(
                        Math.floorDiv(nanos, Patterns.BUCKET_NANOS), _ -> new Bucket());
        if (life.opened().atNanos() > bucket.first) {
            bucket.later++;
            return;
        }
        bucket.count++;
        bucket.waited += waited ? 1 : 0;
        bucket.first = Math.min(bucket.first, nanos);
        bucket.last = Math.max(bucket.last, nanos);
    }

    /** In three quarters of a second: those of its quarter and of the next ones. */
    Together around(long atNanos) {
        long bucket = Math.floorDiv(atNanos, Patterns.BUCKET_NANOS);
        int together = 0;
        int waited = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Bucket near : times.subMap(bucket - 1, true, bucket + 1, true).values()) {
            together += near.count;
            waited += near.waited;
            first = Math.min(first, near.first);
            last = Math.max(last, near.last);
        }
        return new Together(together, waited, together == 0 ? 0 : last - first);
    }

    /** How many quarters of a second it holds. */
    int size() {
        return times.size();
    }

    void forgetBefore(long bucket) {
        times.headMap(bucket, false).clear();
        count = times.values().stream().mapToInt(one -> one.count + one.later).sum();
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
