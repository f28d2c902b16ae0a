package dev.linger.diagnosis.config;

import dev.linger.diagnosis.config.HaproxySection.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server of a backend, or as many as a server-template makes.
 *
 * @param address as it stands: {@code app:8080}
 * @param settings the line that sets each option: its own, or of the default-server before it
 */
record HaproxyServer(String address, Map<String, Line> settings) {
    static final String POOL = "pool-max-conn";
    static final String PURGE = "pool-purge-delay";

    private static final List<String> OPTIONS = List.of(POOL, PURGE);

    HaproxyServer {
        settings = Map.copyOf(settings);
    }

    /** Those with an address and a port; a default-server counts for those that come after it. */
    static List<HaproxyServer> of(HaproxySection section) {
        Map<String, Line> usual = new HashMap<>();
        if (section.defaults() != null) {
            section.defaults().all("default-server").forEach(line -> put(line, usual));
        }
        List<HaproxyServer> servers = new ArrayList<>();
        for (Line line : section.lines()) {
            if (line.begins("default-server")) {
                put(line, usual);
            } else if (line.begins("server") || line.begins("server-template")) {
                Map<String, Line> own = new HashMap<>(usual);
                put(line, own);
                servers.add(new HaproxyServer(address(line), own));
            }
        }
        return servers.stream().filter(one -> one.address.matches(".*:\\d+")).toList();
    }

    /** Behind the name, or behind a template's prefix and how many it makes. */
    private static String address(Line line) {
        return line.word(line.begins("server") ? 2 : 3).replaceFirst("^ipv[46]@", "");
    }

    private static void put(Line line, Map<String, Line> settings) {
        OPTIONS.stream()
                .filter(option -> !line.after(option).isEmpty())
                .forEach(option -> settings.put(option, line));
    }

    /** The line that sets the option; null where none does. */
    @Nullable Line line(String option) {
        return settings.get(option);
    }

    /** Whether none of its connections is kept. */
    boolean keepsNone() {
        Line pool = line(POOL);
        return pool != null && pool.after(POOL).equals("0");
    }
}
