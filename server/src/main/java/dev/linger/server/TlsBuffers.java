package dev.linger.server;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/**
 * The buffers of a loop's TLS connections: two for what is read, which hold nothing between two
 * reads, and some for what is sent, which a connection has only while the socket does not take it.
 */
final class TlsBuffers {
    /** What TLS makes of a record's 16 KiB at most, and some. */
    static final int RECORD_BYTES = 17 << 10;

    /** What the JDK takes from those who do not keep to that. */
    private static final int LARGEST_RECORD_BYTES = 2 * RECORD_BYTES;

    private static final int READ_BYTES = 64 << 10;
    private static final int SEND_BYTES = 4 * RECORD_BYTES;
    private static final int MOST_SPARE = 8;

    /** Who lets more than this pile up gets no answers of TLS's own. */
    static final int MOST_OWN_BYTES = 2 * SEND_BYTES;

    private final byte[] receivedBytes = new byte[READ_BYTES + LARGEST_RECORD_BYTES];
    private final ByteBuffer received = ByteBuffer.wrap(receivedBytes);

    /** Never more than what it is decrypted from. */
    private final byte[] plainBytes = new byte[receivedBytes.length];

    private final ByteBuffer plain = ByteBuffer.wrap(plainBytes);

    /** Guarded by this. */
    private final ArrayDeque<ByteBuffer> spare = new ArrayDeque<>(MOST_SPARE);

    /** Where received bytes are put. For the loop's thread. */
    byte[] receivedBytes() {
        return receivedBytes;
    }

    /** The received bytes, up to there. For the loop's thread. */
    ByteBuffer received(int to) {
        return received.clear().limit(to);
    }

    /** Where they are decrypted to, empty. For the loop's thread. */
    ByteBuffer plain() {
        return plain.clear();
    }

    byte[] plainBytes() {
        return plainBytes;
    }

    /** Lends an empty one for sending. From any thread. */
    ByteBuffer take() {
        synchronized (this) {
            if (!spare.isEmpty()) {
                return spare.removeLast();
            }
        }
        return ByteBuffer.allocate(SEND_BYTES);
    }

    /** Takes one back. From any thread. */
    synchronized void give(ByteBuffer used) {
        if (spare.size() < MOST_SPARE && used.capacity() == SEND_BYTES) {
            spare.addLast(used.clear());
        }
    }
}
