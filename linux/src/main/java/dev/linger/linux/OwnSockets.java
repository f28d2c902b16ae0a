package dev.linger.linux;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel about sockets that this program holds: struct tcp_info, and what was not
 * acknowledged (as SIOCOUTQ has it). Java does not give away the descriptor behind a channel, short
 * of --add-opens, so a socket is asked for by its ends and its cookie through sock_diag(7), which
 * takes some microseconds. A socket that was reset is in no table any more; {@link #lookAfterReset}
 * searches for its descriptor by the cookie. Not thread-safe: one for each loop or thread.
 */
public final class OwnSockets implements AutoCloseable {
    private final Netlink netlink;
    private final Descriptors descriptors = new Descriptors();
    private final SocketEntry entry = new SocketEntry();

    /**
     * @throws RefusedByKernelException if this is no Linux, or it has no socket diagnostics
     */
    public OwnSockets() throws RefusedByKernelException {
        netlink = Netlink.open(0);
    }

    /**
     * Names a connected socket, while it is in the kernel's table: not before it is connected, not
     * after a reset.
     *
     * @param local its end here, as its channel tells
     * @param opposite the other end
     * @return empty if the kernel knows of no such connection
     */
    public Optional<OwnSocket> name(InetSocketAddress local, InetSocketAddress opposite)
            throws RefusedByKernelException {
        OwnSocket socket = OwnSocket.between(local, opposite);
        long[] cookie = {DiagRequest.NO_COOKIE};
        ask(socket, one -> cookie[0] = one.cookie());
        return cookie[0] == DiagRequest.NO_COOKIE
                ? Optional.empty()
                : Optional.of(socket.withCookie(cookie[0]));
    }

    /**
     * Looks at a socket. Its {@link SocketEntry#sendQueue} is what the opposite side has not
     * acknowledged, one more for a FIN; {@link SocketEntry#notSentBytes} what did not even leave.
     *
     * @param visitor is given a view that is valid during the call
     * @return whether it is in the kernel's table, be it in TIME_WAIT; not so after a reset
     */
    public boolean look(OwnSocket socket, Consumer<SocketEntry> visitor)
            throws RefusedByKernelException {
        return ask(socket, visitor);
    }

    /**
     * Looks at a socket that was reset and that this program has not closed yet. The view has its
     * ends, cookie, state, struct tcp_info and {@link SocketEntry#sendQueue}, which says what was
     * never acknowledged; nothing else. All descriptors of this process are searched, two
     * microseconds each, but not again for the next one that was open by then.
     *
     * @param visitor is given a view that is valid during the call
     * @return whether a descriptor of this process stands for it
     */
    public boolean lookAfterReset(OwnSocket socket, Consumer<SocketEntry> visitor) {
        byte[] record = descriptors.look(socket);
        if (record.length == 0) {
            return false;
        }
        entry.view(record, 0, record.length);
        visitor.accept(entry);
        return true;
    }

    /**
     * For looks at a socket that is worth many of them: all descriptors of this process are
     * searched for it, as above.
     *
     * @return null if no descriptor of this process stands for it
     */
    public @Nullable Peek peek(OwnSocket socket) {
        int descriptor = descriptors.of(socket);
        return descriptor < 0 ? null : new Peek(descriptor);
    }

    private boolean ask(OwnSocket socket, Consumer<SocketEntry> visitor)
            throws RefusedByKernelException {
        boolean[] found = {false};
        try {
            netlink.ask(
                    socket.request(),
                    false,
                    (bytes, from, to) -> {
                        entry.view(bytes, from, to);
                        // Where the connection is gone, the kernel shows who listens at its port.
                        found[0] = entry.oppositePort() == socket.opposite().port();
                        if (found[0]) {
                            visitor.accept(entry);
                        }
                    });
        } catch (RefusedByKernelException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ESTALE) {
                throw e;
            }
        }
        return found[0];
    }

    @Override
    public void close() {
        netlink.close();
        descriptors.close();
    }
}
