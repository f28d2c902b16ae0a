package dev.linger.diagnosis.config;

import java.util.Set;

/**
 * A host and its port, as a configuration names them.
 *
 * @param host a name or an address; empty for any
 * @param port 0 where there is none
 */
public record Address(String host, int port) {
    private static final Set<String> ANY = Set.of("", "*", "0.0.0.0", "::", "[::]");

    /** {@code app:8080}, {@code [::1]:80}, {@code 8080}, {@code app}. */
    static Address of(String text, int usualPort) {
        if (text.matches("\\d{1,5}")) {
            return new Address("", Integer.parseInt(text));
        }
        int colon = text.lastIndexOf(':');
        boolean hasPort =
                colon > text.lastIndexOf(']') && text.substring(colon).matches(":\\d{1,5}");
        String host = hasPort ? text.substring(0, colon) : text;
        int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : usualPort;
        return new Address(ANY.contains(host) ? "" : host, port);
    }

    /** The server of an address on the Web: {@code http://app:8080/path}. */
    static Address ofUri(String uri) {
        String rest = uri.replaceFirst("^[A-Za-z0-9]+://", "").replaceFirst("[/?].*$", "");
        return of(rest, uri.startsWith("https:") ? 443 : 80);
    }

    /** Whether both may be the same: a listening address can have other names. */
    boolean mayBe(Address listening) {
        boolean isNumber =
                host.matches("[0-9.]+|\\[.*\\]") && listening.host.matches("[0-9.]+|\\[.*\\]");
        return port == listening.port && (!isNumber || host.equals(listening.host));
    }

    boolean isThisHost() {
        return host.startsWith("127.") || host.equals("localhost") || host.equals("[::1]");
    }

    @Override
    public String toString() {
        return port == 0 ? host : host + ":" + port;
    }
}
