package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import java.util.List;

/** TCP timestamps are off. */
final class Timestamps implements HostRule {
    private static final String NAME = "net.ipv4.tcp_timestamps";

    @Override
    public String id() {
        return "timestamps";
    }

    @Override
    public List<Remark> look(Host host) {
        if (!host.settings().is(NAME, 0)) {
            return List.of();
        }
        return List.of(
                Remark.of(id(), Weight.WARNING, "TCP timestamps are off")
                        .evidence(host.settings().shown(NAME) + " (usual: 1)")
                        .soWhat(
                                "tcp_tw_reuse has no effect; a SYN that meets TIME_WAIT is"
                                        + " accepted at once only if its sequence number is higher,"
                                        + " otherwise the connect takes a second longer; fast"
                                        + " connections lose the protection against old packets."
                                        + " The 12 bytes a packet that this saves are its only use")
                        .fix(Sysctl.set(NAME + " = 1"))
                        .source(Sysctl.documented("tcp_timestamps") + "; RFC 7323, section 5"));
    }
}
