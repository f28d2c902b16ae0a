package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** somaxconn is lower than Linux delivers it: it caps what every listen() asks for. */
final class Backlog implements HostRule {
    private static final String NAME = "net.core.somaxconn";

    @Override
    public String id() {
        return "backlog";
    }

    @Override
    public List<Remark> look(Host host) {
        long usual = host.kernel().isAtLeast(5, 4) ? 4096 : 128;
        OptionalLong length = host.settings().number(NAME);
        if (length.isEmpty() || length.getAsLong() >= usual) {
            return List.of();
        }
        long capped =
                host.sockets().listeners().stream()
                        .filter(one -> one.room() == length.getAsLong())
                        .count();
        boolean overflowed = host.counters().of("TcpExt.ListenOverflows") > 0;
        List<String> evidence = new ArrayList<>();
        evidence.add(host.settings().shown(NAME) + " (usual: " + usual + ")");
        evidence.addAll(host.counters().shown("TcpExt.ListenOverflows"));
        if (capped > 0) {
            evidence.add(Wording.count(capped, "listening socket") + " with exactly this room");
        }
        return List.of(
                Remark.of(
                                id(),
                                overflowed ? Weight.WARNING : Weight.NOTICE,
                                "at most "
                                        + Wording.count(length.getAsLong(), "connection")
                                        + " may wait at a listening socket, whatever its program"
                                        + " asks for")
                        .evidence(evidence)
                        .soWhat(
                                "a burst of more connects than that is dropped, and each of those"
                                        + " clients waits a second for its next attempt")
                        .fix(fix(usual))
                        .source("Linux, Documentation/admin-guide/sysctl/net.rst, somaxconn"));
    }

    private static List<String> fix(long usual) {
        List<String> fix = new ArrayList<>(Sysctl.set(NAME + " = " + Math.max(4096, usual)));
        fix.add("# then restart the servers: the length is fixed when they begin to listen");
        return fix;
    }
}
