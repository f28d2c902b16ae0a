package dev.linger.diagnosis.finding;

import dev.linger.life.Talk;
import dev.linger.life.Wording;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** On how many connections something was spoken that cannot be read. Not thread-safe. */
public final class Carried {
    private long tls;
    private long foreign;
    private long unread;

    void add(Talk talk) {
        if (talk instanceof Talk.Tls) {
            tls++;
        } else if (talk instanceof Talk.Other) {
            foreign++;
        } else if (talk instanceof Talk.Unseen || talk instanceof Talk.Counted) {
            unread++;
        }
    }

    /** {@code 3 connections carried TLS}; empty where there was nothing of that sort. */
    public String words() {
        Map<String, Long> kinds = new LinkedHashMap<>();
        kinds.put("TLS", tls);
        kinds.put("a protocol that is neither HTTP/1 nor TLS", foreign);
        kinds.put("data that was not captured", unread);
        kinds.values().removeIf(count -> count == 0);
        if (kinds.isEmpty()) {
            return "";
        }
        String connections = Wording.count(tls + foreign + unread, "connection") + " carried ";
        return kinds.size() == 1
                ? connections + kinds.keySet().iterator().next()
                : connections
                        + kinds.entrySet().stream()
                                .map(kind -> Wording.count(kind.getValue()) + " " + kind.getKey())
                                .collect(
                                        Collectors.joining(", ", "what cannot be read here: ", ""));
    }
}
