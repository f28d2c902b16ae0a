package dev.linger.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a server.
 *
 * @param url that was asked
 * @param address that answered, with its port
 * @param asked when
 * @param took how long
 * @param connections that were opened for it
 * @param requests that were sent for it
 * @param isWhole false where it was stopped before all was known
 * @param note what people should know before they read on; empty where there is nothing
 * @param product what the server probably is
 * @param readings one for each trait
 */
public record Profile(
        String url,
        String address,
        Instant asked,
        Duration took,
        int connections,
        int requests,
        boolean isWhole,
        Optional<String> note,
        Product product,
        Map<Trait, Reading> readings) {

    public Profile {
        Map<Trait, Reading> all = new EnumMap<>(Trait.class);
        for (Trait trait : Trait.values()) {
            all.put(trait, readings.getOrDefault(trait, Reading.none("nobody asked")));
        }
        readings = Map.copyOf(all);
    }

    /** What is known of this. */
    public Reading of(Trait trait) {
        return readings.getOrDefault(trait, Reading.none("nobody asked"));
    }
}
