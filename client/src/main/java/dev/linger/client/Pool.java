package dev.linger.client;

import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.JudgedLife;
import dev.linger.life.Phase;
import dev.linger.life.Wording;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** All connections of a client: hands them out, takes them back, ends them. Thread-safe. */
final class Pool {
    private static final System.Logger LOG = System.getLogger("dev.linger.client");

    /** How long a waiting call sleeps at most before it looks by itself. */
    private static final long LOOK_NANOS = 100_000_000L;

    /** Requests on a connection. */
    private static final int OFTEN = 64;

    /** A look of Upkeep takes microseconds, unless its thread was put aside meanwhile. */
    private static final long LOOKED_AT_NANOS = 10_000_000L;

    final Keeping keeping;
    final Ledger ledger = new Ledger();
    final Kernel kernel = Kernel.ofProcess();
    final Ports ports = new Ports();
    private final List<Listener> listeners;
    private final Opener opener;
    private final Upkeep upkeep = new Upkeep(this);
    private final Map<Route, Shelf> shelves = new ConcurrentHashMap<>();
    private final Set<Connection> all = ConcurrentHashMap.newKeySet();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong numbers = new AtomicLong();
    private final ConcurrentLinkedDeque<Thread> waiting = new ConcurrentLinkedDeque<>();

    Pool(Keeping keeping, Opener opener, List<Listener> listeners) {
        this.keeping = keeping;
        this.opener = opener;
        this.listeners = listeners;
    }

    Shelf shelf(Route route) {
        Shelf shelf = shelves.get(route);
        return shelf == null ? shelves.computeIfAbsent(route, _ -> new Shelf()) : shelf;
    }

    Map<Route, Shelf> shelves() {
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
        Shelf shelf = shelf(route);
        Connection kept = fresh ? null : takeKept(shelf);
        if (kept != null) {
            return kept;
        }
        if (reserve(shelf)) {
            return opened(route, shelf, deadlines, by);
        }
        long end = Math.min(by - System.nanoTime(), keeping.waiting().toNanos());
        return await(route, shelf, fresh, deadlines, System.nanoTime() + end);
    }

    private @Nullable Connection takeKept(Shelf shelf) {
        for (Connection one = shelf.take(); one != null; one = shelf.take()) {
            if (!isClaimed(one)) {
                continue;
            }
            Reason over = unfit(one, shelf);
            if (over == null) {
                return one;
            }
            end(one, over, 0);
        }
        return null;
    }

