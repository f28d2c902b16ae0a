package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The range of local ports: too narrow, or with servers in it. */
final class PortRange implements HostRule {
    private static final int FEW = 10_000;
    private static final int TIME_WAIT_SECONDS = 60;

    /** As many are named. */
    private static final int MOST = 8;

    @Override
    public String id() {
        return "port-range";
    }

    @Override
    public List<Remark> look(Host host) {
        if (host.settings().numbers(LocalPorts.RANGE).length != 2) {
            return List.of();
        }
        List<Remark> remarks = new ArrayList<>();
        LocalPorts ports = LocalPorts.of(host.settings());
        // A few that are reserved out of the usual range are no loss: this rule advises them.
        if (ports.count() < FEW || !isWide(ports)) {
            remarks.add(narrow(host, ports));
        }
        List<Sockets.Listener> inside =
                host.sockets().listeners().stream().filter(one -> ports.has(one.port())).toList();
        if (!inside.isEmpty()) {
            remarks.add(occupied(host.settings(), inside));
        }
        return remarks;
    }

    /** Whether it would do, were none reserved. */
    private static boolean isWide(LocalPorts ports) {
        return ports.last() - ports.first() + 1 >= LocalPorts.USUAL;
    }

    private Remark narrow(Host host, LocalPorts ports) {
        int count = ports.count();
        return Remark.of(
                        id(),
                        count < FEW ? Weight.WARNING : Weight.NOTICE,
                        "outgoing connections have "
                                + Wording.count(count, "port")
                                + ", fewer than Linux delivers")
                .evidence(evidence(host.settings()))
                .soWhat(
                        "one address here can open "
                                + Wording.count(count / TIME_WAIT_SECONDS)
                                + " connections a second to one address and port if they are closed"
                                + " here first; from half of the range on each connect takes"
                                + " longer")
                .fix(
                        isWide(ports)
                                ? List.of("# reserve fewer ports in " + LocalPorts.RESERVED)
                                : Sysctl.set(LocalPorts.RANGE + " = 32768 60999"))
                .source(Sysctl.documented("ip_local_port_range"));
    }

    private Remark occupied(Settings settings, List<Sockets.Listener> inside) {
        String ports =
                inside.stream()
                        .map(one -> String.valueOf(one.port()))
                        .distinct()
                        .collect(Collectors.joining(","));
        String already = settings.text(LocalPorts.RESERVED).strip();
        List<String> evidence = new ArrayList<>(evidence(settings));
        inside.stream().limit(MOST).forEach(one -> evidence.add("listening: " + one.shown()));
        if (inside.size() > MOST) {
            evidence.add("and " + Wording.count(inside.size() - MOST) + " more");
        }
        return Remark.of(
                        id(),
                        Weight.NOTICE,
                        Wording.count(inside.size(), "listening socket")
                                + (inside.size() == 1 ? " uses a port" : " use ports")
                                + " of the range for outgoing connections")
                .evidence(evidence)
                .soWhat(
                        "while its server is stopped an outgoing connection may be given that port,"
                                + " and the server cannot start: \"address already in use\"."
                                + " Harmless for ports that the kernel gave, as to port 0")
                .fix(
                        Sysctl.set(
                                LocalPorts.RESERVED
                                        + " = "
                                        + (already.isEmpty() ? "" : already + ",")
                                        + ports))
                .source(Sysctl.documented("ip_local_reserved_ports"));
    }

    private static List<String> evidence(Settings settings) {
        String reserved = settings.text(LocalPorts.RESERVED).strip();
        String range = settings.shown(LocalPorts.RANGE).replaceAll("\\s+", " ").strip();
        return reserved.isEmpty()
                ? List.of(range)
                : List.of(range, settings.shown(LocalPorts.RESERVED));
    }
}
