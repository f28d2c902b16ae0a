package dev.linger.client;

import dev.linger.life.CloseCause;
import dev.linger.life.JudgedLife;
import dev.linger.life.Phase;
import dev.linger.life.Wording;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** All connections of a client: hands them out, takes them back, ends them. Thread-safe. */
final class Pool {
    private static final System.Logger LOG = System.getLogger("dev.linger.client");

    private static final String CLOSED = "the client is closed";

    /** Requests on a connection. */
    private static final int OFTEN = 64;

    /** A look of Upkeep takes microseconds, unless its thread was put aside meanwhile. */
    private static final long LOOKED_AT_NANOS = 10_000_000L;

    final PoolLimits limits;
    final Ledger ledger = new Ledger();
    final Kernel kernel = Kernel.ofProcess();
    final Ports ports = new Ports();
    private final List<Listener> listeners;
    private final Opener opener;
    private final Fitness fitness;
    private final Upkeep upkeep;
    private final Shelves shelves = new Shelves();
    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final Waiters waiters = new Waiters(this::isFull);

    /** Once no connection is to be opened, handed out or kept any more. */
    private volatile boolean closed;

    Pool(PoolLimits limits, Opener opener, List<Listener> listeners) {
        this.limits = limits;
        this.opener = opener;
        this.listeners = listeners;
        this.fitness = new Fitness(kernel, limits.idle());
        this.upkeep = new Upkeep(this, fitness);
    }

    Shelf shelf(Route route) {
        return shelves.of(route);
    }

    Shelves shelves() {
        return shelves;
    }

    /**
     * A connection that can carry an exchange.
     *
     * @param fresh whether it must not have carried one before
     * @param by when the caller stops waiting (System.nanoTime)
     */
    Connection checkOut(Route route, boolean fresh, Deadlines deadlines, long by)
            throws IOException, InterruptedException {
        requireOpen(null);
        boolean behind = waiters.areBefore(route);
        Connection kept = fresh || behind ? null : takeKept(shelf(route));
        if (kept == null && (behind || !reserve(route, fresh))) {
            kept = await(route, fresh, by);
        }
        long portBy = Waits.after(limits.waiting());
        while (kept == null) {
            Connection opened = opened(route, fresh, deadlines, by, portBy);
            if (opened != null) {
                return opened;
            }
            kept = takeKept(shelf(route));
            if (kept == null && !reserve(route, fresh)) {
                kept = await(route, fresh, by);
            }
        }
        return kept;
    }

    /** Whether a connection of that route is kept, and may be fit to be used. */
    boolean hasIdle(Route route) {
        return shelf(route).idleCount() > 0;
    }

    boolean isClosed() {
        return closed;
    }

    private void requireOpen(@Nullable IOException cause) throws IOException {
        if (closed) {
            throw new IOException(
                    CLOSED + ": no connection is had from it any more; not delivered",
                    cause == null ? new ClosedChannelException() : cause);
        }
    }

    private @Nullable Connection takeKept(Shelf shelf) {
        Connection scout = null;
        Connection fit = null;
        for (Connection one = shelf.take(); one != null; one = shelf.take()) {
            if (!claim(one)) {
                continue;
            }
            long now = System.nanoTime();
            Reason over = fitness.over(one, shelf, now);
            if (over != null) {
                end(one, over, 0);
            } else if (!fitness.isIdleTooLong(one, shelf, now)) {
                fit = one;
                break;
            } else if (fitness.findsOut(one, shelf, now) && hasRoom(shelf)) {
                scout = one;
            } else {
                end(one, Fitness.idleTooLong(one, shelf, now), 0);
            }
        }
        if (scout != null) {
            putBehind(scout, shelf);
        }
        return fit;
    }

    /**
     * Takes it for a call. False where it has ended, or is being looked at for longer than a look
     * takes: then Upkeep returns it.
     */
    private static boolean claim(Connection one) {
        long until = 0;
        while (true) {
            switch (one.holder.get()) {
                case SHELF -> {
                    if (one.holder.compareAndSet(Connection.Holder.SHELF, Connection.Holder.CALL)) {
                        return true;
                    }
                }
                case UPKEEP -> {
                    long now = System.nanoTime();
                    until = until == 0 ? now + LOOKED_AT_NANOS : until;
                    if (now - until < 0) {
                        LockSupport.parkNanos(one, LOOKED_AT_NANOS / 500);
                    } else if (one.holder.compareAndSet(
                            Connection.Holder.UPKEEP, Connection.Holder.UPKEEP_OFF_SHELF)) {
                        return false;
                    }
                }
                case CALL, UPKEEP_OFF_SHELF, NOBODY -> {
                    return false;
                }
            }
        }
    }

