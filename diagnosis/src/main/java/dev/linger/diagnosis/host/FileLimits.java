package dev.linger.diagnosis.host;

import dev.linger.life.Weight;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** File descriptors: of the host, and of the servers that could be seen. */
final class FileLimits implements HostRule {
    private static final Set<String> SERVERS =
            Set.of(
                    "nginx",
                    "haproxy",
                    "envoy",
                    "java",
                    "apache2",
                    "httpd",
                    "node",
                    "gunicorn",
                    "uvicorn",
                    "caddy",
                    "traefik");
    private static final int FEW = 1024;
    private static final int ADVISED = 65_536;

    /** fs.nr_open as Linux delivers it. */
    private static final int USUAL_MOST = 1_048_576;

    /** Workers of one program, which are told together. */
    private record Alike(String name, long soft) {
        static Alike of(Host.OpenFiles one) {
            return new Alike(one.name(), one.soft());
        }
    }

    private static final String SOURCE = "getrlimit(2), RLIMIT_NOFILE; proc_sys_fs(5), file-max";

    @Override
    public String id() {
        return "file-limits";
    }

    @Override
    public List<Remark> look(Host host) {
        List<Remark> remarks = new ArrayList<>();
        long[] files = host.settings().numbers("fs.file-nr");
        if (files.length == 3 && files[2] > 0 && files[0] * 5 > files[2] * 4) {
            remarks.add(ofHost(host.settings(), files));
        }
        host.processes().stream()
                .filter(one -> one.open() * 5 > one.soft() * 4)
                .sorted(Comparator.comparingDouble(FileLimits::share).reversed())
                .collect(
                        Collectors.groupingBy(
                                Alike::of, LinkedHashMap::new, Collectors.toUnmodifiableList()))
                .values()
                .forEach(alike -> remarks.add(nearlyAll(alike)));
        List<Host.OpenFiles> small =
                host.processes().stream()
                        .filter(one -> SERVERS.contains(one.name()) && one.soft() <= FEW)
                        .filter(one -> one.open() * 5 <= one.soft() * 4)
                        .toList();
        if (!small.isEmpty()) {
            remarks.add(few(small));
        }
        return remarks.isEmpty() ? healthy(host.processes()) : remarks;
    }

    private Remark ofHost(Settings settings, long[] files) {
        return Remark.of(
                        id(),
                        Weight.CRITICAL,
                        Wording.share(files[0], files[2]) + " of this host's open files are taken")
                .evidence(settings.shown("fs.file-nr").replaceAll("\\s+", " "))
                .soWhat("then every open, accept and connect fails, of all programs")
                .fix(Sysctl.set("fs.file-max = " + files[2] * 4))
                .source(SOURCE);
    }

    /**
     * @param alike the fullest first
     */
    private Remark nearlyAll(List<Host.OpenFiles> alike) {
        Host.OpenFiles one = alike.getFirst();
        String share = Wording.share(one.open(), one.soft()) + " of the files that it may open";
        return Remark.of(
                        id(),
                        one.open() * 20 > one.soft() * 19 ? Weight.CRITICAL : Weight.WARNING,
                        alike.size() == 1
                                ? one.name() + " has opened " + share
                                : Wording.count(alike.size())
                                        + " processes "
                                        + one.name()
                                        + ": the fullest has opened "
                                        + share)
                .evidence(alike.stream().limit(8).map(FileLimits::evidence).toList())
                .soWhat(
                        "a connection is a file: at the limit accept fails, new clients wait in the"
                                + " accept queue, and a proxy cannot connect to its servers")
                .fix(fix(Sysctl.more(ADVISED, one.soft())))
                .source(SOURCE);
    }

    private static List<String> fix(long limit) {
        List<String> fix = new ArrayList<>(unit(limit));
        fix.add("# nginx also: worker_rlimit_nofile " + limit + ";");
        if (limit > USUAL_MOST) {
            fix.add("# before that: fs.nr_open = " + limit + ", above which no limit can be set");
        }
        return fix;
    }

    private static List<String> unit(long limit) {
        return List.of(
                "# systemctl edit UNIT, then restart it", "[Service]", "LimitNOFILE=" + limit);
    }

    private Remark few(List<Host.OpenFiles> small) {
        return Remark.of(
                        id(),
                        Weight.NOTICE,
                        Wording.count(small.size(), "server process")
                                + " may open no more than "
                                + Wording.count(FEW)
                                + " files")
                .evidence(small.stream().limit(8).map(FileLimits::evidence).toList())
                .soWhat(
                        "so many clients at a time, and half as many for a proxy, which needs two"
                                + " connections for each")
                .fix(unit(ADVISED))
                .source(SOURCE);
    }

    private static double share(Host.OpenFiles one) {
        return one.open() / (double) one.soft();
    }

    private static String evidence(Host.OpenFiles one) {
        return one.name()
                + " (process "
                + one.pid()
                + "): "
                + (one.open() < 0 ? "" : Wording.count(one.open()) + " open, ")
                + "limit "
                + Wording.count(one.soft())
                + ", may be raised to "
                + Wording.count(one.hard());
    }

    private List<Remark> healthy(List<Host.OpenFiles> processes) {
        return processes.stream()
                .filter(one -> one.open() >= 0 && one.soft() > 0)
                .max(Comparator.comparingDouble(FileLimits::share))
                .map(most ->
                        Remark.of(
                                        id(),
                                        Weight.HEALTHY,
                                        "open files: no process has opened more than "
                                                + Wording.share(most.open(), most.soft())
                                                + " of what it may")
                                .evidence(evidence(most))
                                .soWhat("there is room for more connections")
                                .source(SOURCE))
                .stream()
                .toList();
    }
}
