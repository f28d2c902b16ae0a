package dev.linger.diagnosis.config;

import dev.linger.diagnosis.config.HaproxySection.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

    static final String USUAL_DELAY = "5s";

    private static final List<String> OPTIONS = List.of(POOL, PURGE);

    /** Addresses that have no port. */
    private static final Pattern OF_HOST =
            Pattern.compile("(/|unix@|uxst@|abnsz?@|fd@|sockpair@|rhttp@).*");

    HaproxyServer {
        settings = Map.copyOf(settings);
    }

    /**
     * Those with an address and a port; a default-server counts for those that come after it.
     *
     * @param notes is told of those whose port is not known
     */
    static List<HaproxyServer> of(HaproxySection section, List<String> notes) {
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
                tcp(line.word(line.begins("server") ? 2 : 3), line, notes)
                        .forEach(address -> servers.add(new HaproxyServer(address, own)));
            }
        }
        return servers;
    }

    /** An address as others write it, where it has a port that is known. */
    static Stream<String> tcp(String address, Line line, List<String> notes) {
        String plain = address.replaceFirst("^(ipv[46]|tcp[46]?)@", "");
        if (OF_HOST.matcher(plain).matches()) {
            return Stream.empty();
        }
        if (!plain.matches(".*:\\d+(-\\d+)?")) {
            notes.add(
                    line.place()
                            + ": the port of \""
                            + line.shown()
                            + "\" is known only when HAProxy runs");
            return Stream.empty();
        }
        return Stream.of(plain);
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

    /** How often half of the connections that are not needed are closed. */
    String purgeDelay() {
        Line purge = line(PURGE);
        return purge == null ? USUAL_DELAY : purge.after(PURGE);
    }

    /** Whether none of its connections is kept. */
    boolean keepsNone() {
        return emptyPool() != null;
    }

    /** The line by which none of its connections is kept; null where some are. */
    @Nullable Line emptyPool() {
        Line pool = line(POOL);
        if (pool != null && pool.after(POOL).equals("0")) {
            return pool;
        }
        Line purge = line(PURGE);
        return purge != null && purge.after(PURGE).matches("0+[a-z]*") ? purge : null;
    }
}
