package dev.linger.cli.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Keeps the looks of one thread below a sixtieth of a processor, so that the whole program, with
 * the JVM's own threads, stays below a fiftieth, whatever number of sockets there is. Where looking
 * at all of them is too dear for each time, it is done now and then, and between it only at those
 * that are few; where that is too dear as well, the looks come later than asked for. The first look
 * is let off: it pays for the program's start. Not thread-safe.
 */
final class Budget {
    private static final int LEAST_SHARE = 60;

    /** These two make a sixtieth together. */
    private static final int LEAST_SHARE_OF_FEW = 72;

    private static final int LEAST_SHARE_BESIDE = 360;

    /** Nanoseconds on a processor come first (Documentation/scheduler/sched-stats.rst). */
    private static final Path USED = Path.of("/proc/thread-self/schedstat");

    private final long intervalNanos;
    private boolean hasBegun;
    private long beganNanos;
    private long usedAtBegin;
    private boolean isFull;
    private long fullBeganNanos;
    private long fullCost;
    private long fewCost;
    private boolean isExceeded;

    Budget(Duration interval) {
        intervalNanos = interval.toNanos();
    }

    /**
     * Begins a look.
     *
     * @param canBePartial whether looking at few of the sockets takes less than looking at all
     * @return whether it is to be at all of them
     */
    boolean begin(boolean canBePartial) {
        beganNanos = System.nanoTime();
        usedAtBegin = usedNanos();
        isFull =
                !canBePartial
                        || fullCost * LEAST_SHARE <= intervalNanos
                        || beganNanos - fullBeganNanos >= fullCost * LEAST_SHARE_BESIDE;
        return isFull;
    }

    /** After a look: when the next one may begin, in terms of {@link System#nanoTime}. */
    long nextNanos(boolean canBePartial) {
        long cost = hasBegun ? usedNanos() - usedAtBegin : 0;
        hasBegun = true;
        if (isFull) {
            fullCost = usual(fullCost, cost);
            fullBeganNanos = beganNanos;
        } else {
            fewCost = usual(fewCost, cost);
        }
        long affordable =
                !canBePartial ? LEAST_SHARE * cost : isFull ? 0 : LEAST_SHARE_OF_FEW * fewCost;
        isExceeded = affordable > intervalNanos;
        return beganNanos + Math.max(intervalNanos, affordable);
    }

    /** Some looks together: the kernel tells the time used only to the tick, some milliseconds. */
    private static long usual(long before, long cost) {
        return before == 0 ? cost : (3 * before + cost) / 4;
    }

    /** Whether the next look comes later than asked for. */
    boolean isExceeded() {
        return isExceeded;
    }

    /** Where the kernel does not count that, all time that passes counts. */
    private static long usedNanos() {
        try {
            String used = Files.readString(USED);
            return Long.parseLong(used, 0, used.indexOf(' '), 10);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            return System.nanoTime();
        }
    }
}
