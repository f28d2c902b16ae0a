package dev.linger.lab;

import dev.linger.linux.Linux;
import dev.linger.linux.RefusedByKernelException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/**
 * Addresses for the servers of acts: their ports are none of those that the system gives to
 * clients, and have nothing that an earlier run has left there. Thread-safe.
 */
final class Ports {
    private static final int TRIES = 200;

    /**
     * An address for one act. Its port is marked by a UDP socket of the same number, so that
     * another lab on this machine does not take it before the act's server listens.
     */
    record Reserved(InetSocketAddress address, DatagramSocket mark) implements AutoCloseable {
        @Override
        public void close() {
            mark.close();
        }
    }

    private Ports() {}

    /** An address that nobody listens at. */
    static Reserved free(InetAddress host) throws IOException {
        ServerPorts range = ServerPorts.free();
        for (int i = 0; i < TRIES; i++) {
            InetSocketAddress address = new InetSocketAddress(host, range.any());
            DatagramSocket mark = mark(address);
            if (mark != null && isFree(address)) {
                return new Reserved(address, mark);
            }
            if (mark != null) {
                mark.close();
            }
        }
        throw new IOException(
                "no free port from %d to %d in %d tries"
                        .formatted(range.first(), range.last(), TRIES));
    }

    private static @Nullable DatagramSocket mark(InetSocketAddress address) {
        try {
            return new DatagramSocket(address);
        } catch (SocketException _) {
            return null;
        }
    }

    /**
     * Asks the kernel where it can: a socket that tries the address would be inherited by a program
     * that another act starts meanwhile, and hold the address until that program runs.
     */
    private static boolean isFree(InetSocketAddress address) {
        if (Linux.isHere()) {
            try (Sockets sockets = new Sockets(address)) {
                return !sockets.isPortKnown();
            } catch (RefusedByKernelException _) {
                return canListen(address);
            }
        }
        return canListen(address);
    }

    private static boolean canListen(InetSocketAddress address) {
        try (ServerSocket probe = new ServerSocket(address.getPort(), 1, address.getAddress())) {
            return probe.isBound();
        } catch (IOException _) {
            return false;
        }
    }
}
