package dev.linger.cli.doctor;

import dev.linger.cli.Refusal;
import dev.linger.diagnosis.host.Counters;
import dev.linger.diagnosis.host.Host;
import dev.linger.diagnosis.host.Kernel;
import dev.linger.diagnosis.host.Settings;
import dev.linger.life.Wording;
import dev.linger.linux.HostCounters;
import dev.linger.linux.HostSettings;
import dev.linger.linux.PortRange;
import dev.linger.linux.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * This host as it is now, and what of it could not be seen.
 *
 * @param host for the rules
 * @param notes each a sentence
 */
record HostReader(Host host, List<String> notes) {
    private static final Path HERE = Path.of("/");

    /** Files that a container has and a host has not: Docker's, Podman's, systemd's. */
    private static final List<String> SIGNS =
            List.of(".dockerenv", "run/.containerenv", "run/systemd/container");

    private static final String[] SETTINGS = {
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_tw_reuse",
        "net.ipv4.tcp_tw_recycle",
        "net.ipv4.tcp_timestamps",
        "net.ipv4.tcp_rfc1337",
        "net.ipv4.tcp_abort_on_overflow",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.tcp_max_tw_buckets",
        "net.ipv4.tcp_max_orphans",
        "net.ipv4.tcp_mem",
        "net.ipv4.tcp_retries2",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_local_reserved_ports",
        "net.core.somaxconn",
        "net.netfilter.nf_conntrack_count",
        "net.netfilter.nf_conntrack_max",
        "net.netfilter.nf_conntrack_tcp_timeout_established",
        "net.netfilter.nf_conntrack_tcp_timeout_time_wait",
        "net.netfilter.nf_conntrack_tcp_timeout_close_wait",
        "fs.file-nr",
        "fs.nr_open"
    };

    /** Reads what the user may see; needs no capability. */
    static HostReader read(Path root) throws IOException {
        List<String> notes = new ArrayList<>();
        ProcFiles files = new ProcFiles(root);
        HostSettings settings = HostSettings.of(files.at("proc/sys"), SETTINGS);
        if (settings.values().isEmpty()) {
            throw new Refusal(
                    "nothing of this host can be read in "
                            + files.at("proc")
                            + ": mount it (mount -t proc proc /proc), or check configurations:"
                            + " linger doctor --config FILE");
        }
        PortRange range = PortRange.ofOrUsual(settings);
        Path net = files.at("proc/self/net");
        HostSockets sockets =
                root.equals(HERE)
                        ? HostSockets.here(range, notes)
                        : HostSockets.in(net, range, notes);
        Processes owners = new Processes(files.at("proc"));
        owners.seek(sockets.inodes());
        OpenFiles open = OpenFiles.read(files);
        Host host =
                new Host(
                        new Kernel(files.text("proc/sys/kernel/osrelease").strip()),
                        new Settings(settings.values()),
                        new Counters(HostCounters.read(net).values()),
                        sockets.sockets(owners),
                        open.processes(),
                        new SysctlFiles(files).written());
        notes.addAll(notes(files, settings, open, owners));
        return new HostReader(host, notes);
    }

    private static List<String> notes(
            ProcFiles files, HostSettings settings, OpenFiles open, Processes owners) {
        List<String> notes = new ArrayList<>();
        if (hasNamespaceOfItsOwn(files)) {
            notes.add(
                    "this is a container or a network namespace: what is said of net.* and of"
                            + " sockets holds in here; the host around it has its own");
        }
        if (open.hidden() > 0) {
            notes.add(
                    "the open files of "
                            + Wording.count(open.hidden())
                            + (open.hidden() == 1 ? " process" : " processes")
                            + " of other users were not seen, nor whose sockets are theirs; that"
                            + " needs CAP_SYS_PTRACE: sudo ./linger doctor");
        }
        if (open.hidden() == 0 && owners.unowned() > 0) {
            notes.add(
                    "the programs behind "
                            + Wording.count(owners.unowned(), "socket")
                            + " in LISTEN or CLOSE_WAIT were not seen: /proc does not show those"
                            + " processes here (hidepid, or a container that shares the network"
                            + " alone)");
        }
        Stream.concat(
                        files.refused().stream()
                                .filter(refused -> !refused.matches("/proc/\\d+/.*")),
                        settings.secrets().stream())
                .map(refused -> refused + " may be read by root only: sudo ./linger doctor")
                .forEach(notes::add);
        return notes;
    }

    /** By the variables that a process is begun with (systemd's CONTAINER_INTERFACE). */
    private static boolean isTold(String environment) {
        return environment
                .lines()
                .flatMap(line -> Stream.of(line.split("\0", -1)))
                .anyMatch(one ->
                        one.startsWith("container=") || one.startsWith("KUBERNETES_SERVICE_HOST="));
    }

    private static boolean hasNamespaceOfItsOwn(ProcFiles files) {
        if (SIGNS.stream().anyMatch(sign -> Files.exists(files.at(sign)))
                || isTold(files.text("proc/self/environ"))
                || isTold(files.text("proc/1/environ"))) {
            return true;
        }
        try {
            Path first = Files.readSymbolicLink(files.at("proc/1/ns/net"));
            return !first.equals(Files.readSymbolicLink(files.at("proc/self/ns/net")));
        } catch (IOException e) {
            return false; // only root may compare them
        }
    }
}
