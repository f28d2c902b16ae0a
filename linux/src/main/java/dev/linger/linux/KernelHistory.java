package dev.linger.linux;

import dev.linger.life.ConnectionLife;
import java.util.EnumSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The connections of this network namespace that end from now on, by the kernel's events and by
 * looks at its table. Needs no privilege. Not thread-safe.
 */
public final class KernelHistory implements AutoCloseable {
    /** A look takes no more than this part of the time: a million sockets take half a second. */
    private static final int REST = 20;

    /** How often connections are told at most: each time all that wait are gone through. */
    private static final long SETTLING_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** For the others, which no life is made of, the kernel would go through all bound ports. */
    private static final SocketTable.Query LOOKED_AT =
            SocketTable.Query.all()
                    .inStates(
                            EnumSet.complementOf(
                                    EnumSet.of(
                                            TcpState.TIME_WAIT,
                                            TcpState.CLOSE,
                                            TcpState.BOUND_INACTIVE)))
                    .withDetail();

    private final DestroyEvents events;
    private final SocketTable table;
    private final KernelLives lives;
    private final long betweenNanos;

    /** The epoch's time when the machine's clock that nobody sets was 0. */
    private final long epochNanos =
            TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) - System.nanoTime();

    private long settledNanos;
    private long lookedNanos;
    private long tookNanos;

    /**
     * Events are kept from the moment at which this returns.
     *
     * @param betweenMillis from one look at the table to the next, at least
     * @param told each connection, once, when nothing more is to come of it
     */
    public KernelHistory(long betweenMillis, Consumer<ConnectionLife> told)
            throws RefusedByKernelException {
        betweenNanos = TimeUnit.MILLISECONDS.toNanos(betweenMillis);
        events = new DestroyEvents();
        try {
            table = new SocketTable();
        } catch (RefusedByKernelException e) {
            events.close();
            throw e;
        }
        lives = new KernelLives(table::find, told);
        try {
            look();
        } catch (RefusedByKernelException e) {
            close();
            throw e;
        }
    }

    /** Waits so many milliseconds at most for connections to end, and tells of those that have. */
    public void await(int millis) throws RefusedByKernelException {
        // Once only: events that come faster than they are taken would keep the caller here.
        events.await(millis, event -> lives.ended(event, now()));
        long now = now();
        if (now - settledNanos >= SETTLING_NANOS) {
            lives.settle(now);
            settledNanos = now;
        }
        if (System.nanoTime() - lookedNanos > Math.max(betweenNanos, REST * tookNanos)) {
            look();
        }
    }

    private void look() throws RefusedByKernelException {
        long began = System.nanoTime();
        table.visit(LOOKED_AT, socket -> lives.look(socket, now()));
        lives.looked();
        lookedNanos = System.nanoTime();
        tookNanos = lookedNanos - began;
    }

    private long now() {
        return epochNanos + System.nanoTime();
    }

    /** Tells what has ended by now, connections whose one end has ended as they stand. */
    public void finish() {
        try {
            events.takeThose(event -> lives.ended(event, now()));
        } catch (RefusedByKernelException _) {
            // Whoever waited was refused before, and knows why.
        }
        lives.finish();
    }

    /**
     * Ended connections with this port, at either end, that wait for their opposite end, or for its
     * FIN.
     */
    public int pending(int port) {
        return lives.pending(port);
    }

    /** Ends of sockets that the kernel could not tell, because they came too fast. */
    public long lost() {
        return events.lost();
    }

    /** Connections that ended and are not told: SO_LINGER 0 made the kernel forget their ends. */
    public long untold() {
        return lives.untold();
    }

    /** How often a look met a socket that could not be remembered, for there were too many. */
    public long notRemembered() {
        return lives.notRemembered();
    }

    @Override
    public void close() {
        events.close();
        table.close();
    }
}
