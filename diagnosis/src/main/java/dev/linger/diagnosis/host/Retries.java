package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** tcp_retries2: how long data may stay unacknowledged before the connection is given up. */
final class Retries implements HostRule {
    private static final String NAME = "net.ipv4.tcp_retries2";
    private static final int USUAL = 15;

    /** RFC 1122, section 4.2.3.5: at least 100 seconds, which 8 retransmissions take. */
    private static final int LEAST = 8;

    private static final long SHORTEST_MILLIS = 200;
    private static final long LONGEST_MILLIS = 120_000;

    @Override
    public String id() {
        return "retries";
    }

    @Override
    public List<Remark> look(Host host) {
        return host.settings().changed(NAME, USUAL).stream()
                .mapToObj(retries -> told(host.settings(), retries))
                .toList();
    }

    private Remark told(Settings settings, long retries) {
        String patience = Wording.ratio(millis(retries), 1000) + " s";
        boolean hasty = retries < LEAST;
        return Remark.of(
                        id(),
                        hasty ? Weight.WARNING : Weight.NOTICE,
                        "tcp_retries2 is "
                                + retries
                                + ": the system stops trying on a connection after about "
                                + patience
                                + " without an acknowledgement")
                .evidence(settings.shown(NAME) + " (usual: " + USUAL + ", about 15 minutes)")
                .soWhat(
                        (hasty
                                        ? "a network that is away for longer than that ends every"
                                                + " connection that was sending, of all programs;"
                                                + " RFC 1122 asks for at least 100 s. "
                                        : "ends every connection whose other end vanished, of all"
                                                + " programs. ")
                                + "A program that wants to stop sooner sets TCP_USER_TIMEOUT on"
                                + " its own sockets")
                .fix(Sysctl.set(NAME + " = " + USUAL))
                .source(Sysctl.documented("tcp_retries2") + "; RFC 1122, section 4.2.3.5");
    }

    /** The timeouts one after the other: each twice the one before, up to two minutes. */
    static long millis(long retries) {
        long all = 0;
        long next = SHORTEST_MILLIS;
        for (long sent = 0; sent <= Math.min(retries, 1000); sent++) {
            all += next;
            next = Math.min(LONGEST_MILLIS, next * 2);
        }
        return all;
    }
}
