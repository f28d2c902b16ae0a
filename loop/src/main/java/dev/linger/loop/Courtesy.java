package dev.linger.loop;

import java.util.function.LongSupplier;

/**
 * Lets other threads of this program have the processor before its own waits for more. A thread
 * that waits for packets is woken by the next one in the midst of the work for the last, where both
 * share a processor: two switches for each few packets, instead of for all that come meanwhile.
 *
 * <p>Whom the system lets run instead is not known. What lasts longer than short work does was
 * somebody else's, or work beside which a switch is nothing, so it is left off for a while then.
 * Not thread-safe.
 */
final class Courtesy {
    private static final long SHORT_NANOS = 100_000;
    private static final long SHORT_NANOS_EACH = 20_000;
    private static final long SHORTEST_PAUSE_NANOS = 10_000_000;
    private static final long LONGEST_PAUSE_NANOS = 10_000_000_000L;

    private final LongSupplier clock;
    private final Runnable yielding;
    private long pause = SHORTEST_PAUSE_NANOS;
    private long from;

    /**
     * @param clock monotonic nanoseconds, as of {@link System#nanoTime}
     */
    @SuppressWarnings("ThreadPriorityCheck") // what happens does not depend on it
    Courtesy(LongSupplier clock) {
        this(clock, Thread::yield);
    }

    Courtesy(LongSupplier clock, Runnable yielding) {
        this.clock = clock;
        this.yielding = yielding;
        this.from = clock.getAsLong();
    }

    /**
     * Lets others run, unless they took too long of late.
     *
     * @param tasks how many short tasks wait for them
     */
    void letRun(int tasks) {
        long begin = clock.getAsLong();
        if (begin - from < 0) {
            return;
        }
        yielding.run();
        long end = clock.getAsLong();
        if (end - begin <= SHORT_NANOS + tasks * SHORT_NANOS_EACH) {
            pause = SHORTEST_PAUSE_NANOS;
            return;
        }
        from = end + pause;
        pause = Math.min(LONGEST_PAUSE_NANOS, 2 * pause);
    }
}
