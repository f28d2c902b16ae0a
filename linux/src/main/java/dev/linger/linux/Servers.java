package dev.linger.linux;

import dev.linger.life.Endpoint;
import dev.linger.linux.Census.Listening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The servers of a census: who listens at an address takes what comes to it, and who listens at all
 * addresses takes the rest (inet_lookup_listener, net/ipv4/inet_hashtables.c). Not thread-safe.
 */
final class Servers {
    private static final long ANY_IPV4 = 0xffff_0000_0000L;

    /** The servers at one port. */
    private static final class Port {
        private final Map<Endpoint, Listening> open = HashMap.newHashMap(1);

        /** The only one that listens; else null. */
        private @Nullable Listening only;

        /** Those of nobody who listens, together. */
        private @Nullable Listening closed;

        private void listens(Listening one) {
            Listening merged = open.merge(one.at(), one, Listening::with);
            only = open.size() == 1 ? merged : null;
        }

        private @Nullable Listening of(SocketEntry socket) {
            Listening server = only;
            if (server == null) {
                return open.isEmpty() ? closed : of(socket.local());
            }
            // Most ports have one; nothing is made for them.
            return serves(server.at(), socket.localHigh(), socket.localLow()) ? server : closed;
        }

        private @Nullable Listening of(Endpoint local) {
            Listening server = open.get(local);
            if (server == null && local.isIpv4()) {
                server = open.get(Endpoint.ofIpv4(0, local.port()));
            }
            if (server == null) {
                server = open.get(new Endpoint(0, 0, local.port()));
            }
            return server == null ? closed : server;
        }

        private static boolean serves(Endpoint at, long high, long low) {
            if (at.high() == high && at.low() == low) {
                return true;
            }
            boolean isIpv4 = high == 0 && low >>> 32 == ANY_IPV4 >>> 32;
            return at.high() == 0 && (at.low() == 0 || (at.low() == ANY_IPV4 && isIpv4));
        }

        private Stream<Listening> all() {
            return Stream.concat(open.values().stream(), Optional.ofNullable(closed).stream());
        }
    }

    private final @Nullable Port[] ports = new @Nullable Port[1 << 16];
    private final List<Port> used = new ArrayList<>();

    private Port port(int number) {
        Port port = ports[number];
        if (port == null) {
            port = new Port();
            ports[number] = port;
            used.add(port);
        }
        return port;
    }

    /** Adds who listens; several at one address and port are one server. */
    void listens(Listening one) {
        port(one.at().port()).listens(one);
    }

    /** Who serves the socket; null where nobody does. */
    @Nullable Listening of(SocketEntry socket) {
        Port port = ports[socket.localPort()];
        return port == null ? null : port.of(socket);
    }

    /** Who serves what comes to this end; null where nobody does. */
    @Nullable Listening of(Endpoint local) {
        Port port = ports[local.port()];
        return port == null ? null : port.of(local);
    }

    /** A server that listens no more, of this end. */
    Listening closed(Endpoint local) {
        Listening server = new Listening(local, false, 0, 0, 0, 0, new SocketCount());
        port(local.port()).closed = server;
        return server;
    }

    List<Listening> all() {
        return used.stream().flatMap(Port::all).toList();
    }
}
