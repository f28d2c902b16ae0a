package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** HAProxy: frontends and backends, with what they inherit from defaults. Not thread-safe. */
final class HaproxyReader {

    /** What the idle timeout of a client is taken from, the first that is set. */
    private static final List<String> IDLE = List.of("http-keep-alive", "http-request", "client");

    /** What becomes of a connection after an answer. */
    private static final List<String> MODES =
            List.of("httpclose", "http-server-close", "http-keep-alive");

    /** Also a timeout of 0: then the next one counts. */
    private static final double NOT_SET = 0;

    private static final double MILLISECOND = 1e-3;

    private final List<HaproxySection> sections;
    private final List<String> notes = new ArrayList<>();

    private HaproxyReader(List<HaproxySection> sections) {
        this.sections = sections;
    }

    static Configuration read(List<ConfigText> texts) {
        List<HaproxySection> sections = HaproxySection.of(texts);
        return new HaproxyReader(sections.stream().filter(HaproxyReader::isHttp).toList()).read();
    }

    private Configuration read() {
        List<Downstream> downstreams = new ArrayList<>();
        List<Upstream> upstreams = new ArrayList<>();
        for (HaproxySection section : sections) {
            if (section.kind().equals("frontend") || section.kind().equals("listen")) {
                downstreams.add(downstream(section));
            }
            if (section.kind().equals("backend") || section.kind().equals("listen")) {
                upstreams.add(upstream(section));
            }
        }
        return new Configuration(
                downstreams,
                upstreams.stream().filter(one -> !one.servers().isEmpty()).toList(),
                notes);
    }

    /** Its usual mode is tcp. */
    private static boolean isHttp(HaproxySection section) {
        HaproxySection.Line mode = section.find("mode");
        return mode != null && mode.word(1).equals("http");
    }

    private Downstream downstream(HaproxySection section) {
        List<String> listens =
                section.lines().stream()
                        .filter(line -> line.begins("bind"))
                        .flatMap(line -> Stream.of(line.word(1).split(",", -1)))
                        .map(text -> text.replaceFirst("^ipv[46]@", ""))
                        .filter(text -> text.matches(".*:\\d+"))
                        .toList();
        String name = section.kind() + " " + section.name();
        return new Downstream(Software.HAPROXY, name, listens, idle(section), section.place());
    }

    private Idle idle(HaproxySection section) {
        HaproxySection.Line closing = section.option(MODES);
        if (closing != null && closing.begins("option", "httpclose")) {
            return Idle.of(0, closing.shown(), closing.place());
        }
        for (String name : IDLE) {
            HaproxySection.Line line = section.find("timeout", name);
            double seconds =
                    line == null
                            ? NOT_SET
                            : Durations.seconds(line.word(2), MILLISECOND, line.place(), notes);
            if (line != null && seconds != NOT_SET) {
                return Idle.of(seconds, line.shown(), line.place());
            }
        }
        return Idle.of(
                Double.POSITIVE_INFINITY,
                "neither timeout http-keep-alive, http-request nor client is set",
                section.place());
    }

    private Upstream upstream(HaproxySection section) {
        List<HaproxyServer> servers = HaproxyServer.of(section);
        HaproxySection.Line purge =
                servers.isEmpty() ? null : servers.getFirst().line(HaproxyServer.PURGE);
        Idle idle =
                Idle.of(
                        Double.POSITIVE_INFINITY,
                        "half of the connections that are not needed are closed every "
                                + (purge == null ? "5s" : purge.after(HaproxyServer.PURGE))
                                + " (pool-purge-delay); a single one has no idle timeout",
                        purge == null ? section.place() : purge.place());
        return new Upstream(
                Software.HAPROXY,
                section.kind() + " " + section.name(),
                servers.stream().map(one -> Address.of(one.address(), 0)).toList(),
                idle,
                notKept(section, servers),
                section.place());
    }

    private List<String> notKept(HaproxySection section, List<HaproxyServer> servers) {
        List<HaproxySection.Line> reasons = new ArrayList<>();
        HaproxySection.Line mode = section.option(MODES);
        if (mode != null && !mode.begins("option", "http-keep-alive")) {
            reasons.add(mode);
        }
        sections.stream()
                .filter(one -> one.kind().equals("frontend") || one.kind().equals("listen"))
                .filter(one -> !one.equals(section) && leadsTo(one, section.name()))
                .map(one -> one.option(MODES))
                .filter(Objects::nonNull)
                .filter(line -> line.begins("option", "http-server-close"))
                .forEach(reasons::add);
        if (servers.stream().allMatch(HaproxyServer::keepsNone)) {
            servers.stream()
                    .map(one -> one.line(HaproxyServer.POOL))
                    .filter(Objects::nonNull)
                    .forEach(reasons::add);
        }
        return reasons.stream().distinct().map(one -> one.place() + ": " + one.shown()).toList();
    }

    private static boolean leadsTo(HaproxySection frontend, String backend) {
        HaproxySection.Line usual = frontend.find("default_backend");
        return (usual != null && usual.word(1).equals(backend))
                || frontend.all("use_backend").stream()
                        .anyMatch(line -> line.word(1).equals(backend));
    }
}
