package dev.linger.server;

import dev.linger.loop.StreamSocket;
import dev.linger.loop.Watcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The socket of a connection that speaks TLS, with a half for each direction: {@link TlsIn} and
 * {@link TlsOut}. A connection without a record under way holds no buffer, and one that has not
 * sent a byte has no engine.
 */
final class TlsWire implements Wire, Watcher {
    private static final int ALERT = 21;
    private static final int HANDSHAKE = 22;
    private static final int FATAL = 2;
    private static final int UNEXPECTED_MESSAGE = 10;
    private static final int INTERNAL_ERROR = 80;
    private static final int USER_CANCELED = 90;

    private final ServerLoop loop;
    private final StreamSocket socket;
    private @Nullable Connection connection;

    // Null until the begin of a handshake has come.
    private @Nullable TlsIn in;
    private volatile @Nullable TlsOut out;

    /** What comes has no meaning: no handshake began, or none may begin any more. */
    private boolean deaf;

    private boolean wanted = true;
    private boolean saidClose;
    private boolean fin;
    private boolean finishing;
    private boolean closed;
    private volatile boolean answering;

    TlsWire(ServerLoop loop, StreamSocket socket) {
        this.loop = loop;
        this.socket = socket;
    }

    @Override
    public void open(Connection opened) throws IOException {
        connection = opened;
        socket.watch(this, READ);
    }

    @Override
    public Connection connection() {
        return Objects.requireNonNull(connection);
    }

    // What comes.

    @Override
    public void giveUp(Throwable fault) {
        try {
            connection().farewell().failed(fault);
        } finally {
            socket.reset();
        }
    }

    @Override
    public void ready(int operations) {
        if ((operations & WRITE) != 0) {
            socket.interest(WRITE, false);
            writable();
        }
        if ((operations & READ) != 0 && !closed) {
            TlsIn receiving = in;
            if (receiving != null && receiving.isCalculating()) {
                socket.interest(READ, false);
            } else {
                read(receiving);
            }
        }
    }

    private void writable() {
        TlsOut sending = out;
        try {
            if (sending != null && !sending.flush()) {
                socket.interest(WRITE, true);
            } else if (finishing) {
                finishing = false;
                socket.finish();
            }
        } catch (IOException e) {
            connection().broken(e);
            return;
        }
        listenAsWanted();
        connection().writable();
    }

    private void read(@Nullable TlsIn receiving) {
        int from = receiving == null ? 0 : receiving.restore();
        int count = receive(from);
        if (count <= 0) {
            return;
        }
        if (receiving != null) {
            receiving.take(from + count);
        } else if (!deaf) {
            begin(count);
        }
    }

    /** Returns how many bytes have come; none where the connection is at its end. */
    private int receive(int from) {
        int count;
        try {
            count = socket.read(loop.tlsBuffers().receivedBytes(), from);
        } catch (IOException e) {
            connection().broken(e);
            return 0;
        }
        if (count < 0) {
            ended();
        } else if (count > 0) {
            connection().account.cameSealed(count, loop.now());
        }
        return count;
    }

    private void ended() {
        fin = true;
        answering = false;
        TlsIn receiving = in;
        if (receiving != null && receiving.isSecure() && !saidClose) {
            connection().account.withoutCloseNotify();
        }
        listenAsWanted();
        connection().leaving().finished();
    }

    /** By its first byte a client says whether it speaks TLS (RFC 8446, section 5.1). */
    private void begin(int count) {
        byte first = loop.tlsBuffers().receivedBytes()[0];
        if (first == HANDSHAKE) {
            shakeHands(count);
        } else if (first >= 'A' && first <= 'Z') {
            deaf = true;
            connection().farewell().ownAnswer().refusePlain();
        } else {
            refuse(UNEXPECTED_MESSAGE, TlsReasons.noTls(first & 0xff));
        }
    }

    private void shakeHands(int count) {
        SSLEngine engine;
        try {
            engine = loop.tls().newEngine(connection().client());
        } catch (RuntimeException | Error e) {
            loop.tell("TLS cannot be set up as it is configured: " + e);
            refuse(INTERNAL_ERROR, TlsReasons.misconfigured(e));
            return;
        }
        TlsOut sending = new TlsOut(engine, socket, loop.tlsBuffers());
        TlsIn receiving = new TlsIn(engine, sending, this, loop);
        out = sending;
        in = receiving;
        receiving.take(count);
    }

    /** By an alert that is sent without an engine (RFC 8446, section 6). */
    private void refuse(int alert, Reason reason) {
        deaf = true;
        byte[] record = {ALERT, 3, 3, 0, 2, FATAL, (byte) alert};
        try {
            connection().account.sent(socket.write(ByteBuffer.wrap(record)));
        } catch (IOException e) {
            connection().broken(e);
            return;
        }
        connection().leaving().tlsFailed(reason, false);
    }

