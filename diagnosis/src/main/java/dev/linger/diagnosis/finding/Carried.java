package dev.linger.diagnosis.finding;

import dev.linger.life.Talk;
import dev.linger.life.Wording;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** On how many connections something was spoken that cannot be read. Not thread-safe. */
public final class Carried {
    private long tls;
    private final Map<String, Long> foreign = new LinkedHashMap<>();
    private long unread;

    void add(Talk talk) {
        if (talk instanceof Talk.Tls) {
            tls++;
        } else if (talk instanceof Talk.Other spoken) {
            foreign.merge(spoken.words(), 1L, Long::sum);
        } else if (talk instanceof Talk.Unseen || talk instanceof Talk.Counted) {
            unread++;
        }
    }

    /** {@code 3 connections carried TLS}; empty where there was nothing of that sort. */
    public String words() {
        Map<String, Long> kinds = new LinkedHashMap<>();
        kinds.put("TLS", tls);
        kinds.putAll(foreign);
        kinds.put("data that was not captured", unread);
        kinds.values().removeIf(count -> count == 0);
        if (kinds.isEmpty()) {
            return "";
        }
        long all = kinds.values().stream().mapToLong(Long::longValue).sum();
        String connections = Wording.count(all, "connection") + " carried ";
        return kinds.size() == 1
                ? connections + kinds.keySet().iterator().next()
                : connections
                        + kinds.entrySet().stream()
                                .map(kind -> Wording.count(kind.getValue()) + " " + kind.getKey())
                                .collect(
                                        Collectors.joining(", ", "what cannot be read here: ", ""));
    }
}
