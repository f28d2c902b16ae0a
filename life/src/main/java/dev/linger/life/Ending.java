package dev.linger.life;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a connection ended on the wire: facts, not reasons.
 *
 * @param closedFirst whose FIN or RST came first
 * @param manner how it ended
 * @param phase of the exchange at the first FIN or RST, or at the end of watching
 * @param first the first FIN or RST; null where there was none
 * @param last the last packet of the connection
 * @param quietNanos from the last payload of either side (or, without payload, from the handshake)
 *     to the first FIN or RST; -1 where there was none
 */
public record Ending(
        ClosedFirst closedFirst,
        Manner manner,
        Phase phase,
        @Nullable Moment first,
        Moment last,
        long quietNanos)
        implements Serializable {}