    /**
     * False where it has ended, or is being looked at for longer than a look takes: then Upkeep
     * returns it.
     */
    private static boolean isClaimed(Connection one) {
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

    /** Why it cannot carry another exchange; null where it can. */
    private @Nullable Reason unfit(Connection one, Shelf shelf) {
        long now = System.nanoTime();
        Reason ended = one.look(now);
        if (ended != null) {
            learn(one, shelf, ended, now);
            return ended;
        }
        long idle = now - one.account.lastUse();
        if (now - one.oldAt >= 0) {
            return Reason.client(
                    CloseCause.MAX_AGE,
                    Phase.IDLE,
                    "the connection is " + Wording.duration(now - one.account.opened) + " old");
        }
        return idle > shelf.patience.limit(keeping.idle().toNanos())
                ? idleTooLong(idle, shelf)
                : null;
    }

    static Reason idleTooLong(long idle, Shelf shelf) {
        long known = shelf.patience.known();
        return Reason.client(
                CloseCause.IDLE_TIMEOUT,
                Phase.IDLE,
                "idle for "
                        + Wording.duration(idle)
                        + (known < 0
                                ? ""
                                : ", the server closes after " + Wording.duration(known)));
    }

    /** What the server's close of an idle connection says about its patience. */
    void learn(Connection one, Shelf shelf, Reason ended, long now) {
        if (ended.decidedBy() != DecidedBy.SERVER
                || one.account.serverFin == 0
                || !shelf.patience.learnsAt(now)) {
            return;
        }
        var named = one.named;
        Kernel.Look look = named == null ? null : kernel.look(named);
        long seen = look == null ? -1 : look.idleBeforeFinMillis();
        // Without the kernel the FIN came at some time before now, which is no measure of patience.
        if (seen >= 0) {
            shelf.patience.ended(seen * 1_000_000L);
        } else {
            shelf.patience.ended(Math.max(0, now - one.account.lastUse() - Upkeep.PAUSE_NANOS));
        }
    }

    private boolean reserve(Shelf shelf) {
        if (open.incrementAndGet() > keeping.inAll() && !makeRoom()) {
            open.decrementAndGet();
            return false;
        }
        if (!shelf.reserve(keeping.perOrigin())) {
            open.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Ends an idle connection of some route so that another one can be opened. */
    private boolean makeRoom() {
        for (Shelf shelf : shelves.values()) {
            for (Connection one : shelf.idle().reversed()) {
                if (one.holder.compareAndSet(Connection.Holder.SHELF, Connection.Holder.UPKEEP)) {
                    shelf.remove(one);
                    end(
                            one,
                            Reason.client(
                                    CloseCause.EVICTED,
                                    Phase.IDLE,
                                    "room was needed for a connection to another origin"),
                            0);
                    return true;
                }
            }
        }
        return false;
    }

    private Connection opened(Route route, Shelf shelf, Deadlines deadlines, long by)
            throws IOException, InterruptedException {
        Connection connection = null;
        try {
            connection = opener.open(route, numbers.incrementAndGet(), deadlines, by, this);
            all.add(connection);
            ledger.opened.increment();
            Flight.opened(connection);
            return connection;
        } finally {
            if (connection == null) {
                shelf.ended();
                open.decrementAndGet();
                wake();
            }
        }
    }

    private Connection await(Route route, Shelf shelf, boolean fresh, Deadlines deadlines, long by)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        Thread self = Thread.currentThread();
        waiting.addLast(self);
        try {
            while (by - System.nanoTime() > 0) {
                LockSupport.parkNanos(this, Math.min(LOOK_NANOS, by - System.nanoTime()));
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while waiting for a connection");
                }
                Connection kept = fresh ? null : takeKept(shelf);
                if (kept != null) {
                    return kept;
                }
                if (reserve(shelf)) {
                    return opened(route, shelf, deadlines, by);
                }
            }
        } finally {
            waiting.remove(self);
            wake();
        }
        throw new ConnectDeadlineException(
                "no connection to "
                        + route.authority()
                        + " became free in "
                        + Wording.duration(System.nanoTime() - began)
                        + ": "
                        + Wording.count(shelf.open(), "connection")
                        + " of at most "
                        + Wording.count(keeping.perOrigin())
                        + " are in use, "
                        + Wording.count(open.get())
                        + " of at most "
                        + Wording.count(keeping.inAll())
                        + " in all; not delivered; raise the limit, or see which responses are not"
                        + " closed",
                Delivery.NOT_DELIVERED,
                null,
                null);
    }

    /** Upkeep has looked at a connection that stays. */
    void lookedAt(Connection connection, Shelf shelf) {
        if (!connection.holder.compareAndSet(Connection.Holder.UPKEEP, Connection.Holder.SHELF)) {
            connection.holder.set(Connection.Holder.SHELF);
            shelf.put(connection);
            wake();
        }
    }

    private void wake() {
        Thread first = waiting.peekFirst();
        if (first != null) {
            LockSupport.unpark(first);
        }
    }

    /** Takes back a connection that can carry another exchange. */
    void giveBack(Connection connection) {
        Shelf shelf = shelf(connection.route);
        connection.holder.set(Connection.Holder.SHELF);
        shelf.put(connection);
        if (connection.account.requests == 1) {
            upkeep.isNew(connection);
        } else if (connection.account.requests == OFTEN) {
            upkeep.isOften(connection);
        } else {
            upkeep.needed();
        }
        wake();
    }

    /** Ends a connection, once. Returns its life; null where it had ended before. */
    @Nullable JudgedLife end(Connection connection, Reason reason, long unacknowledged) {
        JudgedLife life = connection.end(reason, unacknowledged);
        if (life == null) {
            return null;
        }
        all.remove(connection);
        shelf(connection.route).ended();
        open.decrementAndGet();
        ports.ended(connection, life);
        ledger.closed(life);
        Flight.closed(connection, life);
        tell(listener -> listener.closed(life));
        wake();
        return life;
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

    /** Ends all connections, those in use too where {@code busy}. */
    void endAll(boolean busy) {
        for (Connection one : all) {
            boolean idle =
                    one.holder.compareAndSet(Connection.Holder.SHELF, Connection.Holder.UPKEEP);
            if (idle) {
                shelf(one.route).remove(one);
            }
            if (idle || busy) {
                end(
                        one,
                        Reason.client(
                                idle ? CloseCause.DRAIN : CloseCause.STOPPED,
                                idle ? Phase.IDLE : Phase.UNKNOWN,
                                "the client is closed"),
                        0);
            }
        }
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
        for (Shelf shelf : shelves.values()) {
            idle += shelf.idleCount();
            origins += shelf.open() > 0 ? 1 : 0;
        }
        return new PoolFigures(open.get(), idle, waiting.size(), origins);
    }
}
