package dev.linger.server;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/**
 * A connection that has left HTTP.
 *
 * @param channel blocking, and for its new owner to close
 * @param already bytes of the new protocol that came with the request
 */
public record HandedOver(SocketChannel channel, ByteBuffer already) {}
