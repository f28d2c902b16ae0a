package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.List;
import java.util.OptionalLong;

/** Sockets that no program holds any more, against tcp_max_orphans. */
final class Orphans implements HostRule {
    private static final String NAME = "net.ipv4.tcp_max_orphans";
    private static final String NOW = "sockstat.TCP.orphan";

    @Override
    public String id() {
        return "orphans";
    }

    @Override
    public List<Remark> look(Host host) {
        OptionalLong most = host.settings().number(NAME);
        long now = host.counters().of(NOW);
        // Suspicious ones count double, and those with much unsent data four times.
        if (most.isEmpty() || now * 4 < most.getAsLong()) {
            return List.of();
        }
        return List.of(
                Remark.of(
                                id(),
                                now < most.getAsLong() ? Weight.WARNING : Weight.CRITICAL,
                                Wording.count(now)
                                        + " connections are closed by their programs but not at"
                                        + " their end")
                        .evidence(host.settings().shown(NAME), NOW + " " + Wording.count(now))
                        .soWhat(
                                "from the limit on, and for slow ones from a quarter of it, the"
                                        + " kernel ends them with a RST and the rest of their"
                                        + " responses is lost; each may take up to 64 kB")
                        .fix(Sysctl.set(NAME + " = " + most.getAsLong() * 4))
                        .source(Sysctl.documented("tcp_max_orphans")));
    }
}
