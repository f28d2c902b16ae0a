package dev.linger.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLHandshakeException;

/**
 * A connection that has left HTTP and still speaks TLS, as a channel that blocks. It has buffers of
 * its own as long as it lives. One thread may read while another writes.
 */
final class TlsChannel implements ByteChannel {
    private static final String ANOTHER_HANDSHAKE =
            "the client begins another TLS handshake, which is not done";

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(100);

    private final SSLEngine engine;
    private final ByteChannel socket;

    // Of the one who reads; each from its position to its limit.
    private final ByteBuffer received;
    private final ByteBuffer plain = ByteBuffer.allocate(2 * TlsBuffers.RECORD_BYTES).flip();

    private final ReentrantLock writing = new ReentrantLock();

    /** Guarded by the lock of writing. */
    private final ByteBuffer net = ByteBuffer.allocate(2 * TlsBuffers.RECORD_BYTES);

    /**
     * @param already bytes that were received, and are not decrypted
     */
    TlsChannel(SSLEngine engine, ByteChannel socket, byte[] already) {
        this.engine = engine;
        this.socket = socket;
        this.received = ByteBuffer.allocate(2 * TlsBuffers.RECORD_BYTES + already.length);
        received.put(already).flip();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
        if (!into.hasRemaining()) {
            return 0;
        }
        while (!plain.hasRemaining()) {
            if (!decrypt()) {
                return -1;
            }
        }
        int count = Math.min(plain.remaining(), into.remaining());
        into.put(plain.slice().limit(count));
        plain.position(plain.position() + count);
        return count;
    }

    /** A handshake is refused by the engine itself, or has tasks to be done. */
    private SSLEngineResult unwrapped() throws IOException {
        try {
            return engine.unwrap(received, plain);
        } catch (SSLHandshakeException e) {
            throw new IOException(ANOTHER_HANDSHAKE, e);
        }
    }

    /** Returns whether there may be more. */
    private boolean decrypt() throws IOException {
        plain.clear();
        SSLEngineResult result = unwrapped();
        plain.flip();
        if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
            write(NOTHING);
        } else if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK) {
            throw new IOException(ANOTHER_HANDSHAKE);
        }
        return switch (result.getStatus()) {
            case OK -> true;
            case BUFFER_UNDERFLOW -> receive();
            case CLOSED -> false;
            case BUFFER_OVERFLOW -> throw new IOException("a TLS record is too large");
        };
    }

    private boolean receive() throws IOException {
        received.compact();
        try {
            return socket.read(received) > 0;
        } finally {
            received.flip();
        }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        writing.lock();
        try {
            return encrypt(bytes);
        } finally {
            writing.unlock();
        }
    }

    private int encrypt(ByteBuffer bytes) throws IOException {
        int length = bytes.remaining();
        SSLEngineResult result;
        do {
            net.clear();
            result = engine.wrap(bytes, net);
            net.flip();
            while (net.hasRemaining()) {
                socket.write(net);
            }
        } while (result.bytesProduced() > 0
                && (bytes.hasRemaining()
                        || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP));
        if (bytes.hasRemaining()) {
            throw new IOException("TLS has ended on this connection");
        }
        return length;
    }

    @Override
    public boolean isOpen() {
        return socket.isOpen();
    }

    /**
     * Says that nothing more comes, and closes. Where the opposite side takes no bytes it closes
     * all the same; who reads or writes then gets an exception.
     */
    @Override
    public void close() throws IOException {
        if (!socket.isOpen()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            Thread.ofVirtual().start(this::sayClose).join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            socket.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** On a thread of its own, for a write may wait for ever. */
    private void sayClose() {
        if (!writing.tryLock()) {
            return;
        }
        try {
            engine.closeOutbound();
            encrypt(NOTHING);
        } catch (IOException e) {
            // Who is gone need not be told.
        } finally {
            writing.unlock();
        }
    }
}
