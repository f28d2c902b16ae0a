package dev.linger.client;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one route. The one used last is used next, so that those that a burst has left
 * behind grow old and can go. Thread-safe.
 */
final class Shelf {
    /** At four looks a second the peak is halved in about 17 s. */
    private static final double DECAY = 0.99;

    final Patience patience = new Patience();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private int open;
    private int busiest;
    private double peak;

    /** When the last connection ended (System.nanoTime). */
    private long unusedSince = System.nanoTime();

    /** The connection used last; null where none is idle. */
    synchronized @Nullable Connection take() {
        Connection connection = idle.pollFirst();
        if (connection != null) {
            busiest = Math.max(busiest, open - idle.size());
        }
        return connection;
    }

    synchronized void put(Connection connection) {
        idle.addFirst(connection);
    }

    /** Puts behind all others one that is used no more. */
    synchronized void putBehind(Connection connection) {
        idle.addLast(connection);
    }

    /** Takes off this one; false where it is not there. */
    synchronized boolean remove(Connection connection) {
        return idle.remove(connection);
    }

    /** Whether one more may be opened; if so it is counted. */
    synchronized boolean reserve(int most) {
        if (open >= most) {
            return false;
        }
        open++;
        busiest = Math.max(busiest, open - idle.size());
        return true;
    }

    /** One that was counted has ended, or was never there. */
    synchronized void ended() {
        open--;
        unusedSince = System.nanoTime();
    }

    /** How long there has been no connection; 0 where there is one. */
    synchronized long unusedNanos(long now) {
        return open > 0 ? 0 : now - unusedSince;
    }

    /** The idle ones, that used last first. */
    synchronized List<Connection> idle() {
        return new ArrayList<>(idle);
    }

    /**
     * How many idle connections there may be: as many as were in use together, less and less as
     * that lies back. A cut would close at once what the next burst opens again.
     */
    synchronized int mayBeIdle() {
        peak = Math.max(busiest, peak * DECAY);
        busiest = open - idle.size();
        return Math.max(1, (int) Math.ceil(peak) - busiest);
    }

    synchronized int open() {
        return open;
    }

    synchronized int idleCount() {
        return idle.size();
    }
}
