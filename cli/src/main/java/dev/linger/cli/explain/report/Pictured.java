package dev.linger.cli.explain.report;

import dev.linger.diagnosis.finding.Series;
import dev.linger.life.CloseCause;
import dev.linger.life.Closing;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the report's pictures show and no finding needs: when connections ended for which cause, and
 * how long they had been idle. Memory does not grow with their number. Not thread-safe.
 */
final class Pictured {
    private final Map<CloseCause, Series> closes = new EnumMap<>(CloseCause.class);
    private final IdleGaps gaps = new IdleGaps();
    private long fromNanos = Long.MAX_VALUE;
    private long toNanos = Long.MIN_VALUE;

    void add(JudgedLife judged) {
        long end = judged.life().ending().last().atNanos();
        fromNanos = Math.min(fromNanos, judged.life().opened().atNanos());
        toNanos = Math.max(toNanos, end);
        Closing closing = judged.verdict().closing();
        if (closing.manner() != Manner.OPEN) {
            closes.computeIfAbsent(closing.cause(), _ -> new Series()).add(end, 1);
        }
        gaps.add(judged);
    }

    /** Ends of connections, by cause. */
    Map<CloseCause, Series> closes() {
        return closes;
    }

    IdleGaps gaps() {
        return gaps;
    }

    /** The first packet of the connections, in nanoseconds since the epoch; 0 without any. */
    long fromNanos() {
        return toNanos == Long.MIN_VALUE ? 0 : fromNanos;
    }

    /** The last packet of the connections, likewise. */
    long toNanos() {
        return toNanos == Long.MIN_VALUE ? 0 : toNanos;
    }
}
