package dev.linger.client;

import dev.linger.http.Limits;
import dev.linger.life.Wording;
import dev.linger.linux.SocketFailure;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Opens connections: socket, tunnel, TLS. Thread-safe. */
final class Opener {
    private static final long NO_PORT_PAUSE_MILLIS = 50;
    private static final int MOST_PROXY_CONNECTIONS = 3;

    /** What an opening may take. */
    private record Wait(Deadlines deadlines, long by, long portBy, boolean orKept) {}

    private final Dialer dialer;
    private final Tls tls;
    private final Tunnels tunnels;
    private final Limits limits;

    Opener(Dialer dialer, Tls tls, Tunnels tunnels, Limits limits) {
        this.dialer = dialer;
        this.tls = tls;
        this.tunnels = tunnels;
        this.limits = limits;
    }

    /**
     * Opens one.
     *
     * @param portBy until when a local port is waited for, where none is left
     * @param orKept whether a kept connection that comes back meanwhile would do as well
     * @return null where one came back
     */
    @Nullable Connection open(
            Route route,
            long number,
            Deadlines deadlines,
            long by,
            long portBy,
            boolean orKept,
            Pool pool)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        Wait wait = new Wait(deadlines, by, portBy, orKept);
        Opening opening = reached(route, number, wait, pool);
        if (opening == null) {
            return null;
        }
        try {
            long opened = System.nanoTime();
            Wire wire =
                    route.secure()
                            ? tls.over(opening, new Limit("tls", deadlines.tls(), by))
                            : opening.plain;
            Connection connection =
                    new Connection(route, number, wire, opened, age(pool.limits.age()), limits);
            connection.account.connectNanos = opened - began;
            connection.account.tlsNanos = route.secure() ? System.nanoTime() - opened : 0;
            return connection;
        } catch (Throwable e) {
            dialer.drop(opening.plain.channel());
            throw e;
        }
    }

    /** A socket to the origin, through a tunnel where there is to be one. */
    private @Nullable Opening reached(Route route, long number, Wait wait, Pool pool)
            throws IOException, InterruptedException {
        Trial trial = tunnels.trial();
        for (int tries = 1; tries <= MOST_PROXY_CONNECTIONS; tries++) {
            SocketChannel channel = dial(route, wait, pool);
            if (channel == null) {
                return null;
            }
            try {
                Opening opening = new Opening(route, new PlainWire(channel), number, pool, limits);
                if (route.tunnel() == null || isDug(opening, wait, trial)) {
                    return opening;
                }
                dialer.drop(channel);
            } catch (Throwable e) {
                dialer.drop(channel);
                throw e;
            }
        }
        throw new IOException(
                "the proxy "
                        + route.proxy()
                        + " asks for a password each time, and closes; not delivered");
    }

    /** Where it is not, the proxy has asked for a password, and takes it by the next connection. */
    private boolean isDug(Opening opening, Wait wait, Trial trial) throws IOException {
        try {
            boolean dug = tunnels.dig(opening, tunnelLimit(wait.deadlines, wait.by), trial);
            if (!dug) {
                opening.fails(Tunnels.asked(opening.route), false, null);
            }
            return dug;
        } catch (UnauthorizedTunnelException e) {
            opening.fails(Tunnels.refused(String.valueOf(e.getMessage())), false, null);
            throw e;
        } catch (TunnelFailure e) {
            throw e.forCaller(opening.fails(e.reason, false, e.getCause()));
        }
    }

    /** A tunnel is on the way to the origin; how a proxy answers is known by its first byte. */
    private static Limit tunnelLimit(Deadlines deadlines, long by) {
        return deadlines.connect().compareTo(deadlines.firstByte()) < 0
                ? new Limit("connect", deadlines.connect(), by)
                : new Limit("first-byte", deadlines.firstByte(), by);
    }

    /** The connection is somebody else's to end from now on. */
    void had(Connection connection) {
        dialer.had(connection.wire.channel());
    }

    /** Ends what is under way; whoever waits for it gets an IOException. */
    void close() {
        dialer.close();
    }

    private static long age(Duration most) {
        long nanos = most.toNanos();
        return nanos - ThreadLocalRandom.current().nextLong(nanos / 10 + 1);
    }

    private @Nullable SocketChannel dial(Route route, Wait wait, Pool pool)
            throws IOException, InterruptedException {
        long began = System.nanoTime();
        String where = route.firstHost() + ":" + route.firstPort();
        Limit limit = new Limit("connect", wait.deadlines.connect(), wait.by);
        try {
            return dialOnceThereIsAPort(route, wait, limit, pool);
        } catch (SocketTimeoutException e) {
            throw new ConnectDeadlineException(
                    "no connection to "
                            + where
                            + " in "
                            + Wording.duration(System.nanoTime() - began)
                            + limit.says()
                            + (e instanceof Names.Late
                                    ? ": the name was not resolved; not delivered; see whether the"
                                            + " host's name servers answer"
                                    : ": the SYN was not answered; not delivered; see whether the"
                                            + " host is up and no firewall drops it"),
                    Delivery.NOT_DELIVERED,
                    null,
                    new ConnectException("HTTP connect timed out"));
        } catch (UnknownHostException e) {
            UnresolvedAddressException unresolved = new UnresolvedAddressException();
            unresolved.initCause(e);
            throw notConnected("the name " + route.firstHost() + " has no address", unresolved);
        } catch (BindException e) {
            throw notConnected(
                    pool.ports.exhausted(route.firstPort(), pool.connected())
                            + "; wait, keep connections, or use more addresses",
                    e);
        } catch (SocketException e) {
            throw notConnected(where + ": " + says(e), e);
        }
    }

    /** Ports come back: from TIME_WAIT, and from connections that end. Connections do, too. */
    private @Nullable SocketChannel dialOnceThereIsAPort(
            Route route, Wait wait, Limit limit, Pool pool)
            throws IOException, InterruptedException {
        long until = Waits.earlier(limit.by(), wait.portBy);
        while (true) {
            try {
                return dialer.dial(route.firstHost(), route.firstPort(), limit.millis());
            } catch (BindException e) {
                if (until - System.nanoTime() <= 0) {
                    throw e;
                }
                if (wait.orKept && pool.hasIdle(route)) {
                    return null;
                }
                Thread.sleep(NO_PORT_PAUSE_MILLIS);
            }
        }
    }

    private static String says(SocketException e) {
        if (SocketFailure.REFUSED.isOf(e)) {
            return "connection refused: nobody listens there (RST in answer to SYN)";
        }
        return e.getMessage() == null ? "" : e.getMessage();
    }

    private static NotConnectedException notConnected(String what, Exception cause) {
        return new NotConnectedException(
                what + "; not delivered", Delivery.NOT_DELIVERED, null, cause);
    }
}
