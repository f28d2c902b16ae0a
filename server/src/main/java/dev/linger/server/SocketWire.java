package dev.linger.server;

import dev.linger.loop.Watcher;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The socket of a connection. */
final class SocketWire implements Wire, Watcher {
    private final ServerLoop loop;
    private final SocketChannel channel;
    private @Nullable SelectionKey key;
    private @Nullable Connection connection;

    SocketWire(ServerLoop loop, SocketChannel channel) {
        this.loop = loop;
        this.channel = channel;
    }

    /** Begins to be told of what comes. */
    void open(Connection opened, SelectionKey registered) {
        connection = opened;
        key = registered;
    }

    Connection connection() {
        return Objects.requireNonNull(connection);
    }

    @Override
    public void ready(int operations) {
        if ((operations & SelectionKey.OP_WRITE) != 0) {
            interest(SelectionKey.OP_WRITE, false);
            connection().writable();
        }
        if ((operations & SelectionKey.OP_READ) != 0 && channel.isOpen()) {
            read();
        }
    }

    /** One read a turn, so that no connection keeps the others waiting. */
    private void read() {
        ByteBuffer space = loop.readSpace();
        int count;
        try {
            count = channel.read(space);
        } catch (IOException e) {
            connection().broken(e);
            return;
        }
        if (count < 0) {
            connection().ended();
        } else if (count > 0) {
            byte[] bytes = loop.readBytes();
            space.get(0, bytes, 0, count);
            connection().received(bytes, 0, count);
        }
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
    }

    @Override
    public long transfer(FileChannel file, long from, long count) throws IOException {
        return file.transferTo(from, count, channel);
    }

    @Override
    public void listen(boolean on) {
        interest(SelectionKey.OP_READ, on);
    }

    @Override
    public void tellWhenWritable() {
        if (loop.isCurrent()) {
            interest(SelectionKey.OP_WRITE, true);
        } else {
            loop.execute(() -> interest(SelectionKey.OP_WRITE, true));
        }
    }

    private void interest(int operation, boolean on) {
        SelectionKey registered = key;
        if (registered != null && registered.isValid()) {
            int before = registered.interestOps();
            int after = on ? before | operation : before & ~operation;
            if (after != before) {
                registered.interestOps(after);
            }
        }
    }

    @Override
    public void finish() {
        try {
            channel.shutdownOutput();
        } catch (IOException e) {
            // The connection is gone already, and that is what was wanted.
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            loop.failed(e);
        }
    }

    @Override
    public void reset() {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // The connection is gone already.
        }
        close();
    }

    @Override
    public void handOver(Consumer<SocketChannel> taken) {
        Objects.requireNonNull(key).cancel();
        try {
            channel.configureBlocking(true);
        } catch (IOException e) {
            loop.failed(e);
        }
        taken.accept(channel);
    }

    @Override
    public long unacknowledged() {
        return -1;
    }
}
