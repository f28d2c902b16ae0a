package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.config.Upstream.Pass;
import dev.linger.diagnosis.config.Upstream.Reason;
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
    private final List<String> notes;

    private HaproxyReader(List<HaproxySection> sections, List<String> notes) {
        this.sections = sections;
        this.notes = notes;
    }

    static Configuration read(List<ConfigText> texts) {
        List<String> notes = new ArrayList<>();
        List<HaproxySection> sections =
                HaproxySection.of(texts, notes).stream().filter(HaproxyReader::isHttp).toList();
        return new HaproxyReader(sections, notes).read();
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
                        .flatMap(this::listens)
                        .toList();
        String name = section.kind() + " " + section.name();
        return new Downstream(Software.HAPROXY, name, listens, idle(section), section.place());
    }

    private Stream<String> listens(HaproxySection.Line bind) {
        return Stream.of(bind.word(1).split(",", -1))
                .flatMap(text -> HaproxyServer.tcp(text, bind, notes))
                .flatMap(Address::each);
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
        List<HaproxyServer> servers = HaproxyServer.of(section, notes);
        return new Upstream(
                Software.HAPROXY,
                section.kind() + " " + section.name(),
                servers.stream().map(one -> Address.of(one.address(), 0)).toList(),
                kept(section, servers),
                passes(section, servers),
                section.place());
    }

    private static Idle kept(HaproxySection section, List<HaproxyServer> servers) {
        List<String> delays = servers.stream().map(HaproxyServer::purgeDelay).distinct().toList();
        HaproxySection.Line first =
                servers.isEmpty() ? null : servers.getFirst().line(HaproxyServer.PURGE);
        return Idle.of(
                Double.POSITIVE_INFINITY,
                "half of the connections that are not needed are closed every "
                        + (delays.isEmpty()
                                ? HaproxyServer.USUAL_DELAY
                                : String.join(" or ", delays))
                        + " (pool-purge-delay"
                        + (delays.size() > 1 ? ", by server" : "")
                        + "); a single one has no idle timeout",
                first == null || delays.size() > 1 ? section.place() : first.place());
    }

    /** A frontend closes the server's side too, but of its own requests alone. */
    private List<Pass> passes(HaproxySection backend, List<HaproxyServer> servers) {
        List<Reason> own = notKept(backend, servers);
        List<Pass> passes = new ArrayList<>();
        for (HaproxySection one : sections) {
            boolean leads =
                    (one.kind().equals("frontend") || one.kind().equals("listen"))
                            && !one.equals(backend)
                            && leadsTo(one, backend.name());
            if (leads) {
                passes.add(
                        new Pass(
                                one.place(),
                                Stream.concat(own.stream(), closing(one)).distinct().toList()));
            }
        }
        // A listen section passes on what it accepts.
        if (passes.isEmpty() || backend.kind().equals("listen")) {
            passes.add(new Pass(backend.place(), own));
        }
        return passes;
    }

    private static Stream<Reason> closing(HaproxySection frontend) {
        HaproxySection.Line mode = frontend.option(MODES);
        return mode != null && mode.begins("option", "http-server-close")
                ? Stream.of(reason(mode))
                : Stream.empty();
    }

    private static List<Reason> notKept(HaproxySection section, List<HaproxyServer> servers) {
        List<HaproxySection.Line> reasons = new ArrayList<>();
        HaproxySection.Line mode = section.option(MODES);
        if (mode != null && !mode.begins("option", "http-keep-alive")) {
            reasons.add(mode);
        }
        if (servers.stream().allMatch(HaproxyServer::keepsNone)) {
            servers.stream()
                    .map(HaproxyServer::emptyPool)
                    .filter(Objects::nonNull)
                    .forEach(reasons::add);
        }
        return reasons.stream().distinct().map(HaproxyReader::reason).toList();
    }

    private static Reason reason(HaproxySection.Line line) {
        boolean isMode = line.word(0).equals("option");
        return Reason.of(
                line.place(),
                line.shown(),
                isMode
                        ? "# haproxy.cfg: instead of " + line.shown()
                        : "# haproxy.cfg: delete "
                                + HaproxyServer.POOL
                                + " and "
                                + HaproxyServer.PURGE
                                + " of the server",
                "option http-keep-alive",
                "http-reuse safe");
    }

    private static boolean leadsTo(HaproxySection frontend, String backend) {
        HaproxySection.Line usual = frontend.find("default_backend");
        return (usual != null && usual.word(1).equals(backend))
                || frontend.all("use_backend").stream()
                        .anyMatch(line -> line.word(1).equals(backend));
    }
}
