package dev.linger.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** By a {@link Selector}: on every system that Java runs on. */
final class NioPoller implements Poller {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Selector selector;

    NioPoller() throws IOException {
        selector = Selector.open();
    }

    @Override
    public void await(long nanos, Told told) throws IOException {
        if (nanos == 0) {
            selector.selectNow(key -> tell(key, told));
        } else if (nanos == Long.MAX_VALUE) {
            selector.select(key -> tell(key, told));
        } else {
            selector.select(key -> tell(key, told), nanos / NANOS_PER_MILLI + 1);
        }
    }

    @Override
    public void lookAtAll(Told told) throws IOException {
        int left = selector.keys().size();
        int count = 1;
        while (left > 0 && count > 0) {
            count = selector.selectNow(key -> tell(key, told));
            left -= count;
        }
    }

    private static void tell(SelectionKey key, Told told) {
        // It may have been closed by what came before it in this turn.
        if (key.isValid()) {
            int ready = key.readyOps();
            int accepting = (ready & SelectionKey.OP_ACCEPT) != 0 ? Watcher.READ : 0;
            told.ready((Watcher) key.attachment(), ready | accepting);
        }
    }

    @Override
    public void wake() {
        selector.wakeup();
    }

    @Override
    public ListenSocket listen(InetSocketAddress at, int backlog, boolean shared)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (shared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            channel.bind(at, backlog);
            return new NioListenSocket(this, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public InetSocketAddress free(InetSocketAddress at) throws IOException {
        // No server's: that would listen as soon as it is bound.
        try (SocketChannel channel = SocketChannel.open()) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            return (InetSocketAddress) channel.bind(at).getLocalAddress();
        }
    }

    @Override
    public boolean sharesPorts() throws IOException {
        try (ServerSocketChannel channel = ServerSocketChannel.open()) {
            return channel.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT);
        }
    }

    SelectionKey register(SelectableChannel channel, int operations, Watcher watcher)
            throws IOException {
        return channel.register(selector, operations, watcher);
    }

    @Override
    public List<Watcher> watchers() {
        List<Watcher> watchers = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.isValid()) {
                watchers.add((Watcher) key.attachment());
            }
        }
        return watchers;
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            // One that was let go is registered until the next look.
            if (key.isValid()) {
                key.channel().close();
            }
        }
        selector.close();
    }
}
