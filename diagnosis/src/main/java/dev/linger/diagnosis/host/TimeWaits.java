package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;

/** TIME_WAIT as it stands: how many, where, and what they cost. */
final class TimeWaits implements HostRule {

    /** A tw_sock_TCP object of the kernel's. */
    private static final int BYTES_EACH = 256;

    @Override
    public String id() {
        return "time-wait";
    }

    @Override
    public List<Remark> look(Host host) {
        long accepted = host.sockets().timeWaitAccepted();
        long opened = host.sockets().timeWaitOpened();
        long all = accepted + opened;
        if (all == 0) {
            return List.of();
        }
        return List.of(
                Remark.of(
                                id(),
                                Weight.HEALTHY,
                                Wording.count(all)
                                        + " TIME_WAIT hold "
                                        + Wording.bytes(all * BYTES_EACH)
                                        + " of kernel memory")
                        .evidence(
                                Wording.count(accepted)
                                        + " of connections accepted here: they take no port",
                                Wording.count(opened)
                                        + " of connections opened here: a local port each, to one"
                                        + " destination, for 60 s")
                        .soWhat(
                                "they guard later connections against late packets and go by"
                                        + " themselves. A server that restarts is not hindered by"
                                        + " them if it sets SO_REUSEADDR before bind, as nearly all"
                                        + " do; that SO_REUSEADDR shortens them is folklore")
                        .source(
                                "Linux, include/net/tcp.h, TCP_TIMEWAIT_LEN;"
                                        + " net/ipv4/inet_connection_sock.c, inet_csk_get_port"));
    }
}
