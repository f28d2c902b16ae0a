package dev.linger.client;

import dev.linger.http.MessageWriter;
import dev.linger.http.Options;
import dev.linger.http.ResponseHead;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One request as it goes over the wire. */
final class WireRequest {
    static final byte[] AGENT = MessageWriter.fieldLine("User-Agent", "Linger");
    static final String PROXY_AUTHORIZATION = "Proxy-Authorization";
    private static final String COOKIE = "Cookie";
    private static final String FOR_PROXY = "Proxy-";

    final HttpRequest request;
    final URI uri;
    final String method;
    final Route route;
    final @Nullable InetSocketAddress proxy;
    final HttpRequest.@Nullable BodyPublisher publisher;

    /** Bytes of the body; -1 where they are not known before they come. */
    final long length;

    private final boolean asksClose;
    private final int minorVersion;
    private final boolean mayExpect;
    private final Map<String, List<String>> fields;
    private final Map<String, List<String>> more;

    /** A body that was short enough to be gathered before a connection was asked for. */
    byte @Nullable [] gathered;

    /**
     * @param proxy that is to be asked; null for the origin itself
     * @param more fields beside the request's own: cookies and credentials
     * @param minorVersion 0 or 1, of HTTP/1
     * @param mayExpect whether an expectation is heard on the way to the origin
     */
    WireRequest(
            HttpRequest request,
            @Nullable InetSocketAddress proxy,
            Map<String, List<String>> more,
            int minorVersion,
            boolean mayExpect) {
        this.minorVersion = minorVersion;
        this.mayExpect = mayExpect;
        this.request = request;
        this.uri = RequestCheck.checked(request.uri());
        this.method = request.method();
        this.proxy = proxy;
        this.fields = request.headers().map();
        this.more = more;
        this.publisher = request.bodyPublisher().orElse(null);
        this.length = publisher == null ? 0 : publisher.contentLength();
        this.route = route(request, uri, proxy);
        this.asksClose = asks("close") || (minorVersion == 0 && !asks("keep-alive"));
    }

    private boolean asks(String option) {
        List<String> values = fields.get("Connection");
        return values != null && values.stream().anyMatch(value -> Options.name(value, option));
    }

    /**
     * Before HTTP/1.1 a connection is kept only where both sides say so (RFC 9112, section 9.3).
     */
    boolean asksClose(ResponseHead response) {
        return asksClose || (minorVersion == 0 && !response.saysKeepAlive());
    }

    private static Route route(HttpRequest request, URI uri, @Nullable InetSocketAddress proxy) {
        boolean secure = isSecure(uri);
        if (proxy != null && !secure) {
            return new Route(false, Route.reached(proxy), proxy.getPort(), null, null);
        }
        String pass =
                proxy == null
                        ? null
                        : request.headers()
                                .firstValue(PROXY_AUTHORIZATION)
                                .filter(own -> !DisabledSchemes.have(true, own))
                                .orElse(null);
        return new Route(secure, host(uri), port(uri), proxy, pass);
    }

    /** Of a URI that was checked: http or https. */
    static boolean isSecure(URI uri) {
        return uri.getScheme().length() == "https".length();
    }

    /**
     * In lower case, an IPv6 address without brackets; its zone, the name of a network interface,
     * as it is.
     */
    static String host(URI uri) {
        String host = uri.getHost();
        int zone = host.indexOf('%');
        if (zone >= 0) {
            return host.substring(1, zone).toLowerCase(Locale.ROOT)
                    + host.substring(zone, host.length() - 1);
        }
        host = host.toLowerCase(Locale.ROOT);
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : usualPort(uri);
    }

    private static int usualPort(URI uri) {
        return isSecure(uri) ? 443 : 80;
    }

    boolean hasBody() {
        return length != 0;
    }

    /** Before HTTP/1.1 an expectation is not heard (RFC 9110, section 10.1.1). */
    boolean expectsContinue() {
        return hasBody() && mayExpect && minorVersion > 0 && request.expectContinue();
    }

