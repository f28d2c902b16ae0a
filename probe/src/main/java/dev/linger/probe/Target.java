package dev.linger.probe;

import dev.linger.life.Endpoint;
import dev.linger.life.Wording;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;

/**
 * The server that is asked: one address, so that all connections reach the same place.
 *
 * @param uri as typed, with its scheme
 * @param host for {@code Host} and for TLS, without brackets
 * @param address one of the name's
 * @param addresses all that the name has
 * @param path with the query
 * @param context for TLS
 */
public record Target(
        URI uri,
        String host,
        InetSocketAddress address,
        List<InetAddress> addresses,
        String path,
        SSLContext context) {

    /**
     * Of what somebody typed; without a scheme it is {@code http}.
     *
     * @throws UnreachableException if it is no address of a server, or its name is unknown
     */
    public static Target of(String typed, SSLContext context) throws UnreachableException {
        URI uri = parse(typed);
        String host = withoutBrackets(uri.getHost());
        try {
            InetAddress[] all = InetAddress.getAllByName(host);
            return new Target(
                    uri,
                    host,
                    new InetSocketAddress(all[0], port(uri)),
                    List.of(all),
                    path(uri),
                    context);
        } catch (UnknownHostException e) {
            throw new UnreachableException(
                    "the name \""
                            + Wording.printable(host)
                            + "\" has no address: see how it is spelled, and whether this host's"
                            + " name server knows it");
        }
    }

    /**
     * What somebody typed, as an address of HTTP.
     *
     * @throws UnreachableException if it is none
     */
    public static URI parse(String typed) throws UnreachableException {
        String whole = typed.contains("://") ? typed : "http://" + typed;
        URI uri;
        try {
            uri = new URI(whole);
        } catch (URISyntaxException e) {
            throw noUrl(typed, String.valueOf(e.getReason()).toLowerCase(Locale.ROOT));
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw noUrl(typed, "its scheme is " + scheme + ", and must be http or https");
        }
        if (uri.getHost() == null) {
            String authority = String.valueOf(uri.getRawAuthority());
            throw noUrl(
                    typed,
                    authority.contains("_")
                            ? "a name of a host has no underscore (RFC 952): name its address, or"
                                    + " give it another name"
                            : "it names no host");
        }
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw noUrl(typed, "its port must be 1 to 65535");
        }
        return uri;
    }

    private static UnreachableException noUrl(String typed, String why) {
        return new UnreachableException(
                "\""
                        + Wording.printable(typed)
                        + "\" is no URL: "
                        + Wording.printable(why)
                        + "; http://127.0.0.1:8080/ is one");
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : isSecure(uri) ? 443 : 80;
    }

    /** What is beyond ASCII goes as UTF-8, percent-encoded (RFC 3987, section 3.1). */
    private static String path(URI typed) {
        URI uri = URI.create(typed.toASCIIString());
        String path = uri.getRawPath();
        String query = uri.getRawQuery();
        return (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    }

    private static boolean isSecure(URI uri) {
        return uri.getScheme().equalsIgnoreCase("https");
    }

    /**
     * The same at the first address of the name where somebody listens; this one where nobody does.
     * A name of one address is not tried.
     */
    public Target reachable(Bounds bounds) {
        if (addresses.size() == 1) {
            return this;
        }
        for (InetAddress one : addresses) {
            InetSocketAddress there = new InetSocketAddress(one, address.getPort());
            try (Socket tried = new Socket()) {
                tried.connect(there, (int) Math.max(1, bounds.answer().toMillis()));
                return new Target(uri, host, there, addresses, path, context);
            } catch (IOException _) {
                // The next one, then; the first one's error is told by whoever asks it.
            }
        }
        return this;
    }

    /** Whether TLS is spoken. */
    public boolean isSecure() {
        return isSecure(uri);
    }

    /** RFC 9110, section 7.2: the port where it is not the scheme's own. */
    String hostField() {
        return uri.getPort() < 0 ? uri.getHost() : uri.getHost() + ":" + uri.getPort();
    }

    /** RFC 6066, section 3: without the dot at the end of a name. */
    String tlsName() {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** {@code 127.0.0.1:8080}, {@code [::1]:8080}. */
    public String where() {
        return Endpoint.of(address.getAddress().getAddress(), address.getPort()).toString();
    }

    /** The same server, asked with TLS. */
    Target secured() {
        return new Target(URI.create(withScheme("https")), host, address, addresses, path, context);
    }

    /** The same port with the other scheme. */
    String withScheme(String scheme) {
        return scheme + "://" + uri.getHost() + ":" + address.getPort() + path;
    }
}
