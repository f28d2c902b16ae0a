package dev.linger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.linger.http.MessageWriter;
import dev.linger.loop.UnreadableFileException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a response to the socket. A thread of its own waits where the socket takes no more; on
 * the loop the rest is kept and follows when the socket is writable. Counts the time in which the
 * client does not take bytes, and the bytes of that time, for the loop's deadline.
 */
final class Outflow {
    private static final int FLUSH_AT = 16 << 10;
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(US_ASCII);

    private final Wire wire;
    private final LongSupplier clock;
    private final boolean mayWait;
    final MessageWriter writer;

    /** On the loop: what the socket has not taken. */
    private @Nullable ByteBuffer unsent;

    private boolean writable;

    /** Why writing has failed: the connection is gone. Null while it is not. */
    private volatile @Nullable IOException broken;

    private @Nullable IOException failure;

    /** Why bytes are missing: what is sent behind them would be taken for them. Of who writes. */
    private @Nullable Throwable gap;

    // Guarded by this.
    private long blockedSince;
    private long waitingSince;
    private long blockedNanos;
    private long blockedBytes;

    /** Of the one who writes; others look when the response has ended. */
    private long sent;

    /** Where the response in progress begins, in what is written and in what was sent. */
    private int beganAt;

    private long beganAfter;

    /** When the socket took bytes again after a wait. */
    private long emptiedAt;

    /** When bytes were given last that are not written here. */
    private long givenAt;

    Outflow(Wire wire, MessageWriter writer, LongSupplier clock, boolean mayWait) {
        this.wire = wire;
        this.writer = writer;
        this.clock = clock;
        this.mayWait = mayWait;
    }

    /** Tells the client to send the body it has announced (RFC 9110, section 15.2.1). */
    void invite() throws IOException {
        flush();
        send(ByteBuffer.wrap(CONTINUE));
    }

    /**
     * The same where a response has begun: before it, while none of it is sent.
     *
     * @return whether it was sent
     */
    boolean inviteBefore() throws IOException {
        checkWhole();
        if (sent != beganAfter || unsent != null) {
            return false;
        }
        send(ByteBuffer.wrap(CONTINUE));
        beganAfter = sent;
        return true;
    }

    /** A response begins. */
    void begin() {
        givenAt = 0;
        beganAt = writer.length();
        beganAfter = sent;
    }

    /**
     * Takes the response in progress back.
     *
     * @return whether none of it was sent
     */
    boolean takeBack() {
        boolean whole = gap == null || broken != null;
        boolean unsentYet = sent == beganAfter && unsent == null && whole;
        writer.backTo(unsentYet ? beganAt : 0);
        return unsentYet;
    }

    /** Sends what is written where it has become much. */
    void flushIfMuch() throws IOException {
        checkWhole();
        if (writer.length() >= FLUSH_AT) {
            flush();
        }
    }

    /** Sends what is written. */
    void flush() throws IOException {
        checkWhole();
        int length = writer.length();
        if (length > 0) {
            send(ByteBuffer.wrap(writer.bytes(), 0, length));
            writer.sent();
        }
    }

    /** Sends what is written, and these bytes behind it. */
    void send(byte[] bytes, int from, int to) throws IOException {
        flush();
        givenAt = clock.getAsLong();
        send(ByteBuffer.wrap(bytes, from, to - from));
    }

    private void send(ByteBuffer bytes) throws IOException {
        try {
            if (unsent == null) {
                sent += write(bytes);
            }
            if (bytes.hasRemaining() && !mayWait) {
                keep(bytes);
            }
            while (bytes.hasRemaining()) {
                awaitWritable();
                takeAfterWait(write(bytes));
            }
        } catch (IOException | RuntimeException | Error e) {
            gap = e;
            throw e;
        }
    }

    /** Sending that has failed once fails from then on, whoever has caught it. */
    void checkWhole() throws IOException {
        Throwable reason = gap;
        if (reason != null) {
            throw new IOException("sending has failed before: " + reason.getMessage(), reason);
        }
    }

    /** Whether bytes are missing while the connection stands. */
    boolean isTorn() {
        return gap != null && broken == null;
    }

    private int write(ByteBuffer bytes) throws IOException {
        try {
            return wire.write(bytes);
        } catch (IOException e) {
            broken = e;
            throw e;
        }
    }

    /** Sends a part of a file behind what is written, from a thread of its own. */
    void send(FileChannel file, long from, long count) throws IOException {
        flush();
        givenAt = clock.getAsLong();
        try {
            sendFile(file, from, count);
        } catch (IOException | RuntimeException | Error e) {
            gap = e;
            throw e;
        }
    }

