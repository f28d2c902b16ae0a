package dev.linger.diagnosis.finding;

import dev.linger.diagnosis.verdict.IdleTimeout;
import java.util.List;

/**
 * What a rule looks at: one server endpoint, all its connections, and for how long they were
 * watched.
 *
 * @param server the endpoint and its connections
 * @param idleTimeouts that showed at this endpoint, of either side
 * @param seconds from the first packet of the whole watch to the last one
 * @param toNanos that last one, in nanoseconds since the epoch
 */
public record Watched(
        ServerTraffic server, List<IdleTimeout> idleTimeouts, double seconds, long toNanos) {

    public Watched {
        idleTimeouts = List.copyOf(idleTimeouts);
    }

    public Tally all() {
        return server.all();
    }
}
