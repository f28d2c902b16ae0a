package dev.linger.client;

import dev.linger.life.TlsAlerts;
import dev.linger.linux.Peek;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * TLS over a plain wire (RFC 8446, RFC 5246), by the JDK's engine. Records that carry no data, such
 * as session tickets that come after the handshake, are taken in by any read.
 */
final class TlsWire implements Wire {
    private static final int NOTHING = 0;
    private static final byte[] NO_BYTES = {};

    /** Type of a record, and the length of one with an alert (RFC 8446, sections 5.1 and 6). */
    private static final byte ALERT = 21;

    private static final int ALERT_BYTES = 7;

    /** Milliseconds; 0 would be for ever. */
    private static final int AT_ONCE = 1;

    /** How long a server may take to hear of a refusal, in milliseconds: some round trips. */
    private static final int REFUSAL = 500;

    private final PlainWire wire;
    private final SSLEngine engine;

    /** Held by who reads or writes, perhaps for as long as the server is silent. */
    private final ReentrantLock turn = new ReentrantLock();

    /** Ciphertext received and not unwrapped yet: from position to limit. */
    private ByteBuffer received;

    /** Plain bytes unwrapped and not handed over yet: from position to limit. */
    private ByteBuffer plain;

    /** Ciphertext that has not left yet: from position to limit. */
    private ByteBuffer records;

    /** How many plain bytes are in it; they count as taken once it has left. */
    private int leaving;

    private boolean ended;

    /** Whether the server has said that it ends; a bare FIN may come of anybody. */
    private boolean endIsCertain;

    TlsWire(PlainWire wire, SSLEngine engine) {
        this.wire = wire;
        this.engine = engine;
        SSLSession session = engine.getSession();
        received = ByteBuffer.allocate(session.getPacketBufferSize()).limit(0);
        plain = ByteBuffer.allocate(session.getApplicationBufferSize()).limit(0);
        records = ByteBuffer.allocate(session.getPacketBufferSize()).limit(0);
    }

    /**
     * Shakes hands.
     *
     * @param millis longest time in all; 0 is for ever
     */
    void shakeHands(int millis) throws IOException {
        engine.beginHandshake();
        try {
            goOnShaking(millis);
        } catch (IOException e) {
            if (!(e instanceof SocketException)) {
                throw e;
            }
            String alert = alertBefore();
            throw new SSLHandshakeException(
                    alert == null
                            ? "the server reset the connection in the TLS handshake: "
                                    + e.getMessage()
                            : Failures.ALERT + alert,
                    e);
        }
        if (ended) {
            throw new SSLHandshakeException("the server gave the TLS handshake up");
        }
    }

    /**
     * Tells the server by an alert why hands are not shaken (RFC 8446, section 6.2), and reads on
     * until it closes: what lay unread would make of our close a RST, which overtakes the alert.
     *
     * @param millis longest time; 0 is for ever
     * @return whether our FIN went, and before the server's was seen
     */
    boolean refuse(int millis) {
        boolean isFirst = false;
        try {
            long by = Waits.by(Waits.shorter(millis, REFUSAL));
            if (sendAlert()) {
                wire.channel().configureBlocking(true);
                wire.channel().shutdownOutput();
                isFirst = !ended;
                while (wire.read(received.array(), 0, received.capacity(), Waits.left(by)) > 0) {}
            }
        } catch (IOException | RuntimeException _) {
            // Without the alert, or without its being read, the connection ends all the same.
        }
        return isFirst;
    }

    /**
     * The alert that came before the reset which a write met: the engine, asked to write, had not
     * read it. Null where none did, or an encrypted one.
     */
    private @Nullable String alertBefore() {
        try {
            receive(wire::readNow);
        } catch (IOException _) {
            return null;
        }
        int at = received.position();
        boolean isAlert = received.remaining() == ALERT_BYTES && received.get(at) == ALERT;
        return isAlert ? TlsAlerts.name(received.get(at + ALERT_BYTES - 1) & 0xff) : null;
    }

