package dev.linger.life;

import java.io.Serializable;

/**
 * A moment of a connection.
 *
 * @param packet number of the packet in the capture, from 1; 0 where no packet was seen
 * @param atNanos nanoseconds since the epoch (1970-01-01T00:00:00Z)
 */
public record Moment(long packet, long atNanos) implements Serializable {

    /** Whether it came later: by the order of packets, by time where no packet was seen. */
    public boolean isAfter(Moment other) {
        return (packet == 0 && other.packet == 0) ? atNanos > other.atNanos : packet > other.packet;
    }
}