    /** One that is used no more stays to find out when the server closes. */
    private void putBehind(Connection one, Shelf shelf) {
        if (one.holder.compareAndSet(Connection.Holder.CALL, Connection.Holder.SHELF)) {
            shelf.putBehind(one);
            upkeep.needed();
            endWhereClosed(one);
        }
    }

    /** Whether another connection could be opened beside those that there are. */
    private boolean hasRoom(Shelf shelf) {
        return shelf.open() < limits.perOrigin() && open.get() < limits.inAll();
    }

    private boolean isFull(Route route) {
        return shelf(route).open() >= limits.perOrigin();
    }

    /** One that must be fresh takes the place of an idle one of its route. */
    private boolean reserve(Route route, boolean fresh) {
        int most = limits.perOrigin();
        boolean reserved =
                shelves.reserve(route, most)
                        || (fresh && endIdle(shelf(route)) && shelves.reserve(route, most));
        if (reserved && open.incrementAndGet() > limits.inAll() && !makeRoom()) {
            open.decrementAndGet();
            shelf(route).ended();
            return false;
        }
        return reserved;
    }

    /** Ends an idle connection of some route so that another one can be opened. */
    private boolean makeRoom() {
        return shelves.byRoute().values().stream().anyMatch(this::endIdle);
    }

    private boolean endIdle(Shelf shelf) {
        for (Connection one : shelf.idle().reversed()) {
            if (endIdle(one, CloseCause.EVICTED, "room was needed for another connection")) {
                return true;
            }
        }
        return false;
    }

    /** Null where there is no port for one, and a kept one has come back meanwhile. */
    private @Nullable Connection opened(
            Route route, boolean fresh, Deadlines deadlines, long by, long portBy)
            throws IOException, InterruptedException {
        Connection connection = null;
        try {
            long number = numbers.incrementAndGet();
            connection = opener.open(route, number, deadlines, by, portBy, !fresh, this);
            if (connection == null) {
                return null;
            }
            all.add(connection);
            opener.had(connection);
            ledger.opened.increment();
            Flight.opened(connection);
        } catch (IOException e) {
            requireOpen(e);
            throw e;
        } finally {
            if (connection == null) {
                shelf(route).ended();
                open.decrementAndGet();
                waiters.wake(route);
            }
        }
        if (closed) {
            end(connection, Reason.client(CloseCause.STOPPED, Phase.IDLE, CLOSED), 0);
        }
        requireOpen(null);
        return connection;
    }

