package dev.linger.diagnosis.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Servers of one program for which the same setting holds: one remark is enough for all of them.
 *
 * @param servers at least one
 */
record Alike(List<Downstream> servers) {

    /** As many are named. */
    private static final int MOST = 4;

    Alike {
        servers = List.copyOf(servers);
    }

    /** In the order of the first of each. */
    static Stream<Alike> of(Stream<Downstream> servers) {
        Map<List<Object>, List<Downstream>> groups = new LinkedHashMap<>();
        servers.forEach(one ->
                groups.computeIfAbsent(
                                List.of(one.software(), one.idle().seconds(), one.idle().says()),
                                _ -> new ArrayList<>())
                        .add(one));
        return groups.values().stream().map(Alike::new);
    }

    Downstream first() {
        return servers.getFirst();
    }

    /** {@code nginx, server a}, {@code nginx, server a, server b and 7 more}. */
    String names() {
        List<String> names = servers.stream().map(Downstream::name).distinct().toList();
        int named = Math.min(MOST, names.size());
        int more = servers.size() - named;
        return first().software().label()
                + ", "
                + String.join(", ", names.subList(0, named))
                + (more > 0 ? " and " + more + " more" : "");
    }

    /** The settings with their places. */
    List<String> evidence() {
        return servers.stream().map(one -> one.idle().evidence()).distinct().limit(MOST).toList();
    }
}
