package dev.linger.diagnosis.verdict;

import dev.linger.life.Endpoint;
import dev.linger.life.Side;
import org.jspecify.annotations.Nullable;

/**
 * An idle timeout that shows over several connections.
 *
 * @param server the endpoint whose connections they were
 * @param closer the side that closed them
 * @param client the client address, with port 0, where the client closed: each has a pool of its
 *     own; null where the server did
 * @param seconds the shortest gap
 * @param spreadSeconds from the shortest to the longest gap
 * @param closings how many
 * @param product what usually has such a timeout; null where nothing is known for it
 */
public record IdleTimeout(
        Endpoint server,
        Side closer,
        @Nullable Endpoint client,
        double seconds,
        double spreadSeconds,
        int closings,
        @Nullable String product) {}
