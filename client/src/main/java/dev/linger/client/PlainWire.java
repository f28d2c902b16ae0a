package dev.linger.client;

import dev.linger.linux.Peek;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A socket without TLS, in blocking mode. A look without waiting costs five system calls on a
 * platform thread, for the mode is changed and changed back; one by a {@link Peek}.
 */
@SuppressWarnings("ReferenceEquality") // of arrays: whether it is the one wrapped before
final class PlainWire implements Wire {
    /** So much fits the send buffer of a connection on which nothing is under way. */
    private static final int FITS = 8 << 10;

    /** A larger array is its program's, and is not held while the connection lies idle. */
    private static final int MOST_HELD = 64 << 10;

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SocketChannel channel;
    private final InputStream in;
    private ByteBuffer out = NOTHING;
    private ByteBuffer look = NOTHING;
    private volatile @Nullable Peek peek;
    private int readMillis;

    /**
     * What still fits the send buffer for certain: to write that takes one system call. An answer
     * does not say that its server has read the request; so nothing does behind a large one.
     */
    private int room = FITS;

    /** When the request is to be written (System.nanoTime). */
    private long requestBy = Waits.NEVER;

    private long written;

    PlainWire(SocketChannel channel) throws IOException {
        this.channel = channel;
        this.in = channel.socket().getInputStream();
    }

    @Override
    public int read(byte[] into, int from, int to, int millis) throws IOException {
        if (millis != readMillis) {
            channel.socket().setSoTimeout(millis);
            readMillis = millis;
        }
        try {
            return in.read(into, from, to - from);
        } catch (IOException e) {
            throw ofSocket(e);
        }
    }

    @Override
    public int readNow(byte[] into, int from, int to) throws IOException {
        Peek known = peek;
        if (known != null && channel.isOpen()) {
            int seen = known.look();
            if (seen <= 0) {
                return seen;
            }
        }
        look = look.array() == into ? look : ByteBuffer.wrap(into);
        look.clear().position(from).limit(to);
        channel.configureBlocking(false);
        try {
            return channel.read(look);
        } catch (IOException e) {
            throw ofSocket(e);
        } finally {
            look = into.length > MOST_HELD ? NOTHING : look;
            if (channel.isOpen()) {
                channel.configureBlocking(true);
            }
        }
    }

    @Override
    public boolean isEndCertain() {
        return true;
    }

    @Override
    public void peekBy(Peek other) {
        peek = other;
    }

    @Override
    public void exchangeBegins(long by) {
        room = room == 0 ? 0 : FITS;
        sendBy(by);
    }

    @Override
    public void sendBy(long by) {
        requestBy = by;
    }

    @Override
    public int write(byte[] bytes, int from, int to, int millis) throws IOException {
        int awaited = SelectionKey.OP_WRITE | SelectionKey.OP_READ;
        return write(bytes, from, to, millis, requestBy, awaited);
    }

    /** Writes all, whatever the server says meanwhile. */
    void writeAll(byte[] bytes, int from, int to, int millis) throws IOException {
        write(bytes, from, to, millis, Waits.NEVER, SelectionKey.OP_WRITE);
    }

    private int write(byte[] bytes, int from, int to, int millis, long by, int awaited)
            throws IOException {
        out = out.array() == bytes ? out : ByteBuffer.wrap(bytes);
        out.clear().position(from).limit(to);
        boolean fits = to - from <= room;
        room = fits ? room - (to - from) : 0;
        int count;
        try {
            if (fits) {
                written += channel.write(out);
            }
            count = out.hasRemaining() ? writeRest(from, millis, by, awaited) : to - from;
        } catch (IOException e) {
            throw ofSocket(e);
        }
        out = bytes.length > MOST_HELD ? NOTHING : out;
        return count;
    }

    /** The JDK gives errors of read(2) and write(2) as bare IOExceptions. */
    private static IOException ofSocket(IOException e) {
        if (e.getClass() != IOException.class) {
            return e;
        }
        SocketException socket = new SocketException(e.getMessage());
        socket.initCause(e);
        return socket;
    }

    private int writeRest(int from, int millis, long by, int awaited) throws IOException {
        channel.configureBlocking(false);
        try {
            while (out.hasRemaining()) {
                int count = channel.write(out);
                written += count;
                if (count == 0
                        && out.hasRemaining()
                        && !awaitRoom(Waits.shorter(millis, Waits.left(by)), awaited)) {
                    break;
                }
            }
        } finally {
            if (channel.isOpen()) {
                channel.configureBlocking(true);
            }
        }
        return out.position() - from;
    }

    /** Whether there is room again; false where the server speaks instead. */
    private boolean awaitRoom(int millis, int awaited) throws IOException {
        try (Selector selector = Selector.open()) {
            SelectionKey key = channel.register(selector, awaited);
            int ready = selector.select(millis);
            if (!channel.isOpen()) {
                throw new AsynchronousCloseException();
            }
            if (ready == 0) {
                throw Thread.currentThread().isInterrupted()
                        ? new java.nio.channels.ClosedByInterruptException()
                        : new SocketTimeoutException("no byte was taken");
            }
            return key.isWritable();
        }
    }

    @Override
    public boolean hasUnread() {
        try {
            return in.available() > 0;
        } catch (IOException _) {
            return false;
        }
    }

    @Override
    public void resetOnClose() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException _) {
            // It has ended already.
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException _) {
            // The descriptor is given back all the same.
        }
    }

    @Override
    public SocketChannel channel() {
        return channel;
    }

    @Override
    public @Nullable SSLSession session() {
        return null;
    }

    @Override
    public long written() {
        return written;
    }
}
