package dev.linger.server;

import dev.linger.loop.EventLoop;
import dev.linger.loop.ListenSocket;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;

/** Opens a listener for each loop, all on one port (SO_REUSEPORT, socket(7)). */
final class ListenSockets {
    private ListenSockets() {}

    static List<ListenSocket> open(Settings settings, List<EventLoop> loops) throws IOException {
        InetSocketAddress address = settings.address();
        int backlog = settings.backlog();
        List<ListenSocket> listeners = new ArrayList<>();
        try {
            if (loops.size() == 1) {
                return List.of(loops.getFirst().listen(address, backlog, false));
            }
            InetSocketAddress chosen = loops.getFirst().free(address);
            for (EventLoop loop : loops) {
                listeners.add(loop.listen(chosen, backlog, true));
            }
            return listeners;
        } catch (IOException e) {
            for (ListenSocket listener : listeners) {
                listener.close();
            }
            throw explained(address, e);
        }
    }

    private static String advice(InetSocketAddress address) {
        if (!address.isUnresolved() && !isOfThisHost(address.getAddress())) {
            return "; this host has no such address";
        }
        return address.getPort() > 0 && address.getPort() < 1024
                ? "; ports below 1024 may need CAP_NET_BIND_SERVICE"
                : "; choose another port, or find who has it with ss -ltnp";
    }

    private static boolean isOfThisHost(InetAddress address) {
        try {
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException _) {
            return true; // nobody can tell
        }
    }

    private static IOException explained(InetSocketAddress address, IOException reason) {
        boolean bind = reason instanceof BindException;
        String what =
                "cannot listen on "
                        + address.getHostString()
                        + ":"
                        + address.getPort()
                        + ": "
                        + reason.getMessage()
                        + advice(address);
        IOException explained = bind ? new BindException(what) : new IOException(what);
        explained.initCause(reason);
        return explained;
    }
}
