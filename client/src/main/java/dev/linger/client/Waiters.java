package dev.linger.client;

import java.io.IOException;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * The threads that wait for a connection, a row for each route. Nobody overtakes: neither who
 * stands behind in a row, nor who comes later and takes what the first of another row could have.
 * Thread-safe.
 */
final class Waiters {
    /** How long one sleeps at most before it looks by itself. */
    private static final long LOOK_NANOS = 100_000_000L;

    /**
     * @param number in the order in which they came
     */
    private record Waiter(Thread thread, long number) {}

    /** Takes a connection, or a place for one, without waiting; false where there is neither. */
    interface Attempt {
        boolean succeeds() throws IOException;
    }

    /** None of the rows is empty. */
    private final Map<Route, Deque<Waiter>> rows = new ConcurrentHashMap<>();

    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final Predicate<Route> isFull;

    /**
     * @param isFull whether a route has as many connections as it may: who waits for one of those
     *     could not take what others leave
     */
    Waiters(Predicate<Route> isFull) {
        this.isFull = isFull;
    }

    /**
     * Waits until the attempt succeeds.
     *
     * @param until when it gives up, with false (System.nanoTime)
     */
    boolean await(Route route, long until, Attempt attempt)
            throws IOException, InterruptedException {
        Waiter self = new Waiter(Thread.currentThread(), numbers.incrementAndGet());
        join(route, self);
        try {
            // What came back before this one stood in the row has woken nobody.
            boolean had = mayTry(route, self) && attempt.succeeds();
            while (!had && until - System.nanoTime() > 0) {
                LockSupport.parkNanos(this, Math.min(LOOK_NANOS, until - System.nanoTime()));
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for a connection");
                }
                had = mayTry(route, self) && attempt.succeeds();
            }
            return had;
        } finally {
            leave(route, self);
            // Those who stood behind it in any row.
            rows.values().forEach(Waiters::wakeFirst);
        }
    }

    private void join(Route route, Waiter self) {
        rows.compute(
                route,
                (_, known) -> {
                    Deque<Waiter> row = known == null ? new ConcurrentLinkedDeque<>() : known;
                    row.addLast(self);
                    return row;
                });
        count.incrementAndGet();
    }

    private void leave(Route route, Waiter self) {
        rows.computeIfPresent(
                route,
                (_, row) -> {
                    row.remove(self);
                    return row.isEmpty() ? null : row;
                });
        count.decrementAndGet();
    }

    private boolean mayTry(Route route, Waiter self) {
        Deque<Waiter> row = rows.get(route);
        Waiter first = row == null ? null : row.peekFirst();
        return first != null
                && first.number() == self.number()
                && !isAnyAhead(route, self.number());
    }

    /** Whether somebody waits already for what a call on this route would take. */
    boolean areBefore(Route route) {
        return count.get() > 0 && (rows.containsKey(route) || isAnyAhead(route, Long.MAX_VALUE));
    }

    /** Whether the first of another row came before, and is kept waiting by all that are open. */
    private boolean isAnyAhead(Route route, long number) {
        for (Map.Entry<Route, Deque<Waiter>> other : rows.entrySet()) {
            Waiter first = other.getValue().peekFirst();
            if (first != null
                    && first.number() < number
                    && !other.getKey().equals(route)
                    && !isFull.test(other.getKey())) {
                return true;
            }
        }
        return false;
    }

    /** A connection of this route is free, or a place for one of any route. */
    void wake(Route route) {
        if (count.get() == 0) {
            return;
        }
        for (Map.Entry<Route, Deque<Waiter>> one : rows.entrySet()) {
            if (one.getKey().equals(route) || !isFull.test(one.getKey())) {
                wakeFirst(one.getValue());
            }
        }
    }

    private static void wakeFirst(Deque<Waiter> row) {
        Waiter first = row.peekFirst();
        if (first != null) {
            LockSupport.unpark(first.thread());
        }
    }

    void wakeAll() {
        rows.values().forEach(row -> row.forEach(one -> LockSupport.unpark(one.thread())));
    }

    int count() {
        return count.get();
    }
}
