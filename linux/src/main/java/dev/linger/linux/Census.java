package dev.linger.linux;

import dev.linger.life.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one moment, counted: by state, by server, and by destination. A connection over
 * loopback is two sockets and counts at both. Takes memory for each server, for up to {@value
 * #MOST_DESTINATIONS} destinations, beyond which the others are counted together, and for the
 * {@value #MOST_UNCLOSED} oldest connections in CLOSE_WAIT. Not thread-safe.
 */
public final class Census {
    /** Destinations that are told apart. */
    public static final int MOST_DESTINATIONS = 20_000;

    /** Connections in CLOSE_WAIT that are told one by one. */
    public static final int MOST_UNCLOSED = 1000;

    /** So many established connections are asked for their last byte; more would take long. */
    public static final int MOST_ASKED = 2000;

    /** Quiet for so long is idle. */
    public static final long IDLE_MILLIS = 1000;

    /** How long TIME_WAIT takes (TCP_TIMEWAIT_LEN, include/net/tcp.h). */
    static final long TIME_WAIT_MILLIS = 60_000;

    /**
     * A server: an address and port where somebody listens, or did.
     *
     * @param at for one that listens no more, the end of one of its sockets
     * @param isOpen whether somebody listens there; sockets may outlive that
     * @param waiting connections that the program has not accepted yet
     * @param backlog the most that may wait, of all listeners of this address and port; -1 unknown
     * @param fullest of its queues: share of the backlog that waits, from 0 to 1 and a little more;
     *     NaN unknown
     * @param inode of a listening socket
     * @param count of the connections accepted there
     */
    public record Listening(
            Endpoint at,
            boolean isOpen,
            long waiting,
            long backlog,
            double fullest,
            long inode,
            SocketCount count) {
        Listening with(Listening other) {
            return new Listening(
                    at,
                    true,
                    waiting + other.waiting,
                    backlog < 0 ? -1 : backlog + other.backlog,
                    Math.max(fullest, other.fullest),
                    inode,
                    count);
        }
    }

    /**
     * Connections to one destination from one address; local ports are counted for these three (the
     * source address, the destination's address and its port).
     *
     * @param source its port is 0
     */
    public record Outgoing(Endpoint source, Endpoint destination) {
        static Outgoing of(SocketEntry socket) {
            return new Outgoing(
                    new Endpoint(socket.localHigh(), socket.localLow(), 0), socket.opposite());
        }
    }

    /**
     * A connection that the opposite side has closed and the program has not.
     *
     * @param inode by which a process holds it; 0 where no program has accepted it
     * @param ageMillis since the opposite side's FIN, or less: since its last ACK, which a
     *     keep-alive probe renews; -1 unknown
     * @param idleMillis from the last byte to that FIN: the opposite side's patience; -1 unknown
     */
    public record Unclosed(
            Endpoint local, Endpoint opposite, long inode, long ageMillis, long idleMillis) {}

    /** Counts what a source of sockets visits. */
    public interface Visits {
        /** Visits the sockets that fit the query. */
        void visit(SocketTable.Query query, Consumer<SocketEntry> visitor)
                throws RefusedByKernelException, IOException;
    }

    private static final Set<TcpState> LISTEN = Set.of(TcpState.LISTEN);

    /**
     * Established connections and TIME_WAIT; and sockets that are bound and no more, for which the
     * kernel would go through all bound ports.
     */
    private static final Set<TcpState> MANY =
            Collections.unmodifiableSet(
                    EnumSet.of(TcpState.ESTABLISHED, TcpState.TIME_WAIT, TcpState.BOUND_INACTIVE));

    private static final Set<TcpState> FEW = few();

    private static Set<TcpState> few() {
        Set<TcpState> few = EnumSet.complementOf(EnumSet.copyOf(MANY));
        few.removeAll(LISTEN);
        return Collections.unmodifiableSet(few);
    }

    private final PortRange range;
    private final SocketCount all = new SocketCount();
    private final Servers servers = new Servers();
    private final Destinations destinations = new Destinations(MOST_DESTINATIONS);
    private final SocketCount others = new SocketCount();
    private final BitSet portsOfMany = new BitSet();
    private final BitSet portsOfFew = new BitSet();
    private final PriorityQueue<Unclosed> unclosed =
            new PriorityQueue<>(Comparator.comparingLong(Unclosed::ageMillis));
    private long orphans;
    private boolean knowsIdle;
    private Map<Outgoing, SocketCount> outgoing = Map.of();

    private Census(PortRange range) {
        this.range = range;
    }

    /**
     * Takes a census: the listening ports first, for they tell a server's connections from a
     * client's. Where nobody listens any more, a local port outside the range whose opposite port
     * lies inside it is taken for a server's.
     *
     * @param sockets of {@link SocketTable} or {@link ProcTable}
     * @param range of the ports that the kernel gives to clients
     */
    public static Census of(Visits sockets, PortRange range)
            throws RefusedByKernelException, IOException {
        Census census = new Census(range);
        SocketTable.Query every = SocketTable.Query.all();
        sockets.visit(every.inStates(LISTEN), census::listens);
        sockets.visit(every, census::count);
        Set<TcpState> asked = EnumSet.noneOf(TcpState.class);
        census.knowsIdle = census.in(TcpState.ESTABLISHED) <= MOST_ASKED;
        if (census.in(TcpState.CLOSE_WAIT) > 0) {
            asked.add(TcpState.CLOSE_WAIT);
        }
        if (census.knowsIdle && census.in(TcpState.ESTABLISHED) > 0) {
            asked.add(TcpState.ESTABLISHED);
        }
        if (!asked.isEmpty()) {
            sockets.visit(every.inStates(asked).withDetail(), census::askInDetail);
        }
        census.outgoing = census.destinations.all();
        return census;
    }

    /**
     * Takes a census without the sockets in ESTABLISHED and TIME_WAIT, which takes a tenth of the
     * time where these are most: ports and destinations keep what this census has of them. In all,
     * there are as many as the kernel counts.
     *
     * @param counters the kernel's, of this moment, where all sockets are visited; else null, and
     *     these states keep this census's sums
     */
    public Census withoutMany(Visits sockets, @Nullable HostCounters counters)
            throws RefusedByKernelException, IOException {
        Census census = new Census(range);
        SocketTable.Query every = SocketTable.Query.all();
        sockets.visit(
                every.inStates(LISTEN),
                socket -> {
                    census.listens(socket);
                    census.count(socket);
                });
        census.keep(this);
        sockets.visit(
                every.inStates(FEW).withDetail(),
                socket -> {
                    census.count(socket);
                    if (socket.state() == TcpState.CLOSE_WAIT) {
                        census.askInDetail(socket);
                    }
                });
        if (counters != null) {
            census.countMany(counters);
        }
        census.outgoing = census.destinations.all();
        return census;
    }

    private void keep(Census earlier) {
        knowsIdle = earlier.knowsIdle;
        all.keep(earlier.all, MANY);
        others.keep(earlier.others, MANY);
        portsOfMany.or(earlier.portsOfMany);
        earlier.listening()
                .forEach(server -> {
                    SocketCount kept = new SocketCount();
                    kept.keep(server.count(), MANY);
                    if (!kept.isEmpty()) {
                        Listening now = servers.of(server.at());
                        (now == null ? servers.closed(server.at()) : now).count().keep(kept, MANY);
                    }
                });
        earlier.outgoing.forEach((to, count) -> {
            SocketCount kept = new SocketCount();
            kept.keep(count, MANY);
            if (!kept.isEmpty()) {
                destinations.add(to, kept);
            }
        });
    }

    /** The kernel counts CLOSE_WAIT as established, and an orphan's FIN_WAIT2 as TIME_WAIT. */
    private void countMany(HostCounters counters) {
        counters.of("Tcp.CurrEstab")
                .ifPresent(count ->
                        all.set(
                                TcpState.ESTABLISHED,
                                Math.max(0, count - in(TcpState.CLOSE_WAIT))));
        counters.of("sockstat.TCP.tw")
                .ifPresent(count -> all.set(TcpState.TIME_WAIT, Math.max(0, count - orphans)));
    }

    private void listens(SocketEntry socket) {
        long backlog = socket.backlog();
        // A backlog of 0 has room for one (sk_acceptq_is_full(), include/net/sock.h).
        double full =
                backlog < 0 ? Double.NaN : socket.receiveQueue() / (double) Math.max(1, backlog);
        Listening one =
                new Listening(
                        socket.local(),
                        true,
                        socket.receiveQueue(),
                        backlog,
                        full,
                        socket.inode(),
                        new SocketCount());
        servers.listens(one);
    }

    private void count(SocketEntry socket) {
        TcpState state = socket.state();
        all.add(socket, range);
        if (state != TcpState.LISTEN && state != TcpState.BOUND_INACTIVE) {
            countOf(socket).add(socket, range);
        }
        if (state == TcpState.FIN_WAIT2 && socket.timeWaitLeftMillis() >= 0) {
            orphans++;
        }
    }

    private SocketCount countOf(SocketEntry socket) {
        Listening server = servers.of(socket);
        if (server == null && looksAccepted(socket)) {
            server = servers.closed(socket.local());
        }
        if (server != null) {
            return server.count();
        }
        if (range.contains(socket.localPort())) {
            (MANY.contains(socket.state()) ? portsOfMany : portsOfFew).set(socket.localPort());
        }
        SocketCount client = destinations.of(socket);
        return client == null ? others : client;
    }

    private boolean looksAccepted(SocketEntry socket) {
        return socket.state() != TcpState.SYN_SENT
                && !range.contains(socket.localPort())
                && range.contains(socket.oppositePort());
    }

    private void askInDetail(SocketEntry socket) {
        long quiet = Math.min(socket.lastDataReceivedMillis(), socket.lastDataSentMillis());
        if (socket.state() == TcpState.CLOSE_WAIT) {
            unclosed(socket, quiet);
        } else if (quiet < 0) {
            knowsIdle = false;
        } else if (quiet >= IDLE_MILLIS) {
            countOf(socket).addIdle();
        }
    }

    private void unclosed(SocketEntry socket, long quiet) {
        long age = socket.lastAckReceivedMillis();
        unclosed.add(
                new Unclosed(
                        socket.local(),
                        socket.opposite(),
                        socket.inode(),
                        age,
                        age < 0 || quiet < 0 ? -1 : Math.max(0, quiet - age)));
        if (unclosed.size() > MOST_UNCLOSED) {
            unclosed.poll();
        }
    }

    /** Sockets in this state. */
    public long in(TcpState state) {
        return all.in(state);
    }

    /** Sockets in all states. */
    public long all() {
        return all.all();
    }

    /** Servers, several listeners of one address and port together. */
    public List<Listening> listening() {
        return servers.all();
    }

    /** The server of what comes to this end; empty where there is none. */
    public Optional<Listening> server(Endpoint local) {
        return Optional.ofNullable(servers.of(local));
    }

    /** Connections to each destination. */
    public Map<Outgoing, SocketCount> outgoing() {
        return outgoing;
    }

    /** Connections to destinations beyond those told apart. */
    public SocketCount others() {
        return others;
    }

    /**
     * Local ports of the range that connections from here hold, of all addresses and destinations.
     */
    public int portsInUse() {
        BitSet ports = (BitSet) portsOfMany.clone();
        ports.or(portsOfFew);
        return ports.cardinality();
    }

    /**
     * Whether idle connections were counted: not where more than {@value #MOST_ASKED} are
     * established, nor where the source of the sockets does not tell.
     */
    public boolean knowsIdle() {
        return knowsIdle;
    }

    /** Connections in CLOSE_WAIT, oldest first; at most {@value #MOST_UNCLOSED}. */
    public List<Unclosed> unclosed() {
        List<Unclosed> oldestFirst = new ArrayList<>(unclosed);
        oldestFirst.sort(Comparator.comparingLong(Unclosed::ageMillis).reversed());
        return oldestFirst;
    }
}
