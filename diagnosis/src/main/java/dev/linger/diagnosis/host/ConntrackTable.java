package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The connection tracker's table, which the firewall and NAT use. */
final class ConntrackTable implements HostRule {
    private static final String COUNT = "net.netfilter.nf_conntrack_count";
    private static final String MOST = "net.netfilter.nf_conntrack_max";
    private static final String TIME_WAIT = "net.netfilter.nf_conntrack_tcp_timeout_time_wait";
    private static final String SOURCE =
            "Linux, Documentation/networking/nf_conntrack-sysctl.rst, nf_conntrack_max";

    @Override
    public String id() {
        return "conntrack-table";
    }

    @Override
    public List<Remark> look(Host host) {
        OptionalLong count = host.settings().number(COUNT);
        OptionalLong most = host.settings().number(MOST);
        if (count.isEmpty() || most.isEmpty() || most.getAsLong() <= 0) {
            return List.of();
        }
        long now = count.getAsLong();
        long limit = most.getAsLong();
        long dropped = host.counters().of("conntrack.drop") + early(host);
        if (now * 100 >= limit * 75) {
            Weight weight = now * 100 >= limit * 95 ? Weight.CRITICAL : Weight.WARNING;
            return List.of(wrong(weight, "is " + Wording.share(now, limit) + " full", host));
        }
        if (dropped > 0) {
            return List.of(wrong(Weight.WARNING, "has been full", host));
        }
        return List.of(
                Remark.of(
                                id(),
                                Weight.HEALTHY,
                                "the connection tracker's table is "
                                        + Wording.share(now, limit)
                                        + " full"
                                        + (host.counters().has("conntrack.drop")
                                                ? " and was never full"
                                                : ""))
                        .evidence(evidence(host))
                        .soWhat("the firewall has room for every connection")
                        .source(SOURCE));
    }

    private static long early(Host host) {
        return host.counters().of("conntrack.early_drop");
    }

    private Remark wrong(Weight weight, String what, Host host) {
        return Remark.of(id(), weight, "the connection tracker's table " + what)
                .evidence(evidence(host))
                .soWhat(
                        "when it is full, new connections are dropped without an answer (the kernel"
                                + " logs \"nf_conntrack: table full, dropping packet\"). It keeps"
                                + " each closed connection for "
                                + host.settings().number(TIME_WAIT).orElse(120)
                                + " s, longer or shorter than the socket's 60 s of TIME_WAIT, and"
                                + " of either end")
                .fix(
                        Sysctl.set(
                                MOST + " = " + host.settings().number(MOST).orElse(65_536) * 4,
                                "# or no tracking for it: nft add rule raw prerouting tcp dport 80"
                                        + " notrack"))
                .source(SOURCE);
    }

    private static List<String> evidence(Host host) {
        List<String> evidence = new ArrayList<>();
        evidence.add(host.settings().shown(COUNT));
        evidence.add(host.settings().shown(MOST));
        evidence.addAll(
                host.counters()
                        .shown(
                                "conntrack.drop",
                                "conntrack.early_drop",
                                "conntrack.insert_failed"));
        return evidence;
    }
}
