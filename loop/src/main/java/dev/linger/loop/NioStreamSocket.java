package dev.linger.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A {@link SocketChannel}. */
final class NioStreamSocket implements StreamSocket {
    private final NioPoller poller;
    private final SocketChannel channel;
    private final InetSocketAddress opposite;
    private @Nullable SelectionKey key;

    NioStreamSocket(NioPoller poller, SocketChannel channel, InetSocketAddress opposite) {
        this.poller = poller;
        this.channel = channel;
        this.opposite = opposite;
    }

    @Override
    public InetSocketAddress opposite() {
        return opposite;
    }

    @Override
    public @Nullable InetSocketAddress local() {
        try {
            return (InetSocketAddress) channel.getLocalAddress();
        } catch (IOException e) {
            return null;
        }
    }

    @Override
    public void watch(Watcher watcher, int operations) throws IOException {
        key = poller.register(channel, operations, watcher);
    }

    @Override
    public void interest(int operation, boolean on) {
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
    public int read(byte[] into, int at) throws IOException {
        return channel.isOpen() ? channel.read(ByteBuffer.wrap(into, at, into.length - at)) : 0;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        return channel.write(bytes);
    }

    @Override
    public long transfer(FileChannel file, long from, long count) throws IOException {
        try {
            return file.transferTo(from, count, channel);
        } catch (IOException e) {
            checkReadable(file, from);
            throw e;
        }
    }

    /** Which of both has failed does not show otherwise. */
    private static void checkReadable(FileChannel file, long from) throws UnreadableFileException {
        try {
            int _ = file.read(ByteBuffer.allocate(1), from);
        } catch (IOException e) {
            throw new UnreadableFileException(e);
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
            // The connection is gone already, and that is what was wanted.
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
    public ByteChannel release() throws IOException {
        SelectionKey registered = key;
        if (registered != null) {
            registered.cancel();
        }
        channel.configureBlocking(true);
        return channel;
    }

    @Override
    public long unacknowledged() {
        return -1;
    }

    @Override
    public boolean isReset() {
        return false;
    }
}
