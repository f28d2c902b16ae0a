package dev.linger.client;

import dev.linger.linux.Peek;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;

/**
 * TLS over a plain wire (RFC 8446, RFC 5246), by the JDK's engine. Records that carry no data, such
 * as session tickets that come after the handshake, are taken in by any read.
 */
final class TlsWire implements Wire {
    private static final int NOTHING = 0;

    private final PlainWire wire;
    private final SSLEngine engine;

    /** Ciphertext received and not unwrapped yet: from position to limit. */
    private ByteBuffer received;

    /** Plain bytes unwrapped and not handed over yet: from position to limit. */
    private ByteBuffer plain;

    private ByteBuffer records;
    private boolean ended;

    TlsWire(PlainWire wire, SSLEngine engine) {
        this.wire = wire;
        this.engine = engine;
        SSLSession session = engine.getSession();
        received = ByteBuffer.allocate(session.getPacketBufferSize()).limit(0);
        plain = ByteBuffer.allocate(session.getApplicationBufferSize()).limit(0);
        records = ByteBuffer.allocate(session.getPacketBufferSize());
    }

    /**
     * Shakes hands.
     *
     * @param millis longest time in all; 0 is for ever
     */
    void shakeHands(int millis) throws IOException {
        long end = System.nanoTime() + millis * 1_000_000L;
        engine.beginHandshake();
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
            int left = millis == 0 ? 0 : (int) ((end - System.nanoTime()) / 1_000_000);
            if (millis > 0 && left <= 0) {
                throw new SocketTimeoutException("the TLS handshake took too long");
            }
            step(status, left);
            status = engine.getHandshakeStatus();
        }
    }

    private void step(HandshakeStatus status, int millis) throws IOException {
        switch (status) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> wrap(ByteBuffer.allocate(0), millis);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                if (unwrap() == NOTHING && !receive(millis)) {
                    throw new SSLHandshakeException("the server closed during the TLS handshake");
                }
            }
            case NOT_HANDSHAKING, FINISHED -> {}
        }
    }

    private void runTasks() {
        for (Runnable task = engine.getDelegatedTask();
                task != null;
                task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** False at the end of the stream. */
    private boolean receive(int millis) throws IOException {
        received.compact();
        int from = received.position();
        int count = wire.read(received.array(), from, received.capacity(), millis);
        received.position(from + Math.max(0, count)).flip();
        return count > 0;
    }

    private int receiveNow() throws IOException {
        received.compact();
        int from = received.position();
        int count = wire.readNow(received.array(), from, received.capacity());
        received.position(from + Math.max(0, count)).flip();
        return count;
    }

    /** Ciphertext bytes taken in; 0 where a whole record is missing. */
    private int unwrap() throws IOException {
        plain.compact();
        SSLEngineResult result = engine.unwrap(received, plain);
        plain.flip();
        switch (result.getStatus()) {
            case CLOSED -> ended = true;
            case BUFFER_OVERFLOW -> plain = grown(plain, session().getApplicationBufferSize());
            case BUFFER_UNDERFLOW ->
                    received =
                            received.capacity() < session().getPacketBufferSize()
                                    ? grown(received, session().getPacketBufferSize())
                                    : received;
            case OK -> {}
        }
        boolean overflow = result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW;
        return overflow ? 1 : result.bytesConsumed();
    }

    private static ByteBuffer grown(ByteBuffer old, int more) {
        return ByteBuffer.allocate(old.remaining() + more).put(old).flip();
    }

    /** What the other side asked for after the handshake: a key update wants an answer. */
    private void answer() throws IOException {
        HandshakeStatus status = engine.getHandshakeStatus();
        if (status == HandshakeStatus.NEED_TASK) {
            runTasks();
        } else if (status == HandshakeStatus.NEED_WRAP && !ended) {
            wrap(ByteBuffer.allocate(0), 0);
        }
    }

    @Override
    public int read(byte[] into, int from, int to, int millis) throws IOException {
        while (!plain.hasRemaining()) {
            if (ended) {
                return ENDED;
            }
            if (unwrap() == NOTHING && !receive(millis)) {
                ended = true;
            }
            answer();
        }
        return take(into, from, to);
    }

    @Override
    public int readNow(byte[] into, int from, int to) throws IOException {
        while (!plain.hasRemaining() && !ended) {
            if (unwrap() != NOTHING) {
                answer();
                continue;
            }
            int count = receiveNow();
            if (count <= 0) {
                return count;
            }
        }
        return plain.hasRemaining() ? take(into, from, to) : ENDED;
    }

    @Override
    public void peekBy(Peek peek) {
        wire.peekBy(peek);
    }

    private int take(byte[] into, int from, int to) {
        int count = Math.min(to - from, plain.remaining());
        plain.get(into, from, count);
        return count;
    }

    @Override
    public int write(byte[] bytes, int from, int to, int millis) throws IOException {
        ByteBuffer source = ByteBuffer.wrap(bytes, from, to - from);
        while (source.hasRemaining()) {
            wrap(source, millis);
        }
        return to - from;
    }

    private void wrap(ByteBuffer source, int millis) throws IOException {
        records.clear();
        SSLEngineResult result = engine.wrap(source, records);
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            records = ByteBuffer.allocate(session().getPacketBufferSize());
            return;
        }
        int written = 0;
        // A record cannot be left half written, whatever the server says meanwhile.
        while (written < records.position()) {
            written += wire.write(records.array(), written, records.position(), millis);
        }
        if (result.getStatus() == SSLEngineResult.Status.CLOSED && source.hasRemaining()) {
            throw new SSLException("the TLS connection is closed");
        }
    }

    @Override
    public boolean hasUnread() {
        return wire.hasUnread();
    }

    @Override
    public void close() {
        try {
            engine.closeOutbound();
            records.clear();
            engine.wrap(ByteBuffer.allocate(0), records);
            wire.channel().configureBlocking(false);
            wire.channel().write(records.flip());
        } catch (IOException | RuntimeException _) {
            // close_notify is a courtesy; the connection ends without it, too.
        }
        wire.close();
    }

    @Override
    public SocketChannel channel() {
        return wire.channel();
    }

    @Override
    public SSLSession session() {
        return engine.getSession();
    }

    @Override
    public long written() {
        return wire.written();
    }
}
