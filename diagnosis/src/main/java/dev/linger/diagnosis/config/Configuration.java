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

    /** The same; where nothing was found and nothing is said of it yet, that is noted. */
    Configuration read(String file) {
        return downstreams.isEmpty() && upstreams.isEmpty() && notes.isEmpty()
                ? new Configuration(
                        downstreams,
                        upstreams,
                        List.of(file + ": no server and no upstream for HTTP is in there"))
                : this;
    }
}
