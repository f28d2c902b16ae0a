package dev.linger.server;

import dev.linger.loop.StreamSocket;
import dev.linger.loop.UnreadableFileException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What a connection sends over TLS. Responses are encrypted from where they were written straight
 * into one buffer of the loop's, several records of them, and that goes to the socket; the buffer
 * goes back when the socket has taken all of it.
 *
 * <p>Bytes whose record the socket has not taken do not count as taken, so that who waits for the
 * client is measured by what the client takes. Who sends has to give them again, and they are not
 * encrypted again. Thread-safe: the loop may have to send something of TLS's own at any time.
 */
final class TlsOut {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final int CHUNK_BYTES = 64 << 10;

    private final SSLEngine engine;
    private final StreamSocket socket;
    private final TlsBuffers buffers;

    // Guarded by this.

    /** What the socket has not taken, from its position to its limit. */
    private @Nullable ByteBuffer pending;

    /** Bytes that are encrypted, and do not yet count as taken. */
    private int unsaid;

    private long bytes;
    private boolean over;

    TlsOut(SSLEngine engine, StreamSocket socket, TlsBuffers buffers) {
        this.engine = engine;
        this.socket = socket;
        this.buffers = buffers;
    }

    /** Sends as much as the socket takes; returns how much that was, and moves the position. */
    synchronized int write(ByteBuffer plain) throws IOException {
        int begin = plain.position();
        plain.position(begin + resume(plain.remaining()));
        while (pending == null && plain.hasRemaining()) {
            int before = plain.position();
            encrypt(plain);
            int length = plain.position() - before;
            if (length == 0) {
                break;
            }
            long sent = bytes;
            flush();
            unsaid = unsaid(length, bytes > sent);
            plain.position(plain.position() - unsaid);
        }
        return plain.position() - begin;
    }

    /** That some of it is sent must show, for then it cannot be taken back. */
    private int unsaid(int length, boolean begun) {
        ByteBuffer rest = pending;
        if (rest == null) {
            return 0;
        }
        return Math.min(rest.remaining(), begun && length > 1 ? length - 1 : length);
    }

    /** Sends what is pending; returns how many of the bytes given before count as taken by that. */
    private synchronized int resume(long most) throws IOException {
        flush();
        int before = unsaid;
        unsaid = unsaid(before, false);
        return (int) Math.min(most, before - unsaid);
    }

    /** Sends a part of a file; returns how much the socket took. */
    long transfer(FileChannel file, long from, long count) throws IOException {
        long taken = resume(count);
        if (isStuck()) {
            return taken;
        }
        ByteBuffer chunk = buffers.take();
        try {
            while (taken < count) {
                chunk.clear().limit((int) Math.min(CHUNK_BYTES, count - taken));
                if (read(file, from + taken, chunk) <= 0) {
                    return taken;
                }
                chunk.flip();
                taken += write(chunk);
                if (chunk.hasRemaining()) {
                    return taken;
                }
            }
            return taken;
        } finally {
            buffers.give(chunk);
        }
    }

    private static int read(FileChannel file, long from, ByteBuffer into)
            throws UnreadableFileException {
        try {
            return file.read(into, from);
        } catch (IOException e) {
            throw new UnreadableFileException(e);
        }
    }

    private void encrypt(ByteBuffer plain) throws IOException {
        if (over) {
            throw ended();
        }
        ByteBuffer net = buffers.take();
        SSLEngineResult result;
        try {
            do {
                result = engine.wrap(plain, net);
                if (result.getStatus() == SSLEngineResult.Status.CLOSED) {
                    // What it holds is the answer to the client's close_notify.
                    net.clear();
                    throw ended();
                }
            } while (result.bytesProduced() > 0
                    && (plain.hasRemaining()
                            || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP));
        } finally {
            hold(net);
        }
    }

    private static IOException ended() {
        return new SSLException("TLS has ended on this connection");
    }

    private void hold(ByteBuffer filled) {
        filled.flip();
        if (filled.hasRemaining()) {
            pending = filled;
        } else {
            pending = null;
            buffers.give(filled);
        }
    }

    /**
     * Sends what TLS has to say of its own.
     *
     * @return what the handshake needs now
     * @throws SSLException if it has failed
     * @throws IOException if the connection is broken
     */
    synchronized HandshakeStatus sendOwn() throws IOException {
        HandshakeStatus status = wrapOwn();
        flush();
        return status;
    }

    private HandshakeStatus wrapOwn() throws SSLException {
        ByteBuffer net = room();
        SSLEngineResult result;
        try {
            do {
                result = engine.wrap(NOTHING, net);
            } while (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP
                    && result.bytesProduced() > 0);
        } finally {
            hold(net);
        }
        return result.getHandshakeStatus();
    }

    /** The pending bytes, to be filled behind them. */
    private ByteBuffer room() {
        ByteBuffer rest = pending;
        if (rest == null) {
            return buffers.take();
        }
        if (rest.capacity() - rest.remaining() >= TlsBuffers.RECORD_BYTES) {
            return rest.compact();
        }
        return ByteBuffer.allocate(2 * rest.capacity()).put(rest);
    }

    /**
     * Sends the alert of a failure, if there is one.
     *
     * @return whether there is
     */
    synchronized boolean sendAlert() {
        long before = bytes + held();
        try {
            sendOwn();
        } catch (IOException e) {
            // The failure is known, and whether the alert arrives makes no difference to it.
            return bytes + held() > before;
        }
        return bytes + held() > before;
    }

    /**
     * Says that nothing more will be sent (RFC 8446, section 6.1). The FIN is to follow at once: a
     * client answers a close_notify by its own FIN, which else may be the first.
     */
    synchronized void sayClose() {
        if (over) {
            return;
        }
        over = true;
        engine.closeOutbound();
        try {
            wrapOwn();
            flush(true);
        } catch (IOException e) {
            // The connection is gone, and nobody hears it.
        }
    }

    /**
     * Sends what is pending.
     *
     * @return whether all of it is sent
     */
    synchronized boolean flush() throws IOException {
        return flush(false);
    }

    private boolean flush(boolean last) throws IOException {
        ByteBuffer rest = pending;
        if (rest == null) {
            return true;
        }
        bytes += last ? socket.writeLast(rest) : socket.write(rest);
        if (rest.hasRemaining()) {
            return false;
        }
        pending = null;
        buffers.give(rest);
        return true;
    }

    /** Bytes that were encrypted, and that the socket has not taken. */
    synchronized int held() {
        ByteBuffer rest = pending;
        return rest == null ? 0 : rest.remaining();
    }

    private boolean isStuck() {
        return held() > 0;
    }

    /** Bytes that the socket has taken. */
    synchronized long bytes() {
        return bytes;
    }

    /** What is pending is lost. */
    synchronized void drop() {
        over = true;
        ByteBuffer rest = pending;
        pending = null;
        if (rest != null) {
            buffers.give(rest);
        }
    }
}
