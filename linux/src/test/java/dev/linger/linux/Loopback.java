package dev.linger.linux;

import dev.linger.life.Endpoint;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** A real connection within this host. */
record Loopback(ServerSocket listener, Socket client, Socket server) implements AutoCloseable {

    static Loopback at(String address) throws IOException {
        ServerSocket listener = atFreshPort(address);
        Socket client = new Socket();
        client.connect(listener.getLocalSocketAddress());
        return new Loopback(listener, client, listener.accept());
    }

    /** At a port whose earlier owners have left nothing, as the TIME_WAIT of a client of theirs. */
    private static ServerSocket atFreshPort(String address) throws IOException {
        BitSet known = new BitSet();
        try (SocketTable table = new SocketTable()) {
            table.visit(
                    SocketTable.Query.all(),
                    socket -> {
                        known.set(socket.localPort());
                        known.set(socket.opposite().port());
                    });
        } catch (RefusedByKernelException e) {
            throw new IOException(e);
        }
        for (int attempt = 0; attempt < 1000; attempt++) {
            ServerSocket listener = new ServerSocket(0, 8, InetAddress.ofLiteral(address));
            if (!known.get(listener.getLocalPort())) {
                return listener;
            }
            listener.close();
        }
        throw new IOException("each port of 1000 has a socket somewhere, as of a test before");
    }

    int port() {
        return listener.getLocalPort();
    }

    Endpoint clientEnd() {
        return end((InetSocketAddress) client.getLocalSocketAddress());
    }

    Endpoint serverEnd() {
        return end((InetSocketAddress) client.getRemoteSocketAddress());
    }

    private static Endpoint end(InetSocketAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress().getAddress());
        return bytes.remaining() == 4
                ? Endpoint.ofIpv4(bytes.getInt(), address.getPort())
                : new Endpoint(bytes.getLong(), bytes.getLong(), address.getPort());
    }

    /** Closes one side, then the other when it has seen that; ends with the last acknowledgment. */
    static void closeFirst(Socket first, Socket second) throws IOException {
        Endpoint last = end((InetSocketAddress) second.getLocalSocketAddress());
        Endpoint opposite = end((InetSocketAddress) second.getRemoteSocketAddress());
        int link =
                second.getLocalAddress() instanceof Inet6Address address ? address.getScopeId() : 0;
        first.close();
        if (second.getInputStream().read() >= 0) {
            throw new IOException("a byte came where the end was awaited");
        }
        second.close();
        try (SocketTable table = new SocketTable()) {
            while (table.find(last, opposite, link, _ -> {})) {
                Thread.onSpinWait();
            }
        } catch (RefusedByKernelException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        listener.close();
    }
}
