package dev.linger.diagnosis.verdict;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Durations, counted in steps of one per cent: enough to see at which value they cluster, in memory
 * that does not grow with their number.
 */
public final class Histogram {
    private static final double STEP = Math.log(1.01);

    /** Durations count as the same value when they differ by at most this share, or this much. */
    private static final double SAME_SHARE = 0.025;

    private static final double SAME_SECONDS = 0.05;

    /** What is shorter, or negative because a clock was set back, falls into the first step. */
    private static final double SHORTEST_SECONDS = 1e-6;

    /** Many servers look at their idle connections once a second: gaps spread over that second. */
    private static final double SWEEP_SECONDS = 1.1;

    /** Some take up to a tenth off a timeout, for each connection another part: jitter. */
    private static final double JITTERED_SHARE = 0.9;

    /** Of values spread over a tenth, half lie as close to one of them as the same value would. */
    private static final double WHOLE_TO_PART = 1.5;

    private static final class Bucket {
        int count;
        double min = Double.MAX_VALUE;
        double max;
    }

    /**
     * Values that are one.
     *
     * @param seconds the smallest
     * @param spreadSeconds from the smallest to the largest
     */
    public record Cluster(double seconds, double spreadSeconds, int count, int of) {

        /** Whether values so many, so close and so much the most of all are no chance. */
        boolean isOfATimer() {
            return count >= 5 && count * 5 >= of * 3 && isNarrow();
        }

        /** Whether they differ by no more than clocks do. */
        public boolean isNarrow() {
            return spreadSeconds <= Math.max(2 * SAME_SECONDS, seconds * 2 * SAME_SHARE);
        }
    }

    private final TreeMap<Integer, Bucket> buckets = new TreeMap<>();
    private int total;

    /** Counts one; 0 or less is none. */
    public void add(double seconds) {
        if (seconds <= 0) {
            return;
        }
        Bucket bucket = buckets.computeIfAbsent(index(seconds), _ -> new Bucket());
        bucket.count++;
        bucket.min = Math.min(bucket.min, seconds);
        bucket.max = Math.max(bucket.max, seconds);
        total++;
    }

    /** The largest cluster; null where there is none. */
    public @Nullable Cluster largest() {
        Cluster best = null;
        for (Bucket bucket : buckets.values()) {
            if (bucket.count * 2 > (best == null ? 0 : best.count())) {
                Cluster cluster = around(bucket.min);
                if (cluster != null && (best == null || cluster.count() > best.count())) {
                    best = cluster;
                }
            }
        }
        return best;
    }

    /**
     * The cluster that this value belongs to: at least three values and a fifth of all that are the
     * same; or, spread over a tenth or over a second, at least four and three fifths of all. Null
     * where there is none.
     */
    @Nullable Cluster around(double seconds) {
        double same = Math.max(SAME_SECONDS, seconds * SAME_SHARE);
        Cluster narrow = between(seconds - same, seconds + same);
        if (isMost(narrow)) {
            return narrow;
        }
        Cluster jittered = jittered(seconds);
        if (isMost(jittered) && jittered.count() > narrow.count() * WHOLE_TO_PART) {
            return jittered;
        }
        if (narrow.count() >= 3 && narrow.count() * 5 >= total) {
            return narrow;
        }
        Cluster wide = widest(seconds);
        return isMost(wide) ? wide : null;
    }

    private boolean isMost(Cluster cluster) {
        return cluster.count() >= 4 && cluster.count() * 5 >= total * 3;
    }

    private Cluster jittered(double seconds) {
        Cluster best = new Cluster(seconds, 0, 0, total);
        for (double share = JITTERED_SHARE; share <= 1; share += 0.01) {
            double start = seconds * share;
            Cluster window = between(start, start / JITTERED_SHARE);
            best = window.count() > best.count() ? window : best;
        }
        return best;
    }

    private Cluster widest(double seconds) {
        Cluster best = new Cluster(seconds, 0, 0, total);
        for (double start = seconds - SWEEP_SECONDS; start <= seconds; start += 0.1) {
            Cluster window = between(start, start + SWEEP_SECONDS);
            boolean holdsIt = window.seconds() <= seconds;
            if (holdsIt && window.count() > best.count() && window.seconds() >= 1) {
                best = window;
            }
        }
        return best;
    }

    private Cluster between(double from, double to) {
        int count = 0;
        double min = Double.MAX_VALUE;
        double max = 0;
        for (Bucket bucket : buckets.subMap(index(from), true, index(to), true).values()) {
            if (bucket.min >= from && bucket.max <= to) {
                count += bucket.count;
                min = Math.min(min, bucket.min);
                max = Math.max(max, bucket.max);
            }
        }
        return new Cluster(min, Math.max(0, max - min), count, total);
    }

    private static int index(double seconds) {
        return (int) Math.floor(Math.log(Math.max(seconds, SHORTEST_SECONDS)) / STEP);
    }
}
