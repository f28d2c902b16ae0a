package dev.linger.linux;

import dev.linger.life.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The sockets of one moment, counted: by state, by port of a server, and by destination. A
 * connection over loopback is two sockets and counts at both. Takes memory for each server's port,
 * for up to {@value #MOST_DESTINATIONS} destinations, beyond which the others are counted together,
 * and for the {@value #MOST_UNCLOSED} oldest connections in CLOSE_WAIT. Not thread-safe.
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
     * A port of a server.
     *
     * @param isOpen whether somebody listens there; sockets may outlive that
     * @param waiting connections that the program has not accepted yet
     * @param backlog the most that may wait, of all listeners of this port
     * @param fullest of its queues: share of the backlog that waits, from 0 to 1 and a little more
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
            SocketCount count) {}

    /**
     * Connections to one destination from one address; local ports are counted for these three (the
     * source address, the destination's address and its port).
     *
     * @param source its port is 0
     */
    public record Outgoing(Endpoint source, Endpoint destination) {}

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

    private final PortRange range;
    private final SocketCount all = new SocketCount();
    private final Map<Integer, Listening> listening = new HashMap<>();
    private final Map<Outgoing, SocketCount> outgoing = new HashMap<>();
    private final SocketCount others = new SocketCount();
    private final PriorityQueue<Unclosed> unclosed =
            new PriorityQueue<>(Comparator.comparingLong(Unclosed::ageMillis));
    private boolean knowsIdle;

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
        sockets.visit(every.inStates(Set.of(TcpState.LISTEN)), census::listens);
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
        return census;
    }

    private void listens(SocketEntry socket) {
        double full = socket.receiveQueue() / (double) Math.max(1, socket.sendQueue());
        listening.merge(
                socket.localPort(),
                new Listening(
                        socket.local(),
                        true,
                        socket.receiveQueue(),
                        socket.sendQueue(),
                        full,
                        socket.inode(),
                        new SocketCount()),
                (one, other) ->
                        new Listening(
                                one.at(),
                                true,
                                one.waiting() + other.waiting(),
                                one.backlog() + other.backlog(),
                                Math.max(one.fullest(), other.fullest()),
                                one.inode(),
                                one.count()));
    }

    private void count(SocketEntry socket) {
        TcpState state = socket.state();
        all.add(socket, range);
        if (state != TcpState.LISTEN && state != TcpState.BOUND_INACTIVE) {
            countOf(socket).add(socket, range);
        }
    }

    private SocketCount countOf(SocketEntry socket) {
        Listening server = listening.get(socket.localPort());
        if (server == null && looksAccepted(socket)) {
            server = new Listening(socket.local(), false, 0, 0, 0, 0, new SocketCount());
            listening.put(socket.localPort(), server);
        }
        return server == null ? countOfDestination(socket) : server.count();
    }

    private boolean looksAccepted(SocketEntry socket) {
        return socket.state() != TcpState.SYN_SENT
                && !range.contains(socket.localPort())
                && range.contains(socket.oppositePort());
    }

    private SocketCount countOfDestination(SocketEntry socket) {
        Endpoint local = socket.local();
        Outgoing key = new Outgoing(new Endpoint(local.high(), local.low(), 0), socket.opposite());
        SocketCount count = outgoing.get(key);
        if (count == null) {
            if (outgoing.size() >= MOST_DESTINATIONS) {
                return others;
            }
            count = new SocketCount();
            outgoing.put(key, count);
        }
        return count;
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

    /** Ports of servers, several listeners of one port together. */
    public Map<Integer, Listening> listening() {
        return listening;
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
