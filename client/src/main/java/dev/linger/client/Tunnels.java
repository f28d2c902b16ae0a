package dev.linger.client;

import dev.linger.http.Event;
import dev.linger.http.Limits;
import dev.linger.http.MessageReader;
import dev.linger.http.MessageWriter;
import dev.linger.http.ResponseHead;
import dev.linger.http.Strictness;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
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

    /**
     * Digs a tunnel over a connection to the proxy. False where the proxy has asked for a password,
     * which it is given over the next connection, for this one is over.
     *
     * @throws UnauthorizedTunnelException if the proxy asks for a password that there is not
     * @throws IOException if the proxy refuses
     */
    boolean dig(Route route, PlainWire wire, int millis) throws IOException {
        InetSocketAddress proxy = Objects.requireNonNull(route.tunnel());
        MessageReader reader = MessageReader.responses(Strictness.STRICT, Limits.defaults());
        byte[] in = new byte[Limits.defaults().headBytes()];
        for (int tries = 1; ; tries++) {
            ResponseHead head;
            try {
                ask(route, proxy, wire, millis);
                reader.answers("CONNECT");
                head = answer(reader, in, wire, millis, proxy);
            } catch (SocketException e) {
                if (tries == 1) {
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
            if (head.asksClose()) {
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
        wire.write(out.bytes(), 0, out.length(), millis);
    }

    /**
     * Reads to the end of a refusal, so that another try can follow on the same connection. Null
     * where the proxy closed instead.
     */
    private static @Nullable ResponseHead answer(
            MessageReader reader, byte[] in, PlainWire wire, int millis, InetSocketAddress proxy)
            throws IOException {
        ResponseHead head = null;
        int from = 0;
        int to = 0;
        while (true) {
            from = reader.read(in, from, to);
            switch (reader.event()) {
                case HEAD -> {
                    head = reader.responseHead().isInterim() ? null : reader.responseHead().copy();
                    if (head != null && head.status() / 100 == 2) {
                        return head;
                    }
                }
                case END -> {
                    if (head != null) {
                        return head;
                    }
                }
                case BODY -> {}
                case FAULT ->
                        throw new IOException(
                                "the proxy " + proxy + " answered CONNECT with what is no HTTP");
                case NEED_MORE -> {
                    from = 0;
                    to = read(in, wire, millis, proxy);
                    if (to < 0) {
                        return reader.end() == Event.END ? head : null;
                    }
                }
            }
        }
    }

    private static int read(byte[] in, PlainWire wire, int millis, InetSocketAddress proxy)
            throws IOException {
        try {
            return wire.read(in, 0, in.length, millis);
        } catch (SocketTimeoutException e) {
            throw new ConnectDeadlineException(
                    "the proxy " + proxy + " did not answer CONNECT in " + millis + " ms",
                    Delivery.NOT_DELIVERED,
                    null,
                    e);
        }
    }
}
