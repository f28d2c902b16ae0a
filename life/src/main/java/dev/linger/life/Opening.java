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
 */
public record Opening(
        @Nullable Moment syn, @Nullable Moment synAck, @Nullable Moment established, int syns)
        implements Serializable {

    /** Whether the capture shows who connected: a SYN or a SYN ACK. */
    public boolean isSeen() {
        return syn != null || synAck != null;
    }
}
