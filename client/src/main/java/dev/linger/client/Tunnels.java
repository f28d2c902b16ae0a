package dev.linger.client;

import dev.linger.http.MessageWriter;
import dev.linger.http.ResponseHead;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Tunnels through a proxy (CONNECT; RFC 9110, section 9.3.6). Thread-safe. */
final class Tunnels {
    private static final int MOST_TRIES = 3;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final Credentials credentials;

    Tunnels(Credentials credentials) {
        this.credentials = credentials;
    }

    /** What proxies are told on the way to one tunnel. */
    Trial trial() {
        return new Trial(credentials);
    }

    /**
     * Digs a tunnel over a connection to the proxy. False where the proxy has asked for a password,
     * which it is given over the next connection, for this one is over.
     *
     * @throws UnauthorizedTunnelException if the proxy asks for a password that there is not
     * @throws IOException if the proxy refuses
     */
    boolean dig(Route route, PlainWire wire, Limit limit, Trial trial) throws IOException {
        InetSocketAddress proxy = Objects.requireNonNull(route.tunnel());
        Asker asker = Asker.proxy(proxy, URI.create("https://" + route.authority()));
        for (int tries = 1; ; tries++) {
            ProxyAnswer answer = new ProxyAnswer(wire, proxy, limit);
            ResponseHead head;
            try {
                ask(route, known(route, asker, trial), wire, limit.millis());
                head = answer.read();
            } catch (IOException e) {
                if (tries == 1 || !(e instanceof SocketException)) {
                    throw e;
                }
                return false;
            }
            if (head == null && tries > 1) {
                return false;
            }
            if (head == null) {
                throw new IOException("the proxy " + proxy + " closed without a tunnel");
            }
            if (head.status() != PROXY_AUTHENTICATION_REQUIRED) {
                trial.accepted();
            }
            if (head.status() / 100 == 2) {
                return true;
            }
            boolean again =
                    head.status() == PROXY_AUTHENTICATION_REQUIRED
                            && tries < MOST_TRIES
                            && route.pass() == null
                            && !DisabledSchemes.have(true, Credentials.SCHEME)
                            && trial.ask(asker, head);
            if (!again && head.status() == PROXY_AUTHENTICATION_REQUIRED) {
                throw new UnauthorizedTunnelException(refusal(route, proxy, head), head);
            }
            if (!again) {
                throw new IOException(refusal(route, proxy, head));
            }
            if (!answer.readRest()) {
                return false;
            }
        }
    }

    private static String refusal(Route route, InetSocketAddress proxy, ResponseHead head) {
        return "the proxy "
                + proxy.getHostString()
                + ":"
                + proxy.getPort()
                + " refused a tunnel to "
                + route.authority()
                + " with "
                + head
                + "; not delivered";
    }

    /** What the proxy is told; null for nothing. */
    private static @Nullable String known(Route route, Asker asker, Trial trial) {
        String known = route.pass() == null ? trial.value(asker) : route.pass();
        return known == null || DisabledSchemes.have(true, known) ? null : known;
    }

    private static void ask(Route route, @Nullable String known, PlainWire wire, int millis)
            throws IOException {
        MessageWriter out = new MessageWriter(256);
        out.request("CONNECT", route.authority());
        out.field("Host", route.authority());
        if (known != null) {
            out.field(WireRequest.PROXY_AUTHORIZATION, known);
        }
        out.line(WireRequest.AGENT);
        out.endHead();
        wire.writeAll(out.bytes(), 0, out.length(), millis);
    }
}