    private void goOnShaking(int millis) throws IOException {
        long by = Waits.by(millis);
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED) {
            step(status, Waits.left(by));
            status = engine.getHandshakeStatus();
        }
    }

    private void step(HandshakeStatus status, int millis) throws IOException {
        switch (status) {
            case NEED_TASK -> runTasks();
            case NEED_WRAP -> wrap(millis);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                if (unwrap() == NOTHING && receive(millis) <= 0) {
                    ended = true;
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

    private int receive(int millis) throws IOException {
        return receive((into, from, to) -> wire.read(into, from, to, millis));
    }

    private interface Reading {
        int read(byte[] into, int from, int to) throws IOException;
    }

    /**
     * Ciphertext bytes that have come. What was there before stays also where none come in time.
     */
    private int receive(Reading reading) throws IOException {
        received.compact();
        int from = received.position();
        int count = 0;
        try {
            count = reading.read(received.array(), from, received.capacity());
        } finally {
            received.position(from + Math.max(0, count)).flip();
        }
        return count;
    }

    /** Ciphertext bytes taken in; 0 where a whole record is missing. */
    private int unwrap() throws IOException {
        plain.compact();
        SSLEngineResult result = engine.unwrap(received, plain);
        plain.flip();
        switch (result.getStatus()) {
            case CLOSED -> {
                ended = true;
                endIsCertain = true;
            }
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

    /** What the other side asked for since: an answer to a key update, or another handshake. */
    private void answer(int millis) throws IOException {
        HandshakeStatus status = engine.getHandshakeStatus();
        while (status == HandshakeStatus.NEED_TASK
                || (status == HandshakeStatus.NEED_WRAP && mayAnswer())) {
            step(status, millis);
            status = engine.getHandshakeStatus();
        }
    }

    private boolean mayAnswer() {
        return !ended && !records.hasRemaining() && !engine.isOutboundDone();
    }

    @Override
    public int read(byte[] into, int from, int to, int millis) throws IOException {
        long by = Waits.by(millis);
        boolean waited = false;
        turn.lock();
        try {
            while (!plain.hasRemaining()) {
                if (ended) {
                    return ENDED;
                }
                if (unwrap() == NOTHING && !ended) {
                    ended = receive(waited ? Waits.left(by) : millis) <= 0;
                    waited = true;
                }
                answer(millis);
            }
            return take(into, from, to);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public int readNow(byte[] into, int from, int to) throws IOException {
        turn.lock();
        try {
            int there = takeIn();
            return there > NOTHING ? take(into, from, to) : there;
        } finally {
            turn.unlock();
        }
    }

    /** Takes in what has come, and says how many plain bytes there are. */
    private int takeIn() throws IOException {
        while (!plain.hasRemaining() && !ended) {
            if (unwrap() != NOTHING) {
                answer(AT_ONCE);
                continue;
            }
            int count = receive(wire::readNow);
            if (count <= 0) {
                return count;
            }
        }
        return plain.hasRemaining() ? plain.remaining() : ENDED;
    }

    @Override
    public boolean isEndCertain() {
        return endIsCertain;
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
    public void exchangeBegins(long by) {
        wire.exchangeBegins(by);
    }

    @Override
    public void sendBy(long by) {
        wire.sendBy(by);
    }

    @Override
    public int write(byte[] bytes, int from, int to, int millis) throws IOException {
        turn.lock();
        try {
            ByteBuffer source = ByteBuffer.wrap(bytes, from, to - from);
            int at = from;
            while (writeRecord(millis)) {
                at += leaving;
                leaving = 0;
                if (at == to) {
                    break;
                }
                if (!ended) {
                    goOnShaking(millis);
                }
                leaving = seal(source.position(at));
            }
            return at - from;
        } finally {
            turn.unlock();
        }
    }

    /**
     * Writes what waits. False where the server says something before all of it has left: by
     * records that carry data, not by session tickets.
     */
    private boolean writeRecord(int millis) throws IOException {
        while (records.hasRemaining()) {
            int from = records.position();
            int count = wire.write(records.array(), from, records.limit(), millis);
            records.position(from + count);
            if (records.hasRemaining() && takeIn() != NOTHING) {
                return false;
            }
        }
        return true;
    }

    /** Makes a record of what goes into one, and says how many plain bytes that are. */
    private int seal(ByteBuffer source) throws IOException {
        SSLEngineResult result = engine.wrap(source, records.clear());
        records.flip();
        if (result.getStatus() == SSLEngineResult.Status.BUFFER_OVERFLOW) {
            records = ByteBuffer.allocate(session().getPacketBufferSize()).limit(0);
        } else if (result.getStatus() == SSLEngineResult.Status.CLOSED && source.hasRemaining()) {
            throw new SSLException("the TLS connection is closed");
        }
        return result.bytesConsumed();
    }

    /** Sends what belongs to TLS itself. */
    private void wrap(int millis) throws IOException {
        seal(ByteBuffer.wrap(NO_BYTES));
        wire.writeAll(records.array(), 0, records.limit(), millis);
        records.position(records.limit());
    }

    @Override
    public void resetOnClose() {
        wire.resetOnClose();
    }

    @Override
    public boolean hasUnread() {
        return wire.hasUnread();
    }

    @Override
    public void close() {
        // Who reads or writes right now is not waited for: the close of the socket wakes it.
        if (turn.tryLock()) {
            try {
                notifyOfClose();
            } finally {
                turn.unlock();
            }
        }
        wire.close();
    }

    private void notifyOfClose() {
        if (records.hasRemaining()) {
            // Half a record is on its way, and nothing can follow it.
            return;
        }
        try {
            sendAlert();
        } catch (IOException | RuntimeException _) {
            // close_notify is a courtesy; the connection ends without it, too.
        }
    }

    /** The alert that is due, else close_notify, without waiting. False where nothing has left. */
    private boolean sendAlert() throws IOException {
        engine.closeOutbound();
        wire.channel().configureBlocking(false);
        boolean any = false;
        boolean leaves = true;
        while (leaves && !engine.isOutboundDone()) {
            seal(ByteBuffer.wrap(NO_BYTES));
            leaves = wire.channel().write(records) > 0 && !records.hasRemaining();
            any |= leaves;
        }
        return any;
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
