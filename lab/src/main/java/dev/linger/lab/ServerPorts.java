package dev.linger.lab;

import dev.linger.linux.Linux;
import dev.linger.linux.PortRange;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for servers.
 *
 * @param first of them
 * @param last of them
 */
record ServerPorts(int first, int last) {
    private static final ServerPorts USUAL = new ServerPorts(20_000, 31_999);

    /** Below are those that only root's programs may have. */
    private static final int LOWEST = 1024;

    /** An act with a proxy takes the next one, too. */
    private static final int HIGHEST = 65_534;

    /** So many that another lab beside this one finds its own. */
    private static final int ENOUGH = 1000;

    /** Those that are given to no client here; where nearly all are, the usual ones. */
    static ServerPorts free() {
        return Linux.isHere() ? besides(PortRange.ofHost()) : USUAL;
    }

    static ServerPorts besides(PortRange ofClients) {
        if (ofClients.first() > USUAL.last + 1 || ofClients.last() < USUAL.first) {
            return USUAL;
        }
        ServerPorts below = new ServerPorts(LOWEST, ofClients.first() - 2);
        ServerPorts above = new ServerPorts(ofClients.last() + 1, HIGHEST);
        ServerPorts larger = below.count() > above.count() ? below : above;
        return larger.count() < ENOUGH ? USUAL : larger;
    }

    private int count() {
        return last - first + 1;
    }

    /** One of them, by chance. */
    int any() {
        return ThreadLocalRandom.current().nextInt(first, last + 1);
    }
}
