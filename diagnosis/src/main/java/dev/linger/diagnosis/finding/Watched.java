package dev.linger.diagnosis.finding;

import dev.linger.diagnosis.verdict.IdleTimeout;
import java.util.List;

/**
 * What a rule looks at: one server endpoint, all its connections, and for how long they were
 * watched.
 *
 * @param server the endpoint and its connections
 * @param idleTimeouts that showed at this endpoint, of either side
 * @param seconds from the first packet of the connections that were asked for to their last one
 * @param fromNanos that first one, in nanoseconds since the epoch
 * @param toNanos the end of the whole watch, likewise
 * @param found what the rules before this one found at this endpoint
 */
public record Watched(
        ServerTraffic server,
        List<IdleTimeout> idleTimeouts,
        double seconds,
        long fromNanos,
        long toNanos,
        List<Finding> found) {

    public Watched {
        idleTimeouts = List.copyOf(idleTimeouts);
        found = List.copyOf(found);
    }

    public Tally all() {
        return server.all();
    }

    /**
     * Seconds from the first packet of this server to its last one: the part of the watch by which
     * its rates divide. A second where it was shorter.
     */
    public double activeSeconds() {
        return Math.max(1, all().activeSeconds());
    }

    /** Seconds from the first packet of this server to the end of the whole watch. */
    public double secondsSinceFirst() {
        return (toNanos - all().fromNanos()) / 1e9;
    }

    /** Whether it was watched for less than a second: nobody knows what the next one would show. */
    public boolean isTooShortForRates() {
        return all().activeSeconds() < 1;
    }

    /** So many at this server, as a rate while it was active. */
    public double perSecond(long count) {
        return count / activeSeconds();
    }
}
