package dev.linger.testkit;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A monotonic clock that stands still until it is moved. Thread-safe. */
public final class ManualClock implements LongSupplier {
    // Not from 0, which stands for never in more than one account.
    private final AtomicLong now = new AtomicLong(1_000_000_000_000L);
    private final List<Runnable> sleepers = new CopyOnWriteArrayList<>();

    public ManualClock() {}

    @Override
    public long getAsLong() {
        return now.get();
    }

    /** Is called after every move: who waits by this clock is to look again. */
    public void wakes(Runnable sleeper) {
        sleepers.add(sleeper);
    }

    /** Moves on, and wakes who waits. */
    public void advance(Duration time) {
        now.addAndGet(time.toNanos());
        sleepers.forEach(Runnable::run);
    }
}
