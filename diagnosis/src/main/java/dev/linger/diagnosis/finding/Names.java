package dev.linger.diagnosis.finding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a server calls itself in its responses' {@code Server} fields. Not thread-safe. */
public final class Names {
    /** Before many servers stands one balancer; further names are not told apart. */
    private static final int MOST = 4;

    private final Map<String, Long> connections = new LinkedHashMap<>();

    void add(@Nullable String name) {
        if (name != null && (connections.size() < MOST || connections.containsKey(name))) {
            connections.merge(name, 1L, Long::sum);
        }
    }

    /** The name that came on most connections first. */
    public List<String> all() {
        return connections.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The one that came on most connections; null where none did. */
    @Nullable String usual() {
        List<String> all = all();
        return all.isEmpty() ? null : all.getFirst();
    }
}
