package dev.linger.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;

/** Opens a listener for each loop, all on one port (SO_REUSEPORT, socket(7)). */
final class Listeners {
    private Listeners() {}

    static List<ServerSocketChannel> open(Settings settings) throws IOException {
        InetSocketAddress address = settings.address();
        List<ServerSocketChannel> channels = new ArrayList<>();
        try {
            // Without SO_REUSEPORT first: with it a second server on the port would go unnoticed.
            ServerSocketChannel probe = bound(address, settings.backlog(), false);
            channels.add(probe);
            if (settings.loops() > 1
                    && probe.supportedOptions().contains(StandardSocketOptions.SO_REUSEPORT)) {
                InetSocketAddress chosen = (InetSocketAddress) probe.getLocalAddress();
                probe.close();
                channels.clear();
                for (int i = 0; i < settings.loops(); i++) {
                    channels.add(bound(chosen, settings.backlog(), true));
                }
            }
            return channels;
        } catch (IOException e) {
            for (ServerSocketChannel channel : channels) {
                channel.close();
            }
            throw explained(address, e);
        }
    }

    private static ServerSocketChannel bound(InetSocketAddress address, int backlog, boolean shared)
            throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.configureBlocking(false);
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            if (shared) {
                channel.setOption(StandardSocketOptions.SO_REUSEPORT, true);
            }
            return channel.bind(address, backlog);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static IOException explained(InetSocketAddress address, IOException reason) {
        String what =
                "cannot listen on " + address.getHostString() + ":" + address.getPort() + ": ";
        if (reason instanceof BindException && address.getPort() > 0 && address.getPort() < 1024) {
            return new IOException(
                    what + reason.getMessage() + "; ports below 1024 may need CAP_NET_BIND_SERVICE",
                    reason);
        }
        return new IOException(
                what
                        + reason.getMessage()
                        + "; choose another port, or find who has it with ss -ltnp",
                reason);
    }
}
