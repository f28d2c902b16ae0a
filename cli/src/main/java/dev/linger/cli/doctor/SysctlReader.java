package dev.linger.cli.doctor;

import dev.linger.diagnosis.host.Host;
import dev.linger.diagnosis.host.Settings;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sysctls as they are, and as files want them at boot. */
final class SysctlReader {
    private static final List<String> IPV4 =
            List.of(
                    "tcp_fin_timeout",
                    "tcp_tw_reuse",
                    "tcp_tw_recycle",
                    "tcp_timestamps",
                    "tcp_rfc1337",
                    "tcp_abort_on_overflow",
                    "tcp_syncookies",
                    "tcp_max_syn_backlog",
                    "tcp_max_tw_buckets",
                    "tcp_max_orphans",
                    "tcp_mem",
                    "tcp_retries2",
                    "tcp_keepalive_time",
                    "tcp_keepalive_intvl",
                    "tcp_keepalive_probes",
                    "ip_local_port_range",
                    "ip_local_reserved_ports");
    private static final List<String> OTHERS =
            List.of(
                    "net.core.somaxconn",
                    "net.netfilter.nf_conntrack_count",
                    "net.netfilter.nf_conntrack_max",
                    "net.netfilter.nf_conntrack_tcp_timeout_established",
                    "net.netfilter.nf_conntrack_tcp_timeout_time_wait",
                    "net.netfilter.nf_conntrack_tcp_timeout_close_wait",
                    "fs.file-nr",
                    "fs.nr_open");

    /** Where sysctl.d(5) looks. */
    private static final List<String> FOLDERS =
            List.of("etc/sysctl.d", "run/sysctl.d", "usr/local/lib/sysctl.d", "usr/lib/sysctl.d");

    private final ProcFiles files;

    SysctlReader(ProcFiles files) {
        this.files = files;
    }

    Settings settings() {
        Map<String, String> values = new LinkedHashMap<>();
        IPV4.forEach(name -> read("net.ipv4." + name, values));
        OTHERS.forEach(name -> read(name, values));
        return new Settings(values);
    }

    private void read(String name, Map<String, String> values) {
        String value = files.text("proc/sys/" + name.replace('.', '/')).strip();
        if (!value.isEmpty()) {
            values.put(name, value);
        }
    }

    List<Host.Written> written() {
        List<Host.Written> written = new ArrayList<>();
        for (String folder : FOLDERS) {
            configurations(folder).forEach(name -> read(folder + "/" + name, written));
        }
        read("etc/sysctl.conf", written);
        return written;
    }

    private List<String> configurations(String folder) {
        List<String> names = new ArrayList<>();
        Path path = files.at(folder);
        if (!Files.isDirectory(path)) {
            return names;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(path, "*.conf")) {
            found.forEach(one -> names.add(String.valueOf(one.getFileName())));
        } catch (IOException e) {
            return names; // a folder that nobody may list holds nothing that a rule needs to know
        }
        names.sort(null);
        return names;
    }

    private void read(String name, List<Host.Written> written) {
        int number = 0;
        for (String line : files.lines(name)) {
            number++;
            String text = line.strip();
            int equals = text.indexOf('=');
            if (equals > 0 && !text.startsWith("#") && !text.startsWith(";")) {
                // A hyphen before the name lets a failure pass; slashes may stand for dots.
                String setting =
                        text.substring(0, equals).strip().replaceFirst("^-", "").replace('/', '.');
                String value = text.substring(equals + 1).strip();
                written.add(new Host.Written("/" + name, number, setting, value));
            }
        }
    }
}
