package dev.linger.client;

import dev.linger.http.MessageWriter;
import dev.linger.http.ResponseHead;
import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
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
     * @throws TunnelFailure if there is no tunnel for another reason
     */
    boolean dig(Opening opening, Limit limit, Trial trial) throws IOException {
        Route route = opening.route;
        PlainWire wire = opening.plain;
        InetSocketAddress proxy = Objects.requireNonNull(route.tunnel());
        Asker asker = Asker.proxy(proxy, URI.create("https://" + route.authority()));
        for (int tries = 1; ; tries++) {
            ProxyAnswer answer = new ProxyAnswer(wire, route, limit);
            ResponseHead head;
            try {
                ask(route, known(route, asker, trial), wire, limit.millis());
                head = answer.read();
            } catch (IOException e) {
                if (!(e instanceof SocketException)) {
                    throw e;
                }
                if (tries == 1) {
                    throw new TunnelFailure(withoutTunnel(route, "reset the connection"), false, e);
                }
                return false;
            }
            if (head == null && tries > 1) {
                return false;
            }
            if (head == null) {
                throw new TunnelFailure(withoutTunnel(route, "closed"), false, null);
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
                throw new UnauthorizedTunnelException(refusal(route, head), head);
            }
            if (!again) {
                throw new TunnelFailure(refused(refusal(route, head)), false, null);
            }
            if (!answer.readRest()) {
                return false;
            }
        }
    }

    private static Reason withoutTunnel(Route route, String did) {
        return Reason.server(
                CloseCause.NO_RESPONSE,
                Phase.CONNECTING,
                "the proxy "
                        + route.proxy()
                        + " "
                        + did
                        + " and gave no answer to CONNECT, so there is no tunnel to "
                        + route.authority());
    }

    private static String refusal(Route route, ResponseHead head) {
        return "the proxy "
                + route.proxy()
                + " refused a tunnel to "
                + route.authority()
                + " with "
                + head;
    }

    /** Nothing else is to be asked of the proxy on this connection. */
    static Reason refused(String says) {
        return Reason.client(CloseCause.SURPLUS, Phase.CONNECTING, says);
    }

    /** What it asked for it is told on another connection. */
    static Reason asked(Route route) {
        return Reason.server(
                CloseCause.CLOSE_REQUESTED,
                Phase.CONNECTING,
                "the proxy "
                        + route.proxy()
                        + " asked for a password, and takes no more on this connection");
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
