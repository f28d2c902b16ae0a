package dev.linger.diagnosis.config;

import dev.linger.diagnosis.advice.Software;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** HAProxy: frontends and backends, with what they inherit from defaults. */
final class HaproxyReader {

    /** What the idle timeout of a client is taken from, the first that is set. */
    private static final List<String> IDLE = List.of("http-keep-alive", "http-request", "client");

    /** What becomes of a connection after an answer. */
    private static final List<String> MODES =
            List.of("httpclose", "http-server-close", "http-keep-alive");

    private static final double MILLISECOND = 1e-3;

    private HaproxyReader() {}

    static Configuration read(List<ConfigText> texts) {
        List<Downstream> downstreams = new ArrayList<>();
        List<Upstream> upstreams = new ArrayList<>();
        for (HaproxySection section : HaproxySection.of(texts)) {
            if (!isHttp(section)) {
                continue;
            }
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
                List.of());
    }

    /** Its usual mode is tcp. */
    private static boolean isHttp(HaproxySection section) {
        HaproxySection.Line mode = section.find("mode");
        return mode != null && mode.word(1).equals("http");
    }

    private static Downstream downstream(HaproxySection section) {
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

    private static Idle idle(HaproxySection section) {
        HaproxySection.Line closing = section.option(MODES);
        if (closing != null && closing.begins("option", "httpclose")) {
            return Idle.of(0, closing.shown(), closing.place());
        }
        for (String name : IDLE) {
            HaproxySection.Line line = section.find("timeout", name);
            if (line != null) {
                double seconds = Durations.seconds(line.word(2), MILLISECOND, line.place());
                return Idle.of(seconds, line.shown(), line.place());
            }
        }
        return Idle.of(
                Double.POSITIVE_INFINITY,
                "neither timeout http-keep-alive, http-request nor client is set",
                section.place());
    }

    private static Upstream upstream(HaproxySection section) {
        List<Address> servers =
                section.lines().stream()
                        .filter(line -> line.begins("server"))
                        .map(line -> line.word(2).replaceFirst("^ipv[46]@", ""))
                        .filter(text -> text.matches(".*:\\d+"))
                        .map(text -> Address.of(text, 0))
                        .toList();
        HaproxySection.Line purge = section.find("default-server");
        String delay = purge == null ? "" : purge.after("pool-purge-delay");
        Place place = delay.isEmpty() || purge == null ? section.place() : purge.place();
        Idle idle =
                Idle.of(
                        Double.POSITIVE_INFINITY,
                        "half of the connections that are not needed are closed every "
                                + (delay.isEmpty() ? "5s" : delay)
                                + " (pool-purge-delay); a single one has no idle timeout",
                        place);
        String name = section.kind() + " " + section.name();
        return new Upstream(
                Software.HAPROXY, name, servers, idle, notKept(section), section.place());
    }

    private static List<String> notKept(HaproxySection section) {
        List<String> reasons = new ArrayList<>();
        HaproxySection.Line mode = section.option(MODES);
        if (mode != null && !mode.begins("option", "http-keep-alive")) {
            reasons.add(mode.place() + ": " + mode.shown());
        }
        HaproxySection.Line pool = section.find("default-server");
        if (pool != null && pool.after("pool-max-conn").equals("0")) {
            reasons.add(pool.place() + ": " + pool.shown());
        }
        return reasons;
    }
}
