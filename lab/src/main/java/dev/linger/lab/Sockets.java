package dev.linger.lab;

import dev.linger.life.Endpoint;
import dev.linger.linux.Processes;
import dev.linger.linux.RefusedByKernelException;
import dev.linger.linux.SocketEntry;
import dev.linger.linux.SocketTable;
import dev.linger.linux.TcpState;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The kernel's sockets at one port of a server, at both ends of its connections, for both are on
 * this host. Not thread-safe; belongs to the network in which it was made.
 */
final class Sockets implements AutoCloseable {
    /** Something of these is still on its way. */
    private static final Set<TcpState> MOVING =
            EnumSet.of(
                    TcpState.SYN_SENT,
                    TcpState.SYN_RECV,
                    TcpState.NEW_SYN_RECV,
                    TcpState.FIN_WAIT1,
                    TcpState.LAST_ACK,
                    TcpState.CLOSING);

    /** The two ends of the connections, counted. */
    record Count(int moving, int open, int closeWait, int closing) {}

    private final SocketTable table;
    private final InetAddress host;
    private final int port;

    Sockets(InetSocketAddress server) throws RefusedByKernelException {
        this.host = server.getAddress();
        this.port = server.getPort();
        table = new SocketTable();
    }

    /** Others may have the same port at another address. */
    private boolean isServer(Endpoint end) {
        return end.toString().equals(host.getHostAddress() + ":" + port);
    }

    private void visitServers(Set<TcpState> states, Consumer<SocketEntry> visitor)
            throws RefusedByKernelException {
        SocketTable.Query query = SocketTable.Query.all().inStates(states);
        table.visit(
                query.withLocalPort(port).withDetail(),
                socket -> {
                    if (isServer(socket.local())) {
                        visitor.accept(socket);
                    }
                });
    }

    private void visitClients(Set<TcpState> states, Consumer<SocketEntry> visitor)
            throws RefusedByKernelException {
        SocketTable.Query query = SocketTable.Query.all().inStates(states);
        table.visit(
                query.withOppositePort(port).withDetail(),
                socket -> {
                    if (isServer(socket.opposite())) {
                        visitor.accept(socket);
                    }
                });
    }

    Count count() throws RefusedByKernelException {
        int[] counts = new int[4];
        Consumer<SocketEntry> counting =
                socket -> {
                    counts[0] += MOVING.contains(socket.state()) ? 1 : 0;
                    counts[2] += socket.state() == TcpState.CLOSE_WAIT ? 1 : 0;
                    counts[3] += socket.state() == TcpState.FIN_WAIT1 ? 1 : 0;
                };
        visitServers(
                EnumSet.allOf(TcpState.class),
                socket -> {
                    counts[1] += socket.state() == TcpState.ESTABLISHED ? 1 : 0;
                    counting.accept(socket);
                });
        visitClients(EnumSet.allOf(TcpState.class), counting);
        return new Count(counts[0], counts[1], counts[2], counts[3]);
    }

    /** How many TIME_WAIT lie at the server, and at its clients. */
    Waiting waiting() throws RefusedByKernelException {
        int[] counts = new int[2];
        visitServers(EnumSet.of(TcpState.TIME_WAIT), _ -> counts[0]++);
        visitClients(EnumSet.of(TcpState.TIME_WAIT), _ -> counts[1]++);
        return new Waiting(counts[0], counts[1]);
    }

    /** Whether a socket has the port, at any address, or is connected to it. */
    boolean isPortKnown() throws RefusedByKernelException {
        boolean[] found = new boolean[1];
        SocketTable.Query all = SocketTable.Query.all().inStates(EnumSet.allOf(TcpState.class));
        table.visit(all.withLocalPort(port), _ -> found[0] = true);
        table.visit(all.withOppositePort(port), _ -> found[0] = true);
        return found[0];
    }

    /** Whether somebody listens at the port. */
    boolean isListening() throws RefusedByKernelException {
        boolean[] found = new boolean[1];
        visitServers(EnumSet.of(TcpState.LISTEN), _ -> found[0] = true);
        return found[0];
    }

    /** How often a client has repeated itself without an answer, at most. */
    int repetitions() throws RefusedByKernelException {
        int[] most = new int[1];
        visitClients(
                EnumSet.of(TcpState.ESTABLISHED),
                socket -> most[0] = Math.max(most[0], socket.unansweredRepetitions()));
        return most[0];
    }

    /** What is left of the longest TIME_WAIT; -1 where there is none. */
    long timeWaitLeftMillis() throws RefusedByKernelException {
        long[] longest = {-1};
        Consumer<SocketEntry> noting =
                socket -> longest[0] = Math.max(longest[0], socket.timeWaitLeftMillis());
        visitServers(EnumSet.of(TcpState.TIME_WAIT), noting);
        visitClients(EnumSet.of(TcpState.TIME_WAIT), noting);
        return longest[0];
    }

    /**
     * TIME_WAIT, counted.
     *
     * @param atServer at the server's end
     * @param atClient at the client's end
     */
    record Waiting(int atServer, int atClient) {}

    /** Ports of clients, of all connections that the kernel still knows of. */
    Set<Integer> clientPorts() throws RefusedByKernelException {
        Set<Integer> ports = new TreeSet<>();
        Set<TcpState> all =
                EnumSet.complementOf(EnumSet.of(TcpState.LISTEN, TcpState.BOUND_INACTIVE));
        visitServers(all, socket -> ports.add(socket.oppositePort()));
        visitClients(all, socket -> ports.add(socket.localPort()));
        return ports;
    }

    /** Who has not closed, in a clause for each process; none where all have. */
    List<String> unclosed() throws RefusedByKernelException {
        List<Long> inodes = new ArrayList<>();
        long[] oldest = new long[1];
        Consumer<SocketEntry> noting =
                socket -> {
                    inodes.add(socket.inode());
                    oldest[0] = Math.max(oldest[0], socket.closeWaitMillis());
                };
        visitClients(EnumSet.of(TcpState.CLOSE_WAIT), noting);
        String side = inodes.isEmpty() ? "server" : "client";
        visitServers(EnumSet.of(TcpState.CLOSE_WAIT), noting);
        if (inodes.isEmpty()) {
            return List.of();
        }
        Processes processes = new Processes();
        processes.seek(inodes);
        String owner =
                processes.of(inodes.getFirst()).map(Object::toString).orElse("an unseen process");
        return List.of(
                inodes.size()
                        + " sockets in CLOSE_WAIT, up to "
                        + oldest[0]
                        + " ms old, held by the "
                        + side
                        + ", "
                        + owner);
    }

    @Override
    public void close() {
        table.close();
    }
}
