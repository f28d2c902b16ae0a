package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;

/** Connections wait at listening sockets, or did not fit there. */
final class AcceptQueues implements HostRule {
    private static final String OVERFLOWS = "TcpExt.ListenOverflows";
    private static final String DROPS = "TcpExt.ListenDrops";
    private static final int ADVISED = 4096;
    private static final String SOURCE =
            "Linux, net/ipv4/tcp_ipv4.c, tcp_conn_request and tcp_v4_syn_recv_sock;"
                    + " Documentation/networking/snmp_counter.rst, TcpExtListenOverflows";

    @Override
    public String id() {
        return "accept-queue";
    }

    @Override
    public List<Remark> look(Host host) {
        List<Sockets.Listener> crowded =
                host.sockets().listeners().stream().filter(AcceptQueues::isCrowded).toList();
        List<Remark> remarks = new ArrayList<>();
        crowded.forEach(one -> remarks.add(now(one, host.settings())));
        long overflows = host.counters().of(OVERFLOWS);
        // Each overflow is a drop as well: tcp_v4_syn_recv_sock().
        long others = host.counters().of(DROPS) - overflows;
        if (overflows > 0) {
            remarks.add(before(host, overflows));
        }
        if (others > 0) {
            remarks.add(dropped(host, others));
        }
        return remarks.isEmpty() ? healthy(host) : remarks;
    }

    private static boolean isCrowded(Sockets.Listener one) {
        return one.room() < 0 ? one.waiting() > 64 : one.waiting() * 2 > one.room();
    }

    /** The kernel lets one more in than there is room. */
    private static boolean isFull(Sockets.Listener one) {
        return one.room() >= 0 && one.waiting() > one.room();
    }

    private Remark now(Sockets.Listener one, Settings settings) {
        String room = one.room() < 0 ? "" : " of " + Wording.count(one.room());
        boolean full = isFull(one);
        return Remark.of(
                        id(),
                        full ? Weight.CRITICAL : Weight.WARNING,
                        "the accept queue of "
                                + one.shown()
                                + (full
                                        ? " is full"
                                        : one.room() < 0 ? " is long" : " is more than half full"))
                .evidence(Wording.count(one.waiting()) + room + " connections wait there now")
                .soWhat(
                        (full
                                        ? "new connections are dropped, and their clients try again"
                                                + " after a second"
                                        : "soon new connections are dropped")
                                + ": the program accepts too slowly or not at all")
                .fix(fix(Sysctl.more(ADVISED, one.room()), settings))
                .source(SOURCE);
    }

    private static List<String> fix(long room, Settings settings) {
        List<String> fix = new ArrayList<>();
        fix.add(
                "# look what the program is busy with; if bursts are the reason, give it more"
                        + " room:");
        fix.add(
                "# nginx: listen PORT backlog="
                        + room
                        + ";   Tomcat: acceptCount=\""
                        + room
                        + "\"");
        Sysctl.raised(settings, "net.core.somaxconn", room)
                .forEach(line -> fix.add("# and " + line + ", which caps it"));
        return fix;
    }

    private static boolean isRare(Host host, long dropped) {
        return dropped * 1000 < host.counters().of("Tcp.PassiveOpens");
    }

    private static List<String> evidence(Host host) {
        List<String> evidence = new ArrayList<>(host.counters().shown(OVERFLOWS, DROPS));
        evidence.add("Tcp.PassiveOpens " + Wording.count(host.counters().of("Tcp.PassiveOpens")));
        return evidence;
    }

    private static String cost(boolean rare) {
        return "each cost its client a second or more; counted since this network namespace was made"
                + (rare ? ", and fewer than one in a thousand" : "");
    }

    private Remark before(Host host, long dropped) {
        boolean rare = isRare(host, dropped);
        return Remark.of(
                        id(),
                        rare ? Weight.NOTICE : Weight.WARNING,
                        "accept queues have overflowed: "
                                + Wording.count(dropped)
                                + " times a packet of a handshake was dropped")
                .evidence(evidence(host))
                .soWhat(cost(rare))
                .fix(
                        "# see whether it still grows: nstat -az TcpExtListenOverflows",
                        "# a longer queue for bursts (backlog, net.core.somaxconn); for more than"
                                + " bursts",
                        "# more workers, or clients that keep their connections")
                .source(SOURCE);
    }

    /** What tcp_conn_request() drops while the accept queue has room. */
    private Remark dropped(Host host, long dropped) {
        boolean rare = isRare(host, dropped);
        return Remark.of(
                        id(),
                        rare ? Weight.NOTICE : Weight.WARNING,
                        Wording.count(dropped, "packet")
                                + " of handshakes "
                                + (dropped == 1 ? "was" : "were")
                                + " dropped, and not for a full accept queue")
                .evidence(evidence(host))
                .soWhat(cost(rare))
                .fix(
                        "# see whether it still grows: nstat -az TcpExtListenDrops",
                        "# a full queue of half-open connections: net.ipv4.tcp_syncookies = 1",
                        "# or no memory, no route back to the client, a security module")
                .source(SOURCE);
    }

    private List<Remark> healthy(Host host) {
        List<Sockets.Listener> listeners = host.sockets().listeners();
        boolean areKnown = listeners.stream().allMatch(one -> one.room() >= 0);
        boolean areCounted = host.counters().has(OVERFLOWS);
        if (listeners.isEmpty() || !(areKnown || areCounted)) {
            return List.of();
        }
        return List.of(
                Remark.of(
                                id(),
                                Weight.HEALTHY,
                                "accept queues: "
                                        + Wording.count(listeners.size(), "listening socket")
                                        + (areKnown ? ", none more than half full" : "")
                                        + (areCounted ? ", none ever overflowed" : ""))
                        .evidence(
                                areCounted
                                        ? "TcpExt.ListenOverflows 0, TcpExt.ListenDrops 0"
                                        : "lengths and backlogs, by sock_diag")
                        .soWhat(
                                areCounted
                                        ? "every handshake found room"
                                        : "new connections find room now")
                        .source(SOURCE));
    }
}
