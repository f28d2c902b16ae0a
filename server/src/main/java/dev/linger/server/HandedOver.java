package dev.linger.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/**
 * A connection that has left HTTP.
 *
 * @param channel blocks its reader and its writer, of which there may be one each; for its new
 *     owner to close
 * @param already bytes of the new protocol that had come by then, with the request or behind it;
 *     the channel does not give them again
 */
public record HandedOver(ByteChannel channel, ByteBuffer already) {
    /** Nobody takes it any more. */
    void abandon() {
        try {
            channel.close();
        } catch (IOException e) {
            // It was of no use to anybody.
        }
    }
}
