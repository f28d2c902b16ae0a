package dev.linger.linux;

import dev.linger.life.Endpoint;
import java.util.HashSet;
import java.util.Set;

/** Where programs of this host listen: a connection whose local end is among these was accepted. */
final class Listeners {
    private final Set<Endpoint> ends = new HashSet<>();

    /** Adds the socket if it listens. */
    void add(SocketEntry socket) {
        if (socket.state() == TcpState.LISTEN) {
            ends.add(socket.local());
        }
    }

    /** Whether a listener takes connections to this address and port. */
    boolean serve(Endpoint local) {
        return ends.contains(local)
                || ends.contains(new Endpoint(0, 0, local.port()))
                || (local.isIpv4() && ends.contains(Endpoint.ofIpv4(0, local.port())));
    }

    boolean isEmpty() {
        return ends.isEmpty();
    }
}
