package dev.linger.loop;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A {@link ServerSocketChannel}. */
final class NioListenSocket implements ListenSocket {
    private final NioPoller poller;
    private final ServerSocketChannel channel;
    private @Nullable SelectionKey key;

    NioListenSocket(NioPoller poller, ServerSocketChannel channel) {
        this.poller = poller;
        this.channel = channel;
    }

    @Override
    public InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    @Override
    public void watch(Watcher watcher) throws IOException {
        key = poller.register(channel, SelectionKey.OP_ACCEPT, watcher);
    }

    @Override
    public void listen(boolean on) {
        SelectionKey registered = key;
        if (registered != null && registered.isValid()) {
            registered.interestOps(on ? SelectionKey.OP_ACCEPT : 0);
        }
    }

    @Override
    public @Nullable StreamSocket accept() throws IOException {
        SocketChannel accepted = channel.isOpen() ? channel.accept() : null;
        while (accepted != null) {
            try {
                accepted.configureBlocking(false);
                accepted.setOption(StandardSocketOptions.TCP_NODELAY, true);
                accepted.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
                InetSocketAddress opposite = (InetSocketAddress) accepted.getRemoteAddress();
                return new NioStreamSocket(poller, accepted, opposite);
            } catch (IOException e) {
                // Gone before it was looked at.
                accepted.close();
                accepted = channel.accept();
            }
        }
        return null;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
