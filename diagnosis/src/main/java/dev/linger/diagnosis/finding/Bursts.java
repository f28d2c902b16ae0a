package dev.linger.diagnosis.finding;

import dev.linger.life.CloseCause;
import dev.linger.life.JudgedLife;
import java.util.EnumMap;
import java.util.Map;

/**
 * Moments in which many connections ended together: within a quarter of a second. Ends may come a
 * little out of order. Not thread-safe.
 */
public final class Bursts {
    private static final long WITHIN_NANOS = 250_000_000L;

    private final int many;
    private final Map<CloseCause, Long> current = new EnumMap<>(CloseCause.class);
    private final Map<CloseCause, Long> together = new EnumMap<>(CloseCause.class);
    private Samples recent = new Samples();
    private Samples largest = recent;
    private long beganNanos;
    private long largestNanos;
    private long count;

    /**
     * @param many fewer at one moment are no burst
     */
    Bursts(int many) {
        this.many = many;
    }

    void add(JudgedLife judged, long atNanos) {
        if (recent.count() == 0 || Math.abs(atNanos - beganNanos) > WITHIN_NANOS) {
            recent = new Samples();
            current.clear();
            beganNanos = atNanos;
        }
        recent.add(judged);
        CloseCause cause = judged.verdict().closing().cause();
        current.merge(cause, 1L, Long::sum);
        if (recent.count() == many) {
            count++;
            current.forEach((each, so) -> together.merge(each, so, Long::sum));
        } else if (recent.count() > many) {
            together.merge(cause, 1L, Long::sum);
        }
        if (recent.count() >= largest.count()) {
            largest = recent;
            largestNanos = beganNanos;
        }
    }

    /** How many bursts there were. */
    public long count() {
        return count;
    }

    /** How many connections ended in bursts. */
    public long total() {
        return together.values().stream().mapToLong(Long::longValue).sum();
    }

    /** How many of those ended for this cause. */
    public long of(CloseCause cause) {
        return together.getOrDefault(cause, 0L);
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
