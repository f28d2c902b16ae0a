package dev.linger.client;

import dev.linger.http.MessageWriter;
import dev.linger.http.ResponseHead;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Objects;

/** Tunnels through a proxy (CONNECT; RFC 9110, section 9.3.6). Thread-safe. */
final class Tunnels {
    private static final int MOST_TRIES = 3;
    private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

    private final Credentials credentials;

    Tunnels(Credentials credentials) {
        this.credentials = credentials;
    }

    /**
     * Digs a tunnel over a connection to the proxy. False where the proxy has asked for a password,
     * which it is given over the next connection, for this one is over.
     *
     * @throws UnauthorizedTunnelException if the proxy asks for a password that there is not
     * @throws IOException if the proxy refuses
     */
    boolean dig(Route route, PlainWire wire, Limit limit) throws IOException {
        InetSocketAddress proxy = Objects.requireNonNull(route.tunnel());
        for (int tries = 1; ; tries++) {
            ProxyAnswer answer = new ProxyAnswer(wire, proxy, limit);
            ResponseHead head;
            try {
                ask(route, proxy, wire, limit.millis());
                head = answer.read();
            } catch (IOException e) {
                if (tries == 1 || !Failures.isOfTheSocket(e)) {
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
            if (head.status() / 100 == 2) {
                return true;
            }
            boolean again =
                    head.status() == PROXY_AUTHENTICATION_REQUIRED
                            && tries < MOST_TRIES
                            && route.pass() == null
                            && !DisabledSchemes.have(true, Credentials.SCHEME)
                            && credentials.askForProxy(
                                    proxy, URI.create("https://" + route.authority()), head);
            if (!again && head.status() == PROXY_AUTHENTICATION_REQUIRED) {
                throw new UnauthorizedTunnelException(refusal(route, proxy, head), head);
            }
            if (!again) {
                throw new IOException(refusal(route, proxy, head));
            }
            if (!answer.isKept()) {
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

    private void ask(Route route, InetSocketAddress proxy, PlainWire wire, int millis)
            throws IOException {
        MessageWriter out = new MessageWriter(256);
        out.request("CONNECT", route.authority());
        out.field("Host", route.authority());
        String known = route.pass() == null ? credentials.forProxy(proxy) : route.pass();
        if (known != null && !DisabledSchemes.have(true, known)) {
            out.field("Proxy-Authorization", known);
        }
        out.endHead();
        wire.writeAll(out.bytes(), 0, out.length(), millis);
    }
}
