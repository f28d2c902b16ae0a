package dev.linger.client;

import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection leads: connections of one route are interchangeable, whoever paid for the
 * tunnel.
 *
 * @param secure whether TLS is spoken
 * @param host of the origin, in lower case, an IPv6 address without brackets; of the proxy where
 *     that one reads the requests
 * @param port of that host
 * @param tunnel the proxy that passes bytes on (CONNECT); null where there is none
 * @param pass what the program itself says to that proxy in Proxy-Authorization; null for nothing
 */
record Route(
        boolean secure,
        String host,
        int port,
        @Nullable InetSocketAddress tunnel,
        @Nullable String pass) {
    /** {@code example.com:443}, as Host and CONNECT have it: without a zone of this host. */
    String authority() {
        int zone = host.indexOf('%');
        String known = zone < 0 ? host : host.substring(0, zone);
        return (known.indexOf(':') < 0 ? known : "[" + known + "]") + ":" + port;
    }

    /** The host that is connected to. */
    String firstHost() {
        return tunnel == null ? host : reached(tunnel);
    }

    /** The address of a proxy where it was given with one, as the JDK's client has it. */
    static String reached(InetSocketAddress proxy) {
        return proxy.isUnresolved() ? proxy.getHostString() : proxy.getAddress().getHostAddress();
    }

    /** {@code proxy.example:3128}; where there is one. */
    String proxy() {
        InetSocketAddress proxy = Objects.requireNonNull(tunnel);
        return proxy.getHostString() + ":" + proxy.getPort();
    }

    /** The port that is connected to. */
    int firstPort() {
        return tunnel == null ? port : tunnel.getPort();
    }

    /** A tunnel that is dug is open to all requests of its client, also to those without a pass. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Route route
                && secure == route.secure
                && port == route.port
                && host.equals(route.host)
                && Objects.equals(tunnel, route.tunnel);
    }

    @Override
    public int hashCode() {
        return (host.hashCode() * 31 + port) * 31 + Boolean.hashCode(secure);
    }
}