    private void sendFile(FileChannel file, long from, long count) throws IOException {
        long at = from;
        long end = from + count;
        boolean waited = false;
        while (at < end) {
            long taken = transfer(file, at, end - at);
            at += taken;
            if (taken == 0 && file.size() <= at) {
                throw new IOException(
                        "the file has become shorter: " + (end - at) + " bytes are missing");
            }
            if (waited) {
                takeAfterWait(taken);
            } else {
                sent += taken;
            }
            if (at < end) {
                awaitWritable();
                waited = true;
            }
        }
    }

    private long transfer(FileChannel file, long from, long count) throws IOException {
        try {
            return wire.transfer(file, from, count);
        } catch (UnreadableFileException e) {
            throw e;
        } catch (IOException e) {
            broken = e;
            throw e;
        }
    }

    private synchronized void takeAfterWait(long taken) {
        sent += taken;
        blockedBytes += taken;
        blockedSince = taken > 0 ? 0 : blockedSince;
    }

    private synchronized void awaitWritable() throws IOException {
        if (failure != null) {
            throw failure;
        }
        long since = clock.getAsLong();
        waitingSince = since;
        // A try that the socket took nothing of does not end the wait.
        blockedSince = blockedSince == 0 ? since : blockedSince;
        writable = false;
        wire.tellWhenWritable();
        try {
            while (!writable && failure == null) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the client takes no bytes");
        } finally {
            emptiedAt = clock.getAsLong();
            blockedNanos += emptiedAt - since;
            waitingSince = 0;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private synchronized void keep(ByteBuffer bytes) {
        ByteBuffer before = unsent;
        int more = bytes.remaining();
        ByteBuffer kept =
                before == null ? ByteBuffer.allocate(more).limit(0) : withRoom(before, more);
        if (before == null) {
            blockedSince = clock.getAsLong();
            waitingSince = blockedSince;
            wire.tellWhenWritable();
        }
        int end = kept.limit();
        kept.limit(end + more).put(end, bytes, bytes.position(), more);
        bytes.position(bytes.limit());
        unsent = kept;
    }

    /** Room is doubled where there is none, so that what comes in pieces is copied about twice. */
    private static ByteBuffer withRoom(ByteBuffer kept, int more) {
        if (kept.capacity() - kept.limit() >= more) {
            return kept;
        }
        int length = Math.addExact(kept.remaining(), more);
        long doubled = Math.min(2L * kept.remaining(), Integer.MAX_VALUE - 8);
        return ByteBuffer.allocate((int) Math.max(length, doubled)).put(kept).flip();
    }

    /** The socket takes bytes again, says the loop. */
    synchronized void writable() throws IOException {
        writable = true;
        notifyAll();
        ByteBuffer rest = unsent;
        if (rest == null) {
            return;
        }
        long now = clock.getAsLong();
        blockedNanos += now - waitingSince;
        takeAfterWait(write(rest));
        if (rest.hasRemaining()) {
            waitingSince = now;
            blockedSince = blockedSince == 0 ? now : blockedSince;
            wire.tellWhenWritable();
        } else {
            unsent = null;
            waitingSince = 0;
            emptiedAt = now;
        }
    }

    /**
     * Tries again what the socket did not take. It says that it is writable when a third of its
     * buffer is free (sk_stream_is_writeable of Linux); a slow client takes bytes long before.
     */
    synchronized void look() throws IOException {
        if (waitingSince != 0) {
            writable();
        }
    }

    /** Nothing more can be sent, and who sends is to know why. */
    synchronized void fail(IOException reason) {
        if (failure == null) {
            failure = reason;
            notifyAll();
        }
    }

    /** Why the connection is gone, by what writing has come to; null where it is not. */
    @Nullable IOException broken() {
        return broken;
    }

    /** On the loop: whether the socket has not taken all that was sent. */
    boolean isStuck() {
        return unsent != null;
    }

    /** Whether everything that was written went to the socket. */
    boolean isEmpty() {
        return unsent == null && writer.length() == 0;
    }

    /** Bytes that the socket has taken since this was asked last. */
    long takeSent() {
        long taken = sent;
        sent = 0;
        return taken;
    }

    /**
     * When the last bytes are given to the socket, of which a part may still be written here: a
     * client that has them may close before the one who gave them knows.
     */
    long lastGivenAt() {
        return writer.length() > 0 || givenAt == 0
                ? clock.getAsLong()
                : Math.max(givenAt, emptiedAt);
    }

    /** When the socket had taken what it did not take at once; 0 where it always did. */
    long emptiedAt() {
        return emptiedAt;
    }

    /** Since when the client takes no bytes, nanoseconds of the clock; 0 while it does. */
    synchronized long blockedSince() {
        return blockedSince;
    }

    /** How long the client has taken no bytes, in all, up to now. */
    synchronized long blockedNanos(long now) {
        return blockedNanos + (waitingSince == 0 ? 0 : now - waitingSince);
    }

    /** Bytes sent after such waits. */
    synchronized long blockedBytes() {
        return blockedBytes;
    }
}
