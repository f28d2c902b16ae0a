package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import java.util.List;

/** tcp_tw_recycle: gone since Linux 4.12, and still in many files. */
final class TwRecycle implements HostRule {
    private static final String NAME = "net.ipv4.tcp_tw_recycle";
    private static final String SOURCE =
            "Linux 4.12, commit 4396e46187ca, \"tcp: remove tcp_tw_recycle\"";

    @Override
    public String id() {
        return "tw-recycle";
    }

    @Override
    public List<Remark> look(Host host) {
        if (host.settings().is(NAME, 1)) {
            return List.of(
                    Remark.of(id(), Weight.CRITICAL, "tcp_tw_recycle is on")
                            .evidence(host.settings().shown(NAME))
                            .soWhat(
                                    "of several clients behind one NAT only the one with the newest"
                                            + " timestamps can connect; the SYN of the others are"
                                            + " dropped without an answer")
                            .fix(Sysctl.set(NAME + " = 0"))
                            .source(SOURCE));
        }
        List<String> places =
                host.written().stream()
                        .filter(one -> one.name().equals(NAME))
                        .map(Host.Written::evidence)
                        .toList();
        if (places.isEmpty() || !host.settings().text(NAME).isEmpty()) {
            return List.of();
        }
        return List.of(
                Remark.of(
                                id(),
                                Weight.NOTICE,
                                "tcp_tw_recycle is written down, but this kernel does not have it")
                        .evidence(places)
                        .soWhat(
                                "folklore: it was removed in Linux 4.12 because it shut out clients"
                                        + " behind NAT. The line does nothing except an error at"
                                        + " boot")
                        .fix("# delete the line")
                        .source(SOURCE));
    }
}
