package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import java.util.ArrayList;
import java.util.List;

/** How long the connection tracker remembers a connection that is quiet. */
final class ConntrackTimeouts implements HostRule {
    private static final String BEGIN = "net.netfilter.nf_conntrack_tcp_timeout_";
    private static final String ESTABLISHED = BEGIN + "established";
    private static final String TIME_WAIT = BEGIN + "time_wait";
    private static final String CLOSE_WAIT = BEGIN + "close_wait";
    private static final String KEEPALIVE = "net.ipv4.tcp_keepalive_time";
    private static final int FIVE_DAYS = 432_000;
    private static final String SOURCE =
            "Linux, Documentation/networking/nf_conntrack-sysctl.rst,"
                    + " nf_conntrack_tcp_timeout_established";

    @Override
    public String id() {
        return "conntrack-timeouts";
    }

    @Override
    public List<Remark> look(Host host) {
        List<Remark> remarks = new ArrayList<>();
        Settings settings = host.settings();
        long probes = settings.number(KEEPALIVE).orElse(7200);
        settings.changed(ESTABLISHED, FIVE_DAYS).stream()
                .filter(seconds -> seconds <= probes)
                .forEach(seconds -> remarks.add(forgets(settings, seconds)));
        if (settings.changed(TIME_WAIT, 120).isPresent()) {
            remarks.add(folklore(settings));
        }
        settings.changed(CLOSE_WAIT, 60).stream()
                .filter(seconds -> seconds < 60)
                .forEach(_ -> remarks.add(halfClosed(settings)));
        return remarks;
    }

    private Remark forgets(Settings settings, long seconds) {
        return Remark.of(
                        id(),
                        Weight.WARNING,
                        "the firewall forgets a connection after "
                                + Sysctl.seconds(seconds)
                                + " without a packet")
                .evidence(
                        settings.shown(ESTABLISHED) + " (usual: " + FIVE_DAYS + ")",
                        settings.shown(KEEPALIVE))
                .soWhat(
                        "a connection that a pool keeps idle for longer is gone for the firewall"
                                + " before TCP probes it: the next request gets a RST or no answer"
                                + " at all")
                .fix(
                        Sysctl.set(
                                KEEPALIVE + " = " + Math.max(1, seconds / 2),
                                "# or " + ESTABLISHED + " = " + FIVE_DAYS,
                                "# or pools that close idle connections sooner than that"))
                .source(SOURCE);
    }

    private Remark folklore(Settings settings) {
        return Remark.of(
                        id(),
                        Weight.NOTICE,
                        "the firewall's TIME_WAIT was changed, which does not change a socket's")
                .evidence(settings.shown(TIME_WAIT) + " (usual: 120)")
                .soWhat(
                        "it frees entries of the tracker sooner or later. Sockets stay in TIME_WAIT"
                                + " for 60 s as before, and no port gets free by it")
                .source(SOURCE);
    }

    private Remark halfClosed(Settings settings) {
        return Remark.of(
                        id(),
                        Weight.NOTICE,
                        "the firewall forgets half-closed connections sooner than usual")
                .evidence(settings.shown(CLOSE_WAIT) + " (usual: 60)")
                .soWhat(
                        "a client that has sent its FIN and waits for a slow answer loses it when"
                                + " the answer takes longer than that")
                .fix(Sysctl.set(CLOSE_WAIT + " = 60"))
                .source(SOURCE);
    }
}
