package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;
import java.util.Map;

/** Connections that ended with a RST of this host's kernel, by reason. */
final class Aborts implements HostRule {
    private static final int SEVERAL = 20;

    private static final Map<String, String> MEANING =
            Map.of(
                    "TcpExt.TCPAbortOnClose",
                    "programs closed connections with bytes in them that they had not read: the"
                            + " other end gets a RST and may lose the end of what was sent to it."
                            + " Typical: an upload that was refused without being read",
                    "TcpExt.TCPAbortOnData",
                    "data came for connections that their programs had closed already, or they were"
                            + " closed with SO_LINGER 0: the other end gets a RST",
                    "TcpExt.TCPAbortOnTimeout",
                    "the other end stopped answering: retransmissions or keep-alive probes came to"
                            + " nothing",
                    "TcpExt.TCPAbortOnLinger",
                    "programs closed and did not want to wait in FIN_WAIT2 (TCP_LINGER2 below 0)");

    private static final List<String> ORDER =
            List.of(
                    "TcpExt.TCPAbortOnClose",
                    "TcpExt.TCPAbortOnData",
                    "TcpExt.TCPAbortOnTimeout",
                    "TcpExt.TCPAbortOnLinger");

    @Override
    public String id() {
        return "aborts";
    }

    @Override
    public List<Remark> look(Host host) {
        long opened = host.counters().opened();
        return ORDER.stream()
                .filter(name -> host.counters().of(name) >= SEVERAL)
                .filter(name -> host.counters().of(name) * 100 >= opened)
                .map(name -> told(name, host.counters()))
                .toList();
    }

    private Remark told(String name, Counters counters) {
        long count = counters.of(name);
        // The counter may count one connection twice.
        String share = Wording.share(Math.min(count, counters.opened()), counters.opened());
        return Remark.of(
                        id(),
                        Weight.NOTICE,
                        share
                                + " of the connections were aborted: "
                                + name.substring("TcpExt.".length()))
                .evidence(
                        name
                                + " "
                                + Wording.count(count)
                                + ", of "
                                + Wording.count(counters.opened(), "connection")
                                + " opened")
                .soWhat(String.valueOf(MEANING.get(name)))
                .source(
                        "Linux, Documentation/networking/snmp_counter.rst, TcpExt"
                                + name.substring("TcpExt.".length()));
    }
}
