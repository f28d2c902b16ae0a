package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import java.util.List;

/** tcp_rfc1337 is on. */
final class Rfc1337 implements HostRule {
    private static final String NAME = "net.ipv4.tcp_rfc1337";

    @Override
    public String id() {
        return "rfc1337";
    }

    @Override
    public List<Remark> look(Host host) {
        if (!host.settings().is(NAME, 1)) {
            return List.of();
        }
        return List.of(
                Remark.of(id(), Weight.NOTICE, "tcp_rfc1337 is on: a RST does not end TIME_WAIT")
                        .evidence(host.settings().shown(NAME) + " (usual: 0)")
                        .soWhat(
                                "TIME_WAIT cannot be ended early by a stray or forged RST. In"
                                        + " exchange a client that comes back with the same port"
                                        + " too soon cannot clear it with its RST either, and its"
                                        + " connect waits until TIME_WAIT is over. Rarely matters,"
                                        + " either way")
                        .source(Sysctl.documented("tcp_rfc1337") + "; RFC 1337, section 3"));
    }
}
