package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Local ports taken by the connections to one destination. */
final class PortsUsed implements HostRule {
    private static final String REUSE = "net.ipv4.tcp_tw_reuse";

    @Override
    public String id() {
        return "ports-used";
    }

    @Override
    public List<Remark> look(Host host) {
        int ports = LocalPorts.of(host.settings()).count();
        List<Remark> scarce =
                host.sockets().destinations().stream()
                        .filter(one -> one.ports() * 2 >= ports)
                        .map(one -> told(one, ports, host.settings()))
                        .toList();
        return scarce.isEmpty() ? healthy(host.sockets().destinations(), ports) : scarce;
    }

    private Remark told(Sockets.Destination one, int ports, Settings settings) {
        boolean nearlyAll = one.ports() * 100 >= ports * 85L;
        ReuseDelay delay = ReuseDelay.of(settings);
        long stay = one.ports() - one.timeWait() + delay.held(one.timeWait());
        boolean reused = isReused(one, settings);
        boolean comeBack = reused && stay * 2 < ports;
        Weight weight = nearlyAll ? Weight.CRITICAL : Weight.WARNING;
        return Remark.of(
                        id(),
                        comeBack ? Weight.NOTICE : weight,
                        Wording.share(one.ports(), ports)
                                + " of the local ports to "
                                + one.to()
                                + " are taken")
                .evidence(
                        Stream.concat(
                                        Stream.of(evidence(one, ports), settings.shown(REUSE)),
                                        (reused ? delay.evidence() : List.<String>of()).stream())
                                .toList())
                .soWhat(
                        comeBack
                                ? "those in TIME_WAIT are taken over by new connections after "
                                        + delay.words()
                                        + ", because of tcp_tw_reuse"
                                : "when the last one is taken, connect fails with \"cannot assign"
                                        + " requested address\"; already now each connect has to"
                                        + " search for a free one")
                .fix(one.timeWait() * 5 < one.ports() ? fixOpen(one, settings) : fix(settings))
                .source("Linux, net/ipv4/inet_hashtables.c, __inet_hash_connect");
    }

    private static List<String> fix(Settings settings) {
        List<String> lines = new ArrayList<>();
        LocalPorts ports = LocalPorts.of(settings);
        LocalPorts more = ports.widened();
        if (!more.equals(ports)) {
            lines.add(more.setting());
        }
        if (!settings.is(REUSE, 1)) {
            lines.add(REUSE + " = 1");
        }
        List<String> fix = new ArrayList<>();
        fix.add(
                "# first: keep the connections (a pool, keep-alive), so that they need no new ports");
        fix.addAll(
                lines.isEmpty()
                        ? List.of(
                                "# there are no more ports to give: more addresses, here or there")
                        : Sysctl.set(lines.toArray(String[]::new)));
        return fix;
    }

    /** Where hardly any is in TIME_WAIT, neither keeping connections nor tcp_tw_reuse helps. */
    private static List<String> fixOpen(Sockets.Destination one, Settings settings) {
        List<String> fix = new ArrayList<>();
        fix.add("# these are open, not in TIME_WAIT; see whose they are: ss -tnp dst " + one.to());
        fix.add(
                "# then fewer of them (a smaller pool, or one for all), or more addresses, here or"
                        + " there");
        LocalPorts ports = LocalPorts.of(settings);
        LocalPorts more = ports.widened();
        if (!more.equals(ports)) {
            fix.addAll(Sysctl.set(more.setting()));
        }
        return fix;
    }

    private static boolean isReused(Sockets.Destination one, Settings settings) {
        boolean within = one.from().startsWith("127.") || one.from().equals("::1");
        boolean allowed = settings.is(REUSE, 1) || (settings.is(REUSE, 2) && within);
        return allowed && !settings.is("net.ipv4.tcp_timestamps", 0);
    }

    private static String evidence(Sockets.Destination one, int ports) {
        return one.from()
                + " to "
                + one.to()
                + ": "
                + Wording.count(one.ports())
                + " of "
                + Wording.count(ports, "port")
                + ", "
                + Wording.count(one.timeWait())
                + " of them in TIME_WAIT";
    }

    private List<Remark> healthy(List<Sockets.Destination> destinations, int ports) {
        return destinations.stream()
                .limit(1)
                .map(most ->
                        Remark.of(
                                        id(),
                                        Weight.HEALTHY,
                                        "local ports: at most "
                                                + Wording.share(most.ports(), ports)
                                                + " of them are taken to one destination")
                                .evidence(evidence(most, ports))
                                .soWhat(
                                        "ports count for each destination apart; a listening server"
                                                + " needs none for its clients")
                                .source("Linux, net/ipv4/inet_hashtables.c, __inet_hash_connect"))
                .toList();
    }
}
