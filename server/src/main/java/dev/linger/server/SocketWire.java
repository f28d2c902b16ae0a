package dev.linger.server;

import dev.linger.loop.StreamSocket;
import dev.linger.loop.Watcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** The socket of a connection. */
final class SocketWire implements Wire, Watcher {
    private final ServerLoop loop;
    private final StreamSocket socket;
    private @Nullable Connection connection;

    SocketWire(ServerLoop loop, StreamSocket socket) {
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
            connection().writable();
        }
        if ((operations & READ) != 0) {
            read();
        }
    }

    /** One read a turn, so that no connection keeps the others waiting. */
    private void read() {
        byte[] bytes = loop.readBytes();
        int count;
        try {
            count = socket.read(bytes, 0);
        } catch (IOException e) {
            connection().broken(e);
            return;
        }
        if (count < 0) {
            connection().leaving().finished();
        } else if (count > 0) {
            connection().received(bytes, 0, count);
        }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return socket.write(bytes);
    }

    @Override
    public long transfer(FileChannel file, long from, long count) throws IOException {
        return socket.transfer(file, from, count);
    }

    @Override
    public void listen(boolean on) {
        socket.interest(READ, on);
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
        socket.finish();
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public void reset() {
        socket.reset();
    }

    @Override
    public void handOver(Consumer<ByteChannel> taken) throws IOException {
        taken.accept(socket.release());
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
        return null;
    }
}
