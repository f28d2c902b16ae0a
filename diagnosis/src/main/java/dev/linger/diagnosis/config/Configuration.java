package dev.linger.diagnosis.config;

import java.util.List;

/**
 * What a configuration says of connections.
 *
 * @param downstreams where they are accepted
 * @param upstreams where they are opened to
 * @param notes what could not be followed, each a sentence
 */
public record Configuration(
        List<Downstream> downstreams, List<Upstream> upstreams, List<String> notes) {

    public Configuration {
        downstreams = List.copyOf(downstreams);
        upstreams = List.copyOf(upstreams);
        notes = List.copyOf(notes);
    }
}
