package dev.linger.linux;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Endpoint;
import dev.linger.life.Manner;
import dev.linger.life.Side;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes lives of connections from what the kernel shows: from looks at the socket table now and
 * then, and from the events of sockets that end. A connection between two programs of this host is
 * seen from both ends and told once.
 *
 * <p>Memory is bounded: {@value SocketMemory#MOST} sockets are remembered; beyond that, sockets are
 * known by their last counters only. {@value #MOST_PENDING} ended connections wait for their
 * opposite end, or for the FIN of it; beyond that, the oldest is told as it stands. Not
 * thread-safe. All times are nanoseconds since the epoch.
 */
final class KernelLives {
    /** Looks one socket up, as {@link SocketTable#find}. */
    @FunctionalInterface
    interface Lookup {
        boolean find(
                Endpoint local,
                Endpoint opposite,
                int interfaceIndex,
                Consumer<SocketEntry> visitor)
                throws RefusedByKernelException;
    }

    private static final int MOST_PENDING = 1 << 16;

    /** How long the opposite end's event may take, and the programs' own closing. */
    private static final long GRACE_NANOS = 200_000_000;

    private static final long AGAIN_NANOS = 1_000_000_000;

    /** How late a connection may be told whose opposite end was discarded. */
    private static final long DISCARDED_NANOS = 10_000_000_000L;

    /** Lookups at one call, so that a pile of half-closed connections takes no second. */
    private static final int MOST_LOOKUPS = 2_000;

    /** Two looks: the event of a socket that ended during the first may not have been read yet. */
    private static final int ABSENT_LOOKS = 2;

    /** The first of every network namespace. */
    private static final int LOOPBACK = 1;

    private final Lookup table;
    private final Consumer<ConnectionLife> told;
    private final LongSupplier overflowing;
    private final SocketMemory memory = new SocketMemory();
    private final Map<Ends, EndedConnection> pending = new LinkedHashMap<>();
    private final Discards discards = new Discards();
    private final ToldAlone toldAlone = new ToldAlone();
    private Listeners listeners = new Listeners();
    private Listeners listenersNow = new Listeners();
    private int looks = 1;
    private long overflows;
    private long lives;
    private long notRemembered;

    KernelLives(Lookup table, Consumer<ConnectionLife> told) {
        this(table, told, HostCounters::timeWaitOverflows);
    }

    /**
     * @param overflowing how many TIME_WAIT the kernel has not kept by now, for want of room
     */
    KernelLives(Lookup table, Consumer<ConnectionLife> told, LongSupplier overflowing) {
        this.table = table;
        this.told = told;
        this.overflowing = overflowing;
        overflows = overflowing.getAsLong();
    }

    /**
     * Takes a socket that a look at the table meets. With struct tcp_info more is known afterwards:
     * which side it is, when the opposite side closed.
     */
    void look(SocketEntry socket, long atNanos) {
        switch (socket.state()) {
            case LISTEN -> listenersNow.add(socket);
            case TIME_WAIT, CLOSE, NEW_SYN_RECV, BOUND_INACTIVE -> {}
            case ESTABLISHED,
                    SYN_SENT,
                    SYN_RECV,
                    FIN_WAIT1,
                    FIN_WAIT2,
                    CLOSE_WAIT,
                    LAST_ACK,
                    CLOSING -> {
                if (socket.timeWaitLeftMillis() < 0) {
                    remember(socket, atNanos);
                }
            }
        }
    }

    private void remember(SocketEntry socket, long atNanos) {
        long cookie = socket.cookie();
        if (cookie == -1) {
            return;
        }
        RememberedSocket known = memory.get(cookie);
        if (known == null) {
            if (memory.isFull()) {
                notRemembered++;
                return;
            }
            // The kernel shows those that listen first.
            boolean accepted = listenersNow.serve(socket.local());
            known = new RememberedSocket(socket, atNanos, looks == 1, accepted);
            memory.put(cookie, known);
        }
        known.seen(socket, looks, atNanos);
    }

    /**
     * A look is over that met all sockets, those that listen among them. Events that came meanwhile
     * are to be read before the next look.
     */
    void looked() {
        listeners = listenersNow;
        listenersNow = new Listeners();
        if (memory.isFull()) {
            memory.forgetBefore(looks - 1);
        }
        looks++;
    }

    /** Takes the event of a socket's end. */
    void ended(SocketEntry event, long atNanos) {
        RememberedSocket before = memory.remove(event.cookie());
        boolean absent = before != null && looks - 1 - before.look >= ABSENT_LOOKS;
        if (event.oppositePort() == 0 && before == null) {
            nameless(event, atNanos);
            return;
        }
        EndedSocket end = new EndedSocket(event, atNanos, before, absent);
        Ends ends = Ends.of(end);
        EndedConnection known = pending.get(ends.turned());
        if (known != null && known.second == null) {
            known.second = end;
            lookAtLeftover(end, atNanos);
            known.dueNanos = atNanos;
            return;
        }
        if (known == null && toldAlone.take(end)) {
            return;
        }
        EndedConnection earlier = pending.remove(ends);
        if (earlier != null) {
            tell(earlier);
        }
        makeRoom();
        EndedConnection connection = new EndedConnection(end);
        lookAtLeftover(end, atNanos);
        connection.dueNanos = atNanos + GRACE_NANOS;
        connection.overflowsBefore = overflows;
        pending.put(ends, connection);
    }

    /** A listener that closed, a connect that failed, or what SO_LINGER 0 made forgotten. */
    private void nameless(SocketEntry event, long atNanos) {
        if (event.wasDiscarded()) {
            discards.add(event.local(), atNanos);
        }
    }

    private void makeRoom() {
        if (pending.size() >= MOST_PENDING) {
            Iterator<EndedConnection> oldest = pending.values().iterator();
            EndedConnection connection = oldest.next();
            oldest.remove();
            tell(connection);
        }
    }

    private void lookAtLeftover(EndedSocket end, long atNanos) {
        if (end.discarded || end.neverConnected()) {
            return;
        }
        try {
            boolean found =
                    table.find(
                            end.local,
                            end.opposite,
                            end.interfaceIndex,
                            socket ->
                                    end.leaves(
                                            leftover(socket),
                                            socket.timeWaitLeftMillis(),
                                            atNanos));
            if (!found) {
                end.leaves(Leftover.NOTHING, 0, atNanos);
            }
        } catch (RefusedByKernelException refused) {
            end.leaves(Leftover.UNKNOWN, 0, atNanos);
        }
    }

    private static Leftover leftover(SocketEntry socket) {
        if (socket.timeWaitLeftMillis() < 0) {
            return Leftover.NOTHING;
        }
        return socket.state() == TcpState.TIME_WAIT ? Leftover.TIME_WAIT : Leftover.FIN_WAIT2;
    }

    /**
     * Tells the connections of which nothing more is to come. To be called now and then, each time
     * after the events that there are.
     */
    void settle(long atNanos) {
        discards.forgetBefore(atNanos - DISCARDED_NANOS);
        if (pending.isEmpty()) {
            return;
        }
        overflows = overflowing.getAsLong();
        int lookups = 0;
        List<EndedConnection> again = new ArrayList<>();
        Iterator<EndedConnection> each = pending.values().iterator();
        while (each.hasNext() && lookups < MOST_LOOKUPS) {
            EndedConnection connection = each.next();
            if (connection.dueNanos > atNanos) {
                continue;
            }
            lookups++;
            each.remove();
            if (isOver(connection, atNanos)) {
                tell(connection);
            } else {
                connection.dueNanos = dueAgain(connection, atNanos);
                again.add(connection);
            }
        }
        for (EndedConnection connection : again) {
            pending.put(Ends.of(connection.first), connection);
        }
    }

    private static long dueAgain(EndedConnection connection, long atNanos) {
        if (connection.oppositeGone) {
            return atNanos + GRACE_NANOS;
        }
        EndedSocket first = connection.first;
        boolean endsBefore = isAwaited(first, atNanos) && !connection.oppositeLives;
        return Math.min(
                atNanos + AGAIN_NANOS,
                endsBefore ? first.expiresNanos() - GRACE_NANOS : Long.MAX_VALUE);
    }

    /** Whether it waits for a FIN, and for some time yet. */
    private static boolean isAwaited(EndedSocket first, long atNanos) {
        return first.lacksFin() && atNanos < first.expiresNanos() - GRACE_NANOS;
    }

    /** Looks again; whether nothing more is to be expected. */
    private boolean isOver(EndedConnection connection, long atNanos) {
        EndedSocket first = connection.first;
        if (first.lacksFin()) {
            lookAtLeftover(first, atNanos);
        }
        EndedSocket second = connection.second;
        if (second != null) {
            if (second.lacksFin()) {
                lookAtLeftover(second, atNanos);
            }
            return true;
        }
        connection.oppositeLives = false;
        connection.oppositeLeftover = Leftover.NOTHING;
        lookAtOpposite(connection);
        if (connection.oppositeLives || isAwaited(first, atNanos)) {
            return false;
        }
        // Its event may be on its way: the kernel has it sent by another thread of its own.
        boolean isKnown = connection.oppositeGone || !isHere(first);
        connection.oppositeGone = true;
        return isKnown;
    }

    private void lookAtOpposite(EndedConnection connection) {
        EndedSocket first = connection.first;
        try {
            table.find(
                    first.opposite,
                    first.local,
                    first.interfaceIndex == 0 ? LOOPBACK : first.interfaceIndex,
                    socket -> {
                        connection.oppositeLeftover = leftover(socket);
                        connection.oppositeLives = socket.timeWaitLeftMillis() < 0;
                    });
        } catch (RefusedByKernelException refused) {
            connection.oppositeLeftover = Leftover.UNKNOWN;
        }
    }

    /** Tells all that wait, as they stand. */
    void finish() {
        overflows = overflowing.getAsLong();
        pending.values().forEach(this::tell);
        pending.clear();
    }

    private void tell(EndedConnection connection) {
        side(connection);
        EndedSocket first = connection.first;
        boolean isAlone = connection.second == null;
        // A look that met this end would have met the opposite one, whose end would have a name.
        connection.oppositeDiscarded =
                isAlone
                        && first.before == null
                        && isHere(first)
                        && discards.take(first.opposite, first.heardNanos() - GRACE_NANOS);
        connection.overflowed = overflows > connection.overflowsBefore;
        lives++;
        ConnectionLife life = new KernelLife(connection).toLife(lives);
        if (isAlone && life.ending().manner() == Manner.RESET) {
            toldAlone.add(first);
        }
        told.accept(life);
    }

    /** Whether both ends have one address, and so are on this host. */
    private static boolean isHere(EndedSocket end) {
        return end.local.high() == end.opposite.high() && end.local.low() == end.opposite.low();
    }

    private void side(EndedConnection connection) {
        EndedSocket first = connection.first;
        EndedSocket second = connection.second;
        Side side = first.side();
        if (side == null && second != null) {
            side = sideOfFirst(first, second);
        }
        if (side == null && !listeners.isEmpty()) {
            boolean accepted = first.before != null && first.before.accepted;
            side = accepted || listeners.serve(first.local) ? Side.SERVER : Side.CLIENT;
        }
        connection.sideGuessed = side == null;
        connection.sideOfFirst =
                side != null
                        ? side
                        : first.local.port() <= first.opposite.port() ? Side.SERVER : Side.CLIENT;
    }

    private static @Nullable Side sideOfFirst(EndedSocket first, EndedSocket second) {
        Side seen = first.sideSeenBy(second);
        if (seen != null) {
            return seen;
        }
        Side opposite = second.side() != null ? second.side() : second.sideSeenBy(first);
        return opposite == null ? null : opposite.opposite();
    }

    /** Ended connections with this port that wait for their opposite end, or for its FIN. */
    int pending(int port) {
        return (int)
                pending.keySet().stream()
                        .filter(ends ->
                                ends.local().port() == port || ends.opposite().port() == port)
                        .count();
    }

    /** How often a look met a socket for which there was no room. */
    long notRemembered() {
        return notRemembered;
    }

    /**
     * Connections that SO_LINGER 0 discarded before a look at the table met them, and whose
     * opposite end did not tell of them: it is elsewhere, as a rule.
     */
    long untold() {
        return discards.notTaken();
    }
}
