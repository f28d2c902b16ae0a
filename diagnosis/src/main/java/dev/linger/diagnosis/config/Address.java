package dev.linger.diagnosis.config;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A host and its port, as a configuration names them.
 *
 * @param host a name or an address; empty for any
 * @param port 0 where there is none
 */
public record Address(String host, int port) {
    private static final Set<String> ANY = Set.of("", "*", "0.0.0.0", "::", "[::]");
    private static final Pattern RANGE = Pattern.compile("((?:.*:)?)(\\d{1,5})-(\\d{1,5})");
    private static final int MOST = 65_535;

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

    /** Each port of a range, as servers listen at it: {@code 127.0.0.1:8080-8085}. */
    static Stream<String> each(String listen) {
        Matcher range = RANGE.matcher(listen);
        return range.matches()
                ? IntStream.rangeClosed(
                                Integer.parseInt(range.group(2)),
                                Math.min(MOST, Integer.parseInt(range.group(3))))
                        .mapToObj(port -> range.group(1) + port)
                : Stream.of(listen);
    }

    /** The server of an address on the Web: {@code http://app:8080/path}. */
    static Address ofUri(String uri) {
        return of(authority(uri), uri.toLowerCase(Locale.ROOT).startsWith("https:") ? 443 : 80);
    }

    /** What stands between the scheme and the path. */
    static String authority(String uri) {
        return uri.replaceFirst("^[A-Za-z0-9]+://", "").replaceFirst("[/?].*$", "");
    }

    /**
     * Whether both may be the same: a listening address can have other names. What has no port is
     * nothing's.
     */
    boolean mayBe(Address listening) {
        boolean isNumber =
                host.matches("[0-9.]+|\\[.*\\]") && listening.host.matches("[0-9.]+|\\[.*\\]");
        return port != 0 && port == listening.port && (!isNumber || host.equals(listening.host));
    }

    boolean isThisHost() {
        return host.startsWith("127.") || host.equals("localhost") || host.equals("[::1]");
    }

    @Override
    public String toString() {
        return port == 0 ? host : host + ":" + port;
    }
}
