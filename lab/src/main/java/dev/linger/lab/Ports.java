package dev.linger.lab;

import dev.linger.linux.RefusedByKernelException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for the servers of acts: below those that the system gives to clients, and without anything
 * that an earlier run has left there. Thread-safe.
 */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int LAST = 32_000;
    private static final int TRIES = 200;

    private final Set<Integer> given = new HashSet<>();

    /** An address that nobody listens at. */
    synchronized InetSocketAddress free(InetAddress host) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
            if (!given.contains(port) && isFree(host, port)) {
                given.add(port);
                return new InetSocketAddress(host, port);
            }
        }
        throw new IOException(
                "no free port from " + FIRST + " to " + LAST + " in " + TRIES + " tries");
    }

    private static boolean isFree(InetAddress host, int port) {
        try (ServerSocket probe = new ServerSocket(port, 1, host)) {
            return probe.isBound() && isUnknown(new InetSocketAddress(host, port));
        } catch (IOException _) {
            return false;
        }
    }

    /** The probe itself is one socket. */
    private static boolean isUnknown(InetSocketAddress server) {
        if (!Linux.isHere()) {
            return true;
        }
        try (Sockets sockets = new Sockets(server)) {
            return sockets.count().all() <= 1;
        } catch (RefusedByKernelException _) {
            return true;
        }
    }
}
