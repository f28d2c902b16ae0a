package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A host for a test: as Linux delivers it, then changed. */
final class Seen {
    private String kernel = "6.12.4";
    private final Map<String, String> settings = new HashMap<>();
    private final Map<String, Long> counters = new HashMap<>();
    private final List<Sockets.Listener> listeners = new ArrayList<>();
    private final List<Sockets.Destination> destinations = new ArrayList<>();
    private final List<Sockets.CloseWait> closeWaits = new ArrayList<>();
    private final List<Host.OpenFiles> processes = new ArrayList<>();
    private final List<Host.Written> written = new ArrayList<>();
    private long timeWaitAccepted;
    private long timeWaitOpened;

    private Seen() {}

    static Seen usual() {
        return new Seen()
                .set("net.ipv4.tcp_fin_timeout", "60")
                .set("net.ipv4.tcp_tw_reuse", "2")
                .set("net.ipv4.tcp_timestamps", "1")
                .set("net.ipv4.tcp_rfc1337", "0")
                .set("net.ipv4.tcp_syncookies", "1")
                .set("net.ipv4.tcp_abort_on_overflow", "0")
                .set("net.ipv4.tcp_retries2", "15")
                .set("net.ipv4.tcp_keepalive_time", "7200")
                .set("net.ipv4.tcp_keepalive_intvl", "75")
                .set("net.ipv4.tcp_keepalive_probes", "9")
                .set("net.ipv4.tcp_max_tw_buckets", "131072")
                .set("net.ipv4.tcp_max_orphans", "65536")
                .set("net.ipv4.tcp_mem", "91653\t122206\t183306")
                .set("net.ipv4.ip_local_port_range", "32768\t60999")
                .set("net.core.somaxconn", "4096")
                .set("net.netfilter.nf_conntrack_count", "40")
                .set("net.netfilter.nf_conntrack_max", "262144")
                .set("net.netfilter.nf_conntrack_tcp_timeout_established", "432000")
                .set("net.netfilter.nf_conntrack_tcp_timeout_time_wait", "120")
                .set("net.netfilter.nf_conntrack_tcp_timeout_close_wait", "60")
                .set("fs.file-nr", "1024\t0\t9223372036854775807")
                .count("Tcp.PassiveOpens", 100_000)
                .count("Tcp.ActiveOpens", 1_000)
                .count("sockstat.TCP.mem", 157)
                .listening("0.0.0.0:80", 80, 0, 511)
                .process("nginx", 40, 65_536);
    }

    Seen kernel(String release) {
        kernel = release;
        return this;
    }

    Seen set(String name, String value) {
        settings.put(name, value);
        return this;
    }

    Seen count(String name, long value) {
        counters.put(name, value);
        return this;
    }

    Seen listening(String address, int port, long waiting, long room) {
        listeners.add(new Sockets.Listener(address, port, waiting, room, "nginx"));
        return this;
    }

    Seen to(String from, String to, long ports, long timeWait) {
        destinations.add(new Sockets.Destination(from, to, ports, timeWait));
        return this;
    }

    Seen closeWait(String program, long count) {
        closeWaits.add(new Sockets.CloseWait(program, "opened to 10.0.0.2:443", count));
        return this;
    }

    Seen timeWait(long accepted, long opened) {
        timeWaitAccepted = accepted;
        timeWaitOpened = opened;
        return this;
    }

    Seen process(String name, long open, long soft) {
        processes.add(new Host.OpenFiles(processes.size() + 10, name, open, soft, 1_048_576));
        return this;
    }

    Seen written(String name, String value) {
        written.add(new Host.Written("/etc/sysctl.conf", 7, name, value));
        return this;
    }

    Host host() {
        return new Host(
                new Kernel(kernel),
                new Settings(settings),
                new Counters(counters),
                new Sockets(
                        12, timeWaitAccepted, timeWaitOpened, listeners, destinations, closeWaits),
                processes,
                written);
    }

    /** What is said of it, healthy things apart. */
    List<Remark> remarks() {
        return HostRules.look(host()).stream()
                .filter(one -> one.weight() != Weight.HEALTHY)
                .toList();
    }

    /** The only thing that is said of it. */
    Remark only() {
        List<Remark> remarks = remarks();
        if (remarks.size() != 1) {
            throw new AssertionError(remarks.size() + " remarks: " + remarks);
        }
        return remarks.getFirst();
    }
}