    // What its halves tell.

    /** The handshake is complete. */
    void secured(SSLSession session) {
        connection().secured(session);
    }

    /** TLS of its own has been sent, if the socket took it. */
    void sendsOwn() {
        TlsOut sending = out;
        if (sending != null && sending.held() > 0) {
            socket.interest(WRITE, true);
            listenAsWanted();
        }
    }

    /** TLS has failed, and an alert is sent or has come. */
    void failed(Reason reason, boolean byClient) {
        if (!closed) {
            sendsOwn();
            connection().leaving().tlsFailed(reason, byClient);
        }
    }

    /** The client has said that it sends no more. */
    void closeNotified() {
        if (saidClose || closed) {
            return;
        }
        saidClose = true;
        TlsIn receiving = Objects.requireNonNull(in);
        receiving.end();
        listenAsWanted();
        if (!receiving.isSecure()) {
            // In a handshake the engine takes no close_notify but after this alert.
            failed(TlsReasons.alerted(USER_CANCELED), true);
            return;
        }
        // Its FIN is mostly right behind.
        receive(0);
        if (!closed && (!fin || receiving.isBeforeTls13())) {
            connection().leaving().closeNotified(!receiving.isBeforeTls13());
        }
    }

    // What is done to it.

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        TlsOut sending = out;
        if (sending == null) {
            return socket.write(bytes);
        }
        answering = true;
        return sending.write(bytes);
    }

    @Override
    public long transfer(FileChannel file, long from, long count) throws IOException {
        answering = true;
        return Objects.requireNonNull(out).transfer(file, from, count);
    }

    @Override
    public void listen(boolean on) {
        wanted = on;
        listenAsWanted();
    }

    /**
     * The end is listened for where it was announced. Who has us send things of TLS's own and takes
     * none is heard no more until he does.
     */
    void listenAsWanted() {
        TlsIn receiving = in;
        TlsOut sending = out;
        boolean isHandshake = receiving != null && !receiving.isSecure();
        boolean isCalculating = receiving != null && receiving.isCalculating();
        boolean isFlooded = sending != null && sending.held() > TlsBuffers.MOST_OWN_BYTES;
        boolean is = wanted || isHandshake || saidClose;
        if (!closed) {
            socket.interest(READ, is && !fin && !isCalculating && !isFlooded);
        }
    }

    @Override
    public void tellWhenWritable() {
        if (loop.isCurrent()) {
            socket.interest(WRITE, true);
        } else {
            loop.execute(() -> socket.interest(WRITE, true));
        }
    }

    @Override
    public void finish() {
        sayClose();
        TlsIn receiving = in;
        if (receiving == null) {
            deaf = true;
        } else if (!receiving.isSecure()) {
            // What is still calculated would be answered behind the FIN.
            receiving.end();
        }
        TlsOut sending = out;
        if (sending != null && sending.held() > 0) {
            finishing = true;
            socket.interest(WRITE, true);
        } else {
            socket.finish();
        }
    }

    /** Who has sent its FIN and was answered nothing since could only answer with a reset. */
    private void sayClose() {
        TlsIn receiving = in;
        TlsOut sending = out;
        boolean can = receiving != null && !receiving.isCalculating();
        if (sending != null && can && (!fin || answering)) {
            sending.sayClose();
        }
    }

    @Override
    public void close() {
        sayClose();
        leave();
        socket.close();
    }

    @Override
    public void reset() {
        leave();
        socket.reset();
    }

    private void leave() {
        closed = true;
        TlsIn receiving = in;
        TlsOut sending = out;
        if (receiving != null && sending != null) {
            receiving.end();
            sending.drop();
            connection().account.sentSealed(sending.bytes());
        }
    }

    @Override
    public void handOver(Consumer<ByteChannel> taken) throws IOException {
        TlsIn receiving = Objects.requireNonNull(in);
        int length = receiving.restore();
        byte[] received = Arrays.copyOf(loop.tlsBuffers().receivedBytes(), length);
        closed = true;
        receiving.end();
        connection().account.sentSealed(Objects.requireNonNull(out).bytes());
        taken.accept(new TlsChannel(receiving.engine(), socket.release(), received));
    }

    @Override
    public @Nullable InetSocketAddress local() {
        return socket.local();
    }

    @Override
    public long unacknowledged() {
        return socket.unacknowledged();
    }

    @Override
    public boolean isReset() {
        return socket.isReset();
    }

    @Override
    public @Nullable SSLSession session() {
        TlsIn receiving = in;
        return receiving == null || !receiving.isSecure() ? null : receiving.engine().getSession();
    }
}
