package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** Memory of TCP: under pressure, or connections ended for the want of it. */
final class TcpMemory implements HostRule {
    private static final String NAME = "net.ipv4.tcp_mem";
    private static final String NOW = "sockstat.TCP.mem";
    private static final String ABORTED = "TcpExt.TCPAbortOnMemory";

    @Override
    public String id() {
        return "tcp-memory";
    }

    @Override
    public List<Remark> look(Host host) {
        long[] limits = host.settings().numbers(NAME);
        long pages = host.counters().of(NOW);
        List<String> evidence = new ArrayList<>();
        if (limits.length == 3) {
            evidence.add(
                    host.settings().shown(NAME).replaceAll("\\s+", " ")
                            + " pages; in use "
                            + Wording.count(pages));
        }
        evidence.addAll(host.counters().shown(ABORTED, "TcpExt.TCPMemoryPressures"));
        if (limits.length == 3 && pages >= limits[1]) {
            boolean full = pages >= limits[2];
            return List.of(
                    told(
                            full ? Weight.CRITICAL : Weight.WARNING,
                            "TCP is short of memory",
                            evidence));
        }
        long aborted = host.counters().of(ABORTED);
        return aborted == 0
                ? List.of()
                : List.of(
                        told(
                                Weight.WARNING,
                                Wording.count(aborted, "connection")
                                        + " ended because TCP had no memory or too many orphans",
                                evidence));
    }

    private Remark told(Weight weight, String what, List<String> evidence) {
        return Remark.of(id(), weight, what)
                .evidence(evidence)
                .soWhat(
                        "from the second number on buffers shrink and transfers get slow, at the"
                                + " third packets are dropped and connections end with a RST")
                .fix(
                        "# see who holds it: ss -tnm | sort by the numbers after skmem",
                        "# usual: many connections with bytes that nobody reads")
                .source(Sysctl.documented("tcp_mem"));
    }
}
