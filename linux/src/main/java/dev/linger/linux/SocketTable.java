package dev.linger.linux;

import dev.linger.life.Endpoint;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The TCP sockets of this network namespace, by sock_diag(7), which anybody may ask. Sockets are
 * handed over one by one and never collected, so a million take no memory. A table that changes
 * while it is read shows each moment's part of it: a socket may be missing, or be seen twice in two
 * states; {@link #wasInterrupted} says when the kernel noticed that. Not thread-safe.
 */
public final class SocketTable implements AutoCloseable {
    /** Which sockets are asked for; the kernel leaves the others out. */
    public record Query(Set<TcpState> states, int localPort, int oppositePort, boolean inDetail) {
        public Query {
            states = Set.copyOf(states);
            if (states.isEmpty()) {
                throw new IllegalArgumentException("no state is asked for: name one at least");
            }
            port(localPort);
            port(oppositePort);
        }

        private static void port(int port) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port " + port + ": must be 0 (any) to 65535");
            }
        }

        /** All sockets, with what their records hold. */
        public static Query all() {
            return new Query(EnumSet.allOf(TcpState.class), 0, 0, false);
        }

        /** The same, with struct tcp_info for sockets that have one; takes three times as long. */
        public Query withDetail() {
            return new Query(states, localPort, oppositePort, true);
        }

        public Query inStates(Set<TcpState> some) {
            return new Query(some, localPort, oppositePort, inDetail);
        }

        public Query withLocalPort(int port) {
            return new Query(states, port, oppositePort, inDetail);
        }

        public Query withOppositePort(int port) {
            return new Query(states, localPort, port, inDetail);
        }

        int mask() {
            int mask = 0;
            for (TcpState state : states) {
                mask |= 1 << state.number();
            }
            return mask;
        }
    }

    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;

    private final Netlink netlink;
    private final SocketEntry entry = new SocketEntry();
    private boolean interrupted;

    /**
     * @throws RefusedByKernelException if this kernel or container has no socket diagnostics;
     *     {@link ProcTable} may do
     */
    public SocketTable() throws RefusedByKernelException {
        netlink = Netlink.open(0);
    }

    /**
     * Visits the sockets that fit.
     *
     * @param visitor is given one view for all, valid during the call
     */
    public void visit(Query query, Consumer<SocketEntry> visitor) throws RefusedByKernelException {
        byte[] request = DiagRequest.dump(query);
        netlink.ask(request, true, (bytes, from, to) -> visit(bytes, from, to, visitor));
        interrupted = netlink.wasInterrupted();
    }

    private void visit(byte[] bytes, int from, int to, Consumer<SocketEntry> visitor) {
        if (to - from >= SocketEntry.LENGTH) {
            entry.view(bytes, from, to);
            visitor.accept(entry);
        }
    }

    /** Whether the table changed under the last visit so that it may have missed something. */
    public boolean wasInterrupted() {
        return interrupted;
    }

    /**
     * Looks one socket up by its ends, with struct tcp_info: what a program uses for sockets of its
     * own, because the descriptor behind a Java channel cannot be reached. Takes some microseconds.
     *
     * @param interfaceIndex finds a socket that is bound to this interface, or to none; with 0 only
     *     one that is bound to none (inet_bound_dev_eq(), include/net/inet_sock.h)
     * @return whether there is such a socket
     */
    public boolean find(
            Endpoint local, Endpoint opposite, int interfaceIndex, Consumer<SocketEntry> visitor)
            throws RefusedByKernelException {
        boolean ipv4 = local.isIpv4() && opposite.isIpv4();
        // A dual-stack socket with an IPv4 connection is found in either family's table.
        int family = ipv4 ? AF_INET : AF_INET6;
        byte[] request = DiagRequest.one(family, local, opposite, interfaceIndex);
        boolean[] found = {false};
        Consumer<SocketEntry> ofConnection =
                socket -> {
                    // Where the connection is gone, the kernel shows who listens at its port.
                    if (socket.oppositePort() == opposite.port()) {
                        found[0] = true;
                        visitor.accept(socket);
                    }
                };
        try {
            netlink.ask(request, false, (bytes, from, to) -> visit(bytes, from, to, ofConnection));
            return found[0];
        } catch (RefusedByKernelException e) {
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        netlink.close();
    }
}
