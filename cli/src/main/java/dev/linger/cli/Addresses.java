package dev.linger.cli;

import dev.linger.life.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.regex.Pattern;

/** Addresses as people and files spell them. */
public final class Addresses {
    private static final Pattern FOUR_PARTS = Pattern.compile("\\d+(\\.\\d+){3}");

    private Addresses() {}

    /** {@code 127.0.0.1:8080}, {@code [::1]:8080}. */
    public static String text(InetSocketAddress address) {
        return Endpoint.of(address.getAddress().getAddress(), address.getPort()).toString();
    }

    /**
     * An end of that address, with or without brackets; no name is looked up.
     *
     * @throws IllegalArgumentException if it is none, or the port is no port
     */
    public static Endpoint literal(String typed, int port) {
        if (typed.indexOf(':') < 0 && !FOUR_PARTS.matcher(typed).matches()) {
            throw new IllegalArgumentException(typed); // as 10.1, which Java takes for 10.0.0.1
        }
        return Endpoint.of(InetAddress.ofLiteral(typed).getAddress(), port);
    }
}
