package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings that are as Linux delivers them: no need to look there. */
final class UsualSettings implements HostRule {
    private static final Map<String, Long> USUAL = new LinkedHashMap<>();

    static {
        USUAL.put("net.ipv4.tcp_fin_timeout", 60L);
        USUAL.put("net.ipv4.tcp_tw_reuse", 2L);
        USUAL.put("net.ipv4.tcp_timestamps", 1L);
        USUAL.put("net.ipv4.tcp_rfc1337", 0L);
        USUAL.put("net.ipv4.tcp_syncookies", 1L);
        USUAL.put("net.ipv4.tcp_abort_on_overflow", 0L);
        USUAL.put("net.ipv4.tcp_retries2", 15L);
        USUAL.put("net.ipv4.tcp_keepalive_time", 7200L);
        USUAL.put("net.core.somaxconn", 4096L);
    }

    @Override
    public String id() {
        return "usual-settings";
    }

    @Override
    public List<Remark> look(Host host) {
        List<String> usual =
                USUAL.entrySet().stream()
                        .filter(one -> host.settings().is(one.getKey(), one.getValue()))
                        .map(one -> host.settings().shown(one.getKey()))
                        .toList();
        if (usual.isEmpty()) {
            return List.of();
        }
        return List.of(
                Remark.of(
                                id(),
                                Weight.HEALTHY,
                                Wording.count(usual.size(), "setting")
                                        + " of TCP "
                                        + (usual.size() == 1 ? "is" : "are")
                                        + " as Linux delivers "
                                        + (usual.size() == 1 ? "it" : "them"))
                        .evidence(usual)
                        .soWhat("what is usual is good for servers; no need to tune it")
                        .source("Linux, Documentation/networking/ip-sysctl.rst"));
    }
}
