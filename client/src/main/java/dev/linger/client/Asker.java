package dev.linger.client;

import java.net.Authenticator.RequestorType;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Who asks for a password: an origin for one of its paths, or a proxy.
 *
 * @param place the origin or the proxy
 * @param path of the request; empty for proxies, which have one password for all
 * @param uri that was asked for
 */
record Asker(RequestorType type, String place, String path, String host, int port, URI uri) {
    /** Segments that a server may take for others, however it reads them. */
    private static final Pattern DOTS = Pattern.compile("(?:^|[/\\\\])\\.\\.?(?:[/\\\\;]|$)");

    static Asker server(URI uri) {
        String host = WireRequest.host(uri);
        int port = WireRequest.port(uri);
        String path = uri.getRawPath();
        return new Asker(
                RequestorType.SERVER,
                uri.getScheme().toLowerCase(Locale.ROOT) + "://" + host + ":" + port,
                path == null || path.isEmpty() ? "/" : path,
                host,
                port,
                uri);
    }

    static Asker proxy(InetSocketAddress proxy, URI uri) {
        String host = proxy.getHostString();
        int port = proxy.getPort();
        return new Asker(RequestorType.PROXY, "proxy " + host + ":" + port, "", host, port, uri);
    }

    /** The field with its challenges. */
    String field() {
        return type == RequestorType.SERVER ? "WWW-Authenticate" : "Proxy-Authenticate";
    }

    /**
     * The path up to its last slash: what lies at or below it belongs to what the path does (RFC
     * 7617, section 2.2).
     */
    String prefix() {
        return path.substring(0, path.lastIndexOf('/') + 1);
    }

    /** Whether this lies below the prefix for certain. */
    boolean isBelow(String prefix) {
        return path.startsWith(prefix) && (path.isEmpty() || !DOTS.matcher(uri.getPath()).find());
    }
}
