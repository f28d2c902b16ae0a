package dev.linger.linux;

import dev.linger.life.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The sockets of one moment, counted: by state, by port that is listened on, and by destination. A
 * connection over loopback is two sockets and counts at both. Takes memory for each listening port
 * and for up to {@value #MOST_DESTINATIONS} destinations; what goes beyond is counted together. Not
 * thread-safe.
 */
public final class Census {
    /** Destinations that are told apart. */
    public static final int MOST_DESTINATIONS = 20_000;

    /** How long TIME_WAIT takes (TCP_TIMEWAIT_LEN, include/net/tcp.h). */
    static final long TIME_WAIT_MILLIS = 60_000;

    private static final int MOST_WAITING = 1000;

    /** What is counted of a port listened on, or of a destination. */
    public static final class Count {
        private final Map<TcpState, Long> byState = new EnumMap<>(TcpState.class);
        private final ClosesPerSecond closes = new ClosesPerSecond();

        /** Sockets in this state. */
        public long in(TcpState state) {
            return byState.getOrDefault(state, 0L);
        }

        /** Sockets in all states. */
        public long all() {
            return byState.values().stream().mapToLong(Long::longValue).sum();
        }

        /** When its connections in TIME_WAIT were closed by this side first. */
        public ClosesPerSecond closes() {
            return closes;
        }

        private void add(SocketEntry socket) {
            byState.merge(socket.state(), 1L, Long::sum);
            if (socket.state() == TcpState.TIME_WAIT) {
                closes.add(TIME_WAIT_MILLIS - socket.timeWaitLeftMillis());
            }
        }
    }

    /**
     * A port that is listened on.
     *
     * @param waiting connections that the program has not accepted yet
     * @param backlog the most that may wait
     * @param inode of the listening socket
     * @param count of the connections accepted there
     */
    public record Listening(Endpoint at, long waiting, long backlog, long inode, Count count) {}

    /**
     * Connections to one destination from one address; local ports are counted for these three (the
     * source address, the destination's address and its port).
     */
    public record Outgoing(Endpoint source, Endpoint destination) {}

    /**
     * A connection that the opposite side has closed and the program has not.
     *
     * @param inode by which a process holds it
     * @param ageMillis since the opposite side's FIN, about: its last ACK; -1 unknown
     * @param idleMillis from the last byte to that FIN: the opposite side's patience; -1 unknown
     */
    public record Unclosed(
            Endpoint local, Endpoint opposite, long inode, long ageMillis, long idleMillis) {}

    private final Map<TcpState, Long> byState = new EnumMap<>(TcpState.class);
    private final Map<Integer, Listening> listening = new HashMap<>();
    private final Map<Outgoing, Count> outgoing = new HashMap<>();
    private final Count others = new Count();
    private final List<Unclosed> unclosed = new ArrayList<>();
    private final Set<Long> unclosedInodes = new HashSet<>();

    private Census() {}

    /** Counts what a source of sockets visits. */
    public interface Visits {
        /** Visits the sockets that fit the query. */
        void visit(SocketTable.Query query, Consumer<SocketEntry> visitor)
                throws RefusedByKernelException, IOException;
    }

    /**
     * Takes a census: the listening ports first, for they tell a server's connections from a
     * client's.
     *
     * @param sockets of {@link SocketTable} or {@link ProcTable}
     */
    public static Census of(Visits sockets) throws RefusedByKernelException, IOException {
        Census census = new Census();
        SocketTable.Query all = SocketTable.Query.all();
        sockets.visit(all.inStates(Set.of(TcpState.LISTEN)), census::listens);
        sockets.visit(all, census::count);
        if (census.in(TcpState.CLOSE_WAIT) > 0) {
            sockets.visit(all.inStates(Set.of(TcpState.CLOSE_WAIT)).withDetail(), census::waits);
        }
        return census;
    }

    private void listens(SocketEntry socket) {
        Listening before = listening.get(socket.localPort());
        listening.put(
                socket.localPort(),
                new Listening(
                        socket.local(),
                        socket.receiveQueue() + (before == null ? 0 : before.waiting()),
                        socket.sendQueue() + (before == null ? 0 : before.backlog()),
                        socket.inode(),
                        before == null ? new Count() : before.count()));
    }

    private void count(SocketEntry socket) {
        byState.merge(socket.state(), 1L, Long::sum);
        if (socket.state() == TcpState.LISTEN || socket.state() == TcpState.BOUND_INACTIVE) {
            return;
        }
        Listening server = listening.get(socket.localPort());
        if (server != null) {
            server.count().add(socket);
        } else {
            destination(socket).add(socket);
        }
    }

    private Count destination(SocketEntry socket) {
        Endpoint local = socket.local();
        Outgoing key = new Outgoing(new Endpoint(local.high(), local.low(), 0), socket.opposite());
        Count count = outgoing.get(key);
        if (count == null) {
            if (outgoing.size() >= MOST_DESTINATIONS) {
                return others;
            }
            count = new Count();
            outgoing.put(key, count);
        }
        return count;
    }

    private void waits(SocketEntry socket) {
        if (unclosed.size() < MOST_WAITING && unclosedInodes.add(socket.inode())) {
            long age = socket.lastAckReceivedMillis();
            long quiet =
                    Math.min(
                            positiveOrMost(socket.lastDataReceivedMillis()),
                            positiveOrMost(socket.lastDataSentMillis()));
            unclosed.add(
                    new Unclosed(
                            socket.local(),
                            socket.opposite(),
                            socket.inode(),
                            age,
                            age < 0 || quiet == Long.MAX_VALUE ? -1 : Math.max(0, quiet - age)));
        }
    }

    private static long positiveOrMost(long millis) {
        return millis < 0 ? Long.MAX_VALUE : millis;
    }

    /** Sockets in this state. */
    public long in(TcpState state) {
        return byState.getOrDefault(state, 0L);
    }

    /** Sockets in all states. */
    public long all() {
        return byState.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Ports listened on, several listeners of one port together. */
    public Map<Integer, Listening> listening() {
        return listening;
    }

    /** Connections to each destination. */
    public Map<Outgoing, Count> outgoing() {
        return outgoing;
    }

    /** Connections to destinations beyond those told apart. */
    public Count others() {
        return others;
    }

    /** Connections in CLOSE_WAIT, the first {@value #MOST_WAITING}. */
    public List<Unclosed> unclosed() {
        return unclosed;
    }
}