    /** Waits for a kept connection, or for a place for a new one: then null is returned. */
    private @Nullable Connection await(Route route, boolean fresh, long by)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        long until = Waits.earlier(by, Waits.after(began, limits.waiting()));
        @Nullable Connection[] kept = {null};
        boolean had =
                waiters.await(
                        route,
                        until,
                        () -> {
                            requireOpen(null);
                            kept[0] = fresh ? null : takeKept(shelf(route));
                            return kept[0] != null || reserve(route, fresh);
                        });
        if (had) {
            return kept[0];
        }
        throw new ConnectDeadlineException(
                "no connection to "
                        + route.authority()
                        + " became free in "
                        + Wording.duration(System.nanoTime() - began)
                        + new Limit("waiting", limits.waiting(), by).says()
                        + ": "
                        + Wording.count(shelf(route).open(), "connection")
                        + " of at most "
                        + Wording.count(limits.perOrigin())
                        + " are in use"
                        + (limits.inAll() == Integer.MAX_VALUE
                                ? ""
                                : ", "
                                        + Wording.count(open.get())
                                        + " of at most "
                                        + Wording.count(limits.inAll())
                                        + " in all")
                        + "; not delivered; raise the limit, or see which responses are not"
                        + " closed",
                Delivery.NOT_DELIVERED,
                null,
                null);
    }

    /** Upkeep has looked at a connection that stays, unless it was ended meanwhile. */
    void lookedAt(Connection connection, Shelf shelf) {
        // In this order, for a call may take it off its shelf between the two, and never back.
        if (!connection.holder.compareAndSet(Connection.Holder.UPKEEP, Connection.Holder.SHELF)) {
            if (connection.holder.compareAndSet(
                    Connection.Holder.UPKEEP_OFF_SHELF, Connection.Holder.SHELF)) {
                shelf.put(connection);
                waiters.wake(connection.route);
            } else {
                shelf.remove(connection);
            }
        }
        endWhereClosed(connection);
    }

    /** After the shelf has it: either this sees that the pool is closed, or who closes sees it. */
    private void endWhereClosed(Connection connection) {
        if (closed && !endIdle(connection, CloseCause.DRAIN, CLOSED)) {
            // Who closes may have ended it just before it was put there.
            shelf(connection.route).remove(connection);
        }
    }

    /** Takes back a connection that can carry another exchange, unless it was ended meanwhile. */
    void giveBack(Connection connection) {
        if (!connection.holder.compareAndSet(Connection.Holder.CALL, Connection.Holder.SHELF)) {
            return;
        }
        shelf(connection.route).put(connection);
        if (connection.account.requests == 1) {
            upkeep.isNew(connection);
        } else if (connection.account.requests == OFTEN) {
            upkeep.isOften(connection);
        } else {
            upkeep.needed();
        }
        endWhereClosed(connection);
        waiters.wake(connection.route);
    }

    /** Ends a connection, once. Returns its life; null where it had ended before. */
    @Nullable JudgedLife end(Connection connection, Reason reason, long unacknowledged) {
        JudgedLife life = connection.end(reason, unacknowledged);
        if (life == null) {
            return null;
        }
        all.remove(connection);
        Shelf shelf = shelf(connection.route);
        shelf.patience.forget(connection);
        record(connection, life);
        // Who sees that it is gone finds it in the ledger.
        shelf.ended();
        open.decrementAndGet();
        tell(listener -> listener.closed(life));
        waiters.wake(connection.route);
        return life;
    }

    /** Ends one that was opened, and that no call had: TLS failed on it. */
    @Nullable JudgedLife neverHad(Connection connection, Reason reason) {
        ledger.opened.increment();
        Flight.opened(connection);
        JudgedLife life = connection.end(reason, 0);
        if (life != null) {
            record(connection, life);
            tell(listener -> listener.closed(life));
        }
        return life;
    }

    private void record(Connection connection, JudgedLife life) {
        ports.ended(connection, life);
        ledger.closed(life);
        Flight.closed(connection, life);
    }

    void retried(String why) {
        ledger.retried.increment();
        Flight.retried(why);
        tell(listener -> listener.retried(why));
    }

    /** The record is made once, and where nobody listens not at all. */
    void exchanged(Connection connection) {
        if (!listeners.isEmpty()) {
            ExchangeRecord record = ExchangeRecord.of(connection);
            tell(listener -> listener.exchanged(record));
        }
    }

    void tell(java.util.function.Consumer<Listener> what) {
        for (Listener listener : listeners) {
            try {
                what.accept(listener);
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "a listener failed; its client goes on", e);
            }
        }
    }

    /**
     * Ends all connections and lets no more be opened.
     *
     * @param busy whether those too that are in use or on their way
     */
    void close(boolean busy) {
        closed = true;
        if (busy) {
            opener.close();
        }
        for (Connection one : all) {
            if (!endIdle(one, CloseCause.DRAIN, CLOSED) && busy) {
                end(one, Reason.client(CloseCause.STOPPED, Phase.UNKNOWN, CLOSED), 0);
            }
        }
        waiters.wakeAll();
    }

    /** Ends a connection where it is idle. */
    private boolean endIdle(Connection one, CloseCause cause, String says) {
        boolean idle = one.holder.compareAndSet(Connection.Holder.SHELF, Connection.Holder.UPKEEP);
        if (idle) {
            shelf(one.route).remove(one);
            end(one, Reason.client(cause, Phase.IDLE, says), 0);
        }
        return idle;
    }

    Upkeep upkeep() {
        return upkeep;
    }

    /** Connections that are there, without those being opened. */
    int connected() {
        return all.size();
    }

    PoolFigures figures() {
        int idle = 0;
        int origins = 0;
        for (Shelf shelf : shelves.byRoute().values()) {
            idle += shelf.idleCount();
            origins += shelf.open() > 0 ? 1 : 0;
        }
        return new PoolFigures(open.get(), idle, waiters.count(), origins);
    }
}
