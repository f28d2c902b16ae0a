package dev.linger.client;

import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.LockSupport;

/** The threads that wait for a connection, those that came first in front. Thread-safe. */
final class Waiters {
    /** How long one sleeps at most before it looks by itself. */
    private static final long LOOK_NANOS = 100_000_000L;

    private record Waiter(Thread thread, Route route) {}

    /** Takes a connection, or a place for one, without waiting; false where there is neither. */
    interface Attempt {
        boolean succeeds() throws IOException;
    }

    private final ConcurrentLinkedDeque<Waiter> all = new ConcurrentLinkedDeque<>();

    /**
     * Waits until the attempt succeeds.
     *
     * @param until when it gives up, with false (System.nanoTime)
     */
    boolean await(Route route, long until, Attempt attempt)
            throws IOException, InterruptedException {
        Waiter self = new Waiter(Thread.currentThread(), route);
        all.addLast(self);
        try {
            // What came back before this one stood in the row has woken nobody.
            boolean had = attempt.succeeds();
            while (!had && until - System.nanoTime() > 0) {
                LockSupport.parkNanos(this, Math.min(LOOK_NANOS, until - System.nanoTime()));
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for a connection");
                }
                had = attempt.succeeds();
            }
            return had;
        } finally {
            all.remove(self);
            wake(route);
        }
    }

    /** A connection of this route is free, or a place for one of any route. */
    void wake(Route route) {
        Waiter first = all.peekFirst();
        if (first == null) {
            return;
        }
        LockSupport.unpark(first.thread());
        for (Waiter one : all) {
            if (one.route().equals(route)) {
                LockSupport.unpark(one.thread());
                return;
            }
        }
    }

    void wakeAll() {
        all.forEach(one -> LockSupport.unpark(one.thread()));
    }

    int count() {
        return all.size();
    }
}
