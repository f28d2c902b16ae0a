package dev.linger.cli.watch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Keeps the looks of one thread below a sixtieth of a processor, so that the whole program, with
 * the JVM's own threads, stays below a fiftieth, whatever number of sockets there is. The first
 * look is let off: it pays for the program's start. Not thread-safe.
 */
final class Budget {
    private static final int LEAST_SHARE = 60;

    /** Nanoseconds on a processor come first (Documentation/scheduler/sched-stats.rst). */
    private static final Path USED = Path.of("/proc/thread-self/schedstat");

    private final long intervalNanos;
    private boolean hasBegun;
    private long beganNanos;
    private long usedAtBegin;
    private boolean isExceeded;

    Budget(Duration interval) {
        intervalNanos = interval.toNanos();
    }

    void begin() {
        beganNanos = System.nanoTime();
        usedAtBegin = usedNanos();
    }

    /** After a look: when the next one may begin, in terms of {@link System#nanoTime}. */
    long nextNanos() {
        long affordable = hasBegun ? LEAST_SHARE * (usedNanos() - usedAtBegin) : 0;
        hasBegun = true;
        isExceeded = affordable > intervalNanos;
        return beganNanos + Math.max(intervalNanos, affordable);
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
