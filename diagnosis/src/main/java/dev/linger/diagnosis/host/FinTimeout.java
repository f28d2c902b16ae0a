package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import java.util.List;

/** Folklore: tcp_fin_timeout is set in the belief that it shortens TIME_WAIT. */
final class FinTimeout implements HostRule {
    private static final String NAME = "net.ipv4.tcp_fin_timeout";
    private static final int USUAL = 60;

    @Override
    public String id() {
        return "fin-timeout";
    }

    @Override
    public List<Remark> look(Host host) {
        return host.settings().changed(NAME, USUAL).stream()
                .mapToObj(seconds -> told(host.settings(), seconds))
                .toList();
    }

    private Remark told(Settings settings, long seconds) {
        return Remark.of(
                        id(),
                        Weight.NOTICE,
                        "tcp_fin_timeout is " + seconds + " s, which does nothing for TIME_WAIT")
                .evidence(settings.shown(NAME) + " (usual: " + USUAL + ")")
                .soWhat(
                        "folklore: TIME_WAIT lasts 60 s whatever is set here. The setting bounds"
                                + " FIN_WAIT2 of connections that no program holds any more: an"
                                + " end that takes longer than "
                                + seconds
                                + " s to close is answered with a RST")
                .fix(Sysctl.set(NAME + " = " + USUAL))
                .source(
                        "Linux, include/net/tcp.h, TCP_TIMEWAIT_LEN; "
                                + Sysctl.documented("tcp_fin_timeout"));
    }
}
