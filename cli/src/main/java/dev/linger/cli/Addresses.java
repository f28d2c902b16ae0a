package dev.linger.cli;

import dev.linger.life.Endpoint;
import java.net.InetAddress;

/** Addresses as people and files spell them. */
final class Addresses {
    private Addresses() {}

    /**
     * An end of that address, with or without brackets; no name is looked up.
     *
     * @throws IllegalArgumentException if it is none, or the port is no port
     */
    static Endpoint literal(String typed, int port) {
        return Endpoint.of(InetAddress.ofLiteral(typed).getAddress(), port);
    }
}
