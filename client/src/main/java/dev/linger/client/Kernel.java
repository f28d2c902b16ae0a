package dev.linger.client;

import dev.linger.linux.OwnSocket;
import dev.linger.linux.OwnSockets;
import dev.linger.linux.Peek;
import dev.linger.linux.RefusedByKernelException;
import dev.linger.linux.SocketEntry;
import dev.linger.linux.TcpState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel knows of our sockets. Where there is no Linux, or it refuses, nothing is known
 * and nothing fails. Thread-safe.
 */
final class Kernel {
    private static final Kernel OF_PROCESS = new Kernel();

    /**
     * One look.
     *
     * @param unacknowledged bytes given to the kernel that the server's host has not acknowledged
     * @param idleBeforeFinMillis how long the connection was idle when the server's FIN came; -1
     *     where none came, or the socket is gone
     */
    record Look(TcpState state, long unacknowledged, long idleBeforeFinMillis) {}

    private @Nullable OwnSockets sockets;
    private boolean refused;

    private Kernel() {}

    /** One for all clients: a socket to the kernel is asked a few microseconds at a time. */
    static Kernel ofProcess() {
        return OF_PROCESS;
    }

    private @Nullable OwnSockets sockets() {
        if (sockets == null && !refused) {
            try {
                sockets = new OwnSockets();
            } catch (RefusedByKernelException | RuntimeException | LinkageError _) {
                refused = true;
            }
        }
        return sockets;
    }

    /** The kernel's name of a connected socket; null where it has none. */
    synchronized @Nullable OwnSocket name(SocketChannel channel) {
        OwnSockets known = sockets();
        if (known == null) {
            return null;
        }
        try {
            return known.name(
                            (InetSocketAddress) channel.getLocalAddress(),
                            (InetSocketAddress) channel.getRemoteAddress())
                    .orElse(null);
        } catch (IOException | RefusedByKernelException | RuntimeException _) {
            return null;
        }
    }

    /** For looks at a socket that cost next to nothing; null where that cannot be had. */
    synchronized @Nullable Peek peek(OwnSocket socket) {
        OwnSockets known = sockets();
        try {
            return known == null ? null : known.peek(socket);
        } catch (RuntimeException _) {
            return null;
        }
    }

    /** Looks at a socket that is not closed here yet; null where nothing can be seen. */
    synchronized @Nullable Look look(OwnSocket socket) {
        OwnSockets known = sockets();
        if (known == null) {
            return null;
        }
        Look[] seen = {null};
        Consumer<SocketEntry> visitor =
                one ->
                        seen[0] =
                                new Look(
                                        one.state(),
                                        one.sendQueue(),
                                        one.idleBeforeCloseWaitMillis());
        try {
            if (!known.look(socket, visitor)) {
                known.lookAfterReset(socket, visitor);
            }
        } catch (RefusedByKernelException | RuntimeException _) {
            return null;
        }
        return seen[0];
    }
}
