package dev.linger.testkit;

import java.net.InetAddress;

/** Where an end of a conversation lives. */
record Address(InetAddress ip, int port) {
    static Address of(String literal, int port) {
        return new Address(InetAddress.ofLiteral(literal), port);
    }

    byte[] octets() {
        return ip.getAddress();
    }
}