    /** RFC 9110, section 9.2.2. */
    boolean isIdempotent() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }

    /**
     * Writes the head.
     *
     * @throws IOException if it holds what no head may
     */
    void writeHead(MessageWriter out) throws IOException {
        try {
            out.clear();
            out.request(method, target(), minorVersion);
            List<String> host = fields.get("Host");
            out.field("Host", host == null ? hostField() : host.getFirst());
            writeFraming(out);
            write(out, fields);
            write(out, more);
            writeCookies(out);
            if (!fields.containsKey("User-Agent")) {
                out.line(AGENT);
            }
            out.endHead();
        } catch (IllegalArgumentException e) {
            throw new IOException("the request cannot be written: " + e.getMessage(), e);
        }
    }

    /** RFC 9112, section 3.2: the whole URI for a proxy, the path otherwise. */
    private String target() {
        String path = uri.getRawPath();
        String query = uri.getRawQuery();
        String target = path == null || path.isEmpty() ? "/" : path;
        target = query == null ? target : target + "?" + query;
        if (isReadByProxy()) {
            target = "http://" + withPort(host()) + target;
        }
        return isAscii(target) ? target : URI.create(target).toASCIIString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7e) {
                return false;
            }
        }
        return true;
    }

    /** RFC 9110, section 7.2: the port where it is not the scheme's own. */
    private String hostField() {
        String host = host();
        // An absolute name; few servers know themselves by it.
        return withPort(host.endsWith(".") ? host.substring(0, host.length() - 1) : host);
    }

    private String host() {
        String host = uri.getHost();
        int zone = host.indexOf('%');
        // It is of no meaning elsewhere (RFC 6874, section 4).
        return zone < 0 ? host : host.substring(0, zone) + "]";
    }

    private String withPort(String host) {
        int port = uri.getPort();
        return port < 0 || port == usualPort(uri) ? host : host + ":" + port;
    }

    /** RFC 9110, section 8.6: a method that anticipates a body says that there is none. */
    private void writeFraming(MessageWriter out) {
        if (length < 0 && minorVersion == 0) {
            throw new IllegalArgumentException(
                    "HTTP/1.0 has no chunked bodies (RFC 9112, section 6.1): give the length of"
                            + " the body");
        }
        if (length < 0) {
            out.field("Transfer-Encoding", "chunked");
        } else if (length > 0 || saysThereIsNone()) {
            out.contentLength(length);
        }
        if (expectsContinue()) {
            out.field("Expect", "100-continue");
        }
    }

    private boolean saysThereIsNone() {
        return switch (method) {
            case "POST", "PUT", "PATCH" -> true;
            default -> fields.containsKey("Content-Length");
        };
    }

    private void write(MessageWriter out, Map<String, List<String>> fields) {
        if (fields.isEmpty()) {
            return;
        }
        for (Map.Entry<String, List<String>> field : fields.entrySet()) {
            String name = field.getKey();
            if (isOurs(name) || (isForProxy(name) && !isReadByProxy())) {
                continue;
            }
            for (String value : field.getValue()) {
                if (!isForbidden(name, value)) {
                    out.field(name, value);
                }
            }
        }
    }

    /** RFC 6265, section 5.4: one field; the cookies of the client's handler stand first. */
    private void writeCookies(MessageWriter out) {
        List<String> own = fields.getOrDefault(COOKIE, List.of());
        List<String> kept = more.getOrDefault(COOKIE, List.of());
        if (!own.isEmpty() || !kept.isEmpty()) {
            out.field(
                    COOKIE,
                    Stream.concat(kept.stream(), own.stream()).collect(Collectors.joining("; ")));
        }
    }

    private boolean isForbidden(String name, String value) {
        return name.equalsIgnoreCase(PROXY_AUTHORIZATION) && DisabledSchemes.have(false, value);
    }

    /** A proxy that digs a tunnel has had its fields with CONNECT, and an origin is given none. */
    private boolean isReadByProxy() {
        return proxy != null && !route.secure();
    }

    private static boolean isForProxy(String name) {
        return name.regionMatches(true, 0, FOR_PROXY, 0, FOR_PROXY.length());
    }

    /** Fields that are written on their own. */
    private static boolean isOurs(String name) {
        return switch (name.length()) {
            case 4 -> name.equalsIgnoreCase("Host");
            case 6 -> name.equalsIgnoreCase("Expect") || name.equalsIgnoreCase(COOKIE);
            case 14 -> name.equalsIgnoreCase("Content-Length");
            case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
            default -> false;
        };
    }
}
