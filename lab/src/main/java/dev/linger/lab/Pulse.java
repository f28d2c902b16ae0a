package dev.linger.lab;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long a thread waits for a processor. Where that takes longer than what two causes
 * are told apart by, an ending says something of the machine. Thread-safe.
 */
final class Pulse implements AutoCloseable {
    private static final long BEAT_NANOS = 5_000_000;
    private static final long NOTABLE_NANOS = 15_000_000;
    private static final int MOST = 10_000;

    private record Late(long atNanos, long nanos) {}

    private final ArrayDeque<Late> late = new ArrayDeque<>();
    private final Thread thread = Thread.ofPlatform().name("pulse").daemon().start(this::beat);
    private volatile boolean closed;

    private void beat() {
        while (!closed) {
            long before = System.nanoTime();
            LockSupport.parkNanos(this, BEAT_NANOS);
            long now = System.nanoTime();
            long over = now - before - BEAT_NANOS;
            if (over > NOTABLE_NANOS) {
                note(new Late(now, over));
            }
        }
    }

    private synchronized void note(Late one) {
        late.addLast(one);
        if (late.size() > MOST) {
            late.removeFirst();
        }
    }

    /** The longest wait that ended since then, in nanoseconds; 0 where there was none. */
    synchronized long worstSince(long nanoTime) {
        return late.stream()
                .filter(one -> one.atNanos() - nanoTime >= 0)
                .mapToLong(Late::nanos)
                .max()
                .orElse(0);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
