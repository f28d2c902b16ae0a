package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import java.util.List;

/** tcp_abort_on_overflow is on: a full accept queue answers with RST. */
final class AbortOnOverflow implements HostRule {
    private static final String NAME = "net.ipv4.tcp_abort_on_overflow";

    @Override
    public String id() {
        return "abort-on-overflow";
    }

    @Override
    public List<Remark> look(Host host) {
        if (!host.settings().is(NAME, 1)) {
            return List.of();
        }
        return List.of(
                Remark.of(
                                id(),
                                Weight.WARNING,
                                "tcp_abort_on_overflow is on: a full accept queue answers with RST")
                        .evidence(host.settings().shown(NAME) + " (usual: 0)")
                        .soWhat(
                                "in a burst clients get \"connection reset by peer\", where"
                                        + " otherwise their handshake is repeated after a second"
                                        + " and mostly succeeds")
                        .fix(Sysctl.set(NAME + " = 0"))
                        .source(Sysctl.documented("tcp_abort_on_overflow")));
    }
}
