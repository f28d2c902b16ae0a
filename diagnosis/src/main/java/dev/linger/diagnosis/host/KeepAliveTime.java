package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** tcp_keepalive_time against what networks in between remember. */
final class KeepAliveTime implements HostRule {
    private static final String NAME = "net.ipv4.tcp_keepalive_time";
    private static final String BETWEEN = "net.ipv4.tcp_keepalive_intvl";
    private static final String PROBES = "net.ipv4.tcp_keepalive_probes";
    private static final int USUAL = 7200;

    /** Seconds without a packet after which a connection is forgotten, unless set otherwise. */
    private static final Map<String, Integer> FORGETFUL = new LinkedHashMap<>();

    static {
        FORGETFUL.put("Azure Load Balancer", 240);
        FORGETFUL.put("AWS Network Load Balancer and NAT gateway", 350);
        FORGETFUL.put("Google Cloud's firewall", 600);
    }

    @Override
    public String id() {
        return "keepalive-time";
    }

    @Override
    public List<Remark> look(Host host) {
        return host.settings().changed(NAME, USUAL).stream()
                .mapToObj(seconds -> told(host.settings(), seconds))
                .toList();
    }

    private Remark told(Settings settings, long seconds) {
        List<String> sooner =
                FORGETFUL.entrySet().stream()
                        .filter(one -> one.getValue() <= seconds)
                        .map(one -> one.getKey() + " (" + one.getValue() + " s)")
                        .toList();
        String from = "keep-alive probes begin after " + Sysctl.seconds(seconds);
        return sooner.isEmpty()
                ? Remark.of(id(), Weight.HEALTHY, from + ", before clouds forget a connection")
                        .evidence(evidence(settings))
                        .soWhat("programs that ask for SO_KEEPALIVE keep their idle connections")
                        .source(source())
                : Remark.of(id(), Weight.NOTICE, from + ", later than networks may forget it")
                        .evidence(evidence(settings))
                        .soWhat(
                                "through these an idle connection is gone before the first probe: "
                                        + String.join(", ", sooner)
                                        + ". The next request on it is answered with a RST, or not"
                                        + " at all. Only sockets with SO_KEEPALIVE are probed")
                        .fix(Sysctl.set(NAME + " = 200", BETWEEN + " = 20", PROBES + " = 3"))
                        .source(source());
    }

    private static List<String> evidence(Settings settings) {
        return List.of(
                settings.shown(NAME) + " (usual: " + USUAL + ")",
                settings.shown(BETWEEN),
                settings.shown(PROBES));
    }

    private static String source() {
        return Sysctl.documented("tcp_keepalive_time")
                + "; the providers' pages on idle timeouts of load balancers";
    }
}
