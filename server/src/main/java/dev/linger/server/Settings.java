package dev.linger.server;

import dev.linger.http.Limits;
import dev.linger.http.Strictness;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * How a server behaves. Checks itself: what makes no sense is refused, never adjusted.
 *
 * @param address to listen on; port 0 takes a free one
 * @param loops event loops, each with a thread and a listener; 1 to 1024
 * @param backlog connections that the kernel lets wait for each listener
 * @param deadlines what may take how long
 * @param keepAlive how connections are kept
 * @param capacity how many there may be
 * @param limits of a message
 * @param heldBodyBytes of a request's body that are read ahead of its handler; a non-blocking
 *     handler gets no longer body, it is answered with 413
 * @param firstClose who closes first where both may
 * @param reading how requests are taken that RFC 9112 forbids; never {@link Strictness#LENIENT},
 *     which is for captures: what can be read in two ways lets requests be smuggled
 * @param tls how it speaks TLS; null for a server that speaks plain HTTP
 */
public record Settings(
        InetSocketAddress address,
        int loops,
        int backlog,
        Deadlines deadlines,
        KeepAlive keepAlive,
        Capacity capacity,
        Limits limits,
        int heldBodyBytes,
        FirstClose firstClose,
        Strictness reading,
        @Nullable Tls tls) {

    /** Who closes first after a close that was announced. */
    public enum FirstClose {
        /**
         * The client, which is given a moment for it: TIME_WAIT then is the client's, where it
         * takes one of its ports to this server for a minute.
         */
        CLIENT,
        /** The server, at once: TIME_WAIT is the server's, where it takes memory and no port. */
        SERVER
    }

    /**
     * How connections are kept between requests.
     *
     * @param on whether they are at all
     * @param requests a connection carries at most; the last one's response announces the close
     * @param unreadBytes of a request's body that are read and thrown away after its response, so
     *     that the connection can be kept
     * @param announced whether responses say {@code Keep-Alive: timeout=}, a second less than what
     *     is enforced
     */
    public record KeepAlive(boolean on, long requests, long unreadBytes, boolean announced) {
        public KeepAlive {
            if (requests < 1) {
                throw new IllegalArgumentException(
                        "at most "
                                + requests
                                + " requests on a connection: must be at least 1;"
                                + " Long.MAX_VALUE is no cap");
            }
            if (unreadBytes < 0) {
                throw new IllegalArgumentException(
                        "unread bytes " + unreadBytes + ": must not be negative");
            }
        }
    }

    /**
     * How many connections there may be.
     *
     * @param connections in all
     * @param perAddress from one address; more are refused, whatever {@code refuse} says
     * @param refuse what happens beyond {@code connections}: true answers 503 (over TLS nothing)
     *     and closes, or resets where 256 are being answered already; false lets them wait in the
     *     kernel's queue until others end
     */
    public record Capacity(int connections, int perAddress, boolean refuse) {
        public Capacity {
            positive("connections", connections);
            positive("connections per address", perAddress);
        }
    }

    public Settings {
        if (loops < 1 || loops > 1024) {
            throw new IllegalArgumentException(loops + " loops: must be from 1 to 1024");
        }
        positive("backlog", backlog);
        if (address.isUnresolved()) {
            throw new IllegalArgumentException(
                    "address " + address.getHostString() + ": no such host is known");
        }
        if (heldBodyBytes < 1024) {
            throw new IllegalArgumentException(
                    "held body bytes " + heldBodyBytes + ": must be at least 1024");
        }
        if (reading == Strictness.LENIENT) {
            throw new IllegalArgumentException(
                    "reading LENIENT: must be STRICT or HOST_OPTIONAL, for a server's requests");
        }
    }

    private static void positive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " " + number + ": must be at least 1");
        }
    }

    /** For this port on all addresses. */
    public static Settings of(int port) {
        return of(new InetSocketAddress(port));
    }

    /** For this address; a loop for each processor. */
    public static Settings of(InetSocketAddress address) {
        return new Settings(
                address,
                Runtime.getRuntime().availableProcessors(),
                4096,
                Deadlines.defaults(),
                new KeepAlive(true, Long.MAX_VALUE, 256 << 10, false),
                new Capacity(Integer.MAX_VALUE, Integer.MAX_VALUE, true),
                Limits.defaults(),
                64 << 10,
                FirstClose.CLIENT,
                Strictness.STRICT,
                null);
    }

    public Settings withLoops(int other) {
        return new Settings(
                address,
                other,
                backlog,
                deadlines,
                keepAlive,
                capacity,
                limits,
                heldBodyBytes,
                firstClose,
                reading,
                tls);
    }

    public Settings withDeadlines(Deadlines other) {
        return new Settings(
                address,
                loops,
                backlog,
                other,
                keepAlive,
                capacity,
                limits,
                heldBodyBytes,
                firstClose,
                reading,
                tls);
    }

    public Settings withKeepAlive(KeepAlive other) {
        return new Settings(
                address,
                loops,
                backlog,
                deadlines,
                other,
                capacity,
                limits,
                heldBodyBytes,
                firstClose,
                reading,
                tls);
    }

    public Settings withCapacity(Capacity other) {
        return new Settings(
                address,
                loops,
                backlog,
                deadlines,
                keepAlive,
                other,
                limits,
                heldBodyBytes,
                firstClose,
                reading,
                tls);
    }

    public Settings withFirstClose(FirstClose other) {
        return new Settings(
                address,
                loops,
                backlog,
                deadlines,
                keepAlive,
                capacity,
                limits,
                heldBodyBytes,
                other,
                reading,
                tls);
    }

    public Settings withBacklog(int other) {
        return new Settings(
                address,
                loops,
                other,
                deadlines,
                keepAlive,
                capacity,
                limits,
                heldBodyBytes,
                firstClose,
                reading,
                tls);
    }

    public Settings withLimits(Limits other) {
        return new Settings(
                address,
                loops,
                backlog,
                deadlines,
                keepAlive,
                capacity,
                other,
                heldBodyBytes,
                firstClose,
                reading,
                tls);
    }

    public Settings withHeldBodyBytes(int other) {
        return new Settings(
                address,
                loops,
                backlog,
                deadlines,
                keepAlive,
                capacity,
                limits,
                other,
                firstClose,
                reading,
                tls);
    }

    public Settings withReading(Strictness other) {
        return new Settings(
                address,
                loops,
                backlog,
                deadlines,
                keepAlive,
                capacity,
                limits,
                heldBodyBytes,
                firstClose,
                other,
                tls);
    }

    public Settings withAddress(InetSocketAddress other) {
        return new Settings(
                other,
                loops,
                backlog,
                deadlines,
                keepAlive,
                capacity,
                limits,
                heldBodyBytes,
                firstClose,
                reading,
                tls);
    }

    /** Over TLS. */
    public Settings withTls(Tls other) {
        return new Settings(
                address,
                loops,
                backlog,
                deadlines,
                keepAlive,
                capacity,
                limits,
                heldBodyBytes,
                firstClose,
                reading,
                other);
    }
}
