package dev.linger.life;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * How a connection began.
 *
 * @param syn the client's first SYN
 * @param synAck the server's first SYN ACK
 * @param established the packet that completed the handshake
 * @param syns how often the client sent its SYN, capture duplicates not counted
 * @param synAcks how often the server sent its SYN ACK
 * @param challenge a bare ACK in answer to the SYN: the server still had an earlier connection of
 *     the same ports, mostly in TIME_WAIT (RFC 9293, section 3.10.7.4)
 * @param reusedAfterNanos from the end of an earlier connection of the same ports to this one's
 *     SYN; -1 where none was seen, or one too long ago
 */
public record Opening(
        @Nullable Moment syn,
        @Nullable Moment synAck,
        @Nullable Moment established,
        int syns,
        int synAcks,
        @Nullable Moment challenge,
        long reusedAfterNanos)
        implements Serializable {

    /** Whether its beginning was seen: a SYN, a SYN ACK, or what completed the handshake. */
    public boolean isSeen() {
        return syn != null || synAck != null || established != null;
    }
}
