package dev.linger.cli;

import dev.linger.life.Endpoint;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Addresses as people and files spell them. */
final class Addresses {
    private Addresses() {}

    /**
     * An end of that address, with or without brackets; no name is looked up.
     *
     * @throws IllegalArgumentException if it is none, or the port is no port
     */
    static Endpoint literal(String typed, int port) {
        InetAddress address = InetAddress.ofLiteral(typed);
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet4Address
                ? Endpoint.ofIpv4(bytes.getInt(), port)
                : new Endpoint(bytes.getLong(), bytes.getLong(), port);
    }
}
