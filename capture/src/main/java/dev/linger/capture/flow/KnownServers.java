package dev.linger.capture.flow;

import java.util.BitSet;

/**
 * Ports that were seen to accept connections: tells the ends apart where a handshake is missing.
 */
final class KnownServers {
    private final BitSet ports = new BitSet();
    private int latest = -1;

    void add(int port) {
        if (port != latest) {
            ports.set(port);
            latest = port;
        }
    }

    /** A port known to accept, else the lower one, belongs to the server. */
    boolean secondIsServer(FlowKey key) {
        boolean firstAccepts = ports.get(key.firstPort());
        boolean secondAccepts = ports.get(key.secondPort());
        return firstAccepts == secondAccepts ? key.secondPort() <= key.firstPort() : secondAccepts;
    }
}
