package dev.linger.cli;

import dev.linger.life.Endpoint;
import dev.linger.linux.RefusedByKernelException;
import dev.linger.linux.SocketTable;
import dev.linger.testkit.Spin;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Connections within this host, to one listener. */
record Pair(ServerSocket listener, Socket client, Socket server) implements Closeable {
    private static final int LOOPBACK = 0x7f000001;

    static Pair open() throws IOException {
        return open(0);
    }

    /** At this port. */
    static Pair open(int port) throws IOException {
        return to(new ServerSocket(port, 8, InetAddress.ofLiteral("127.0.0.1")));
    }

    /** One more. */
    Pair another() throws IOException {
        return to(listener);
    }

    private static Pair to(ServerSocket listener) throws IOException {
        Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        return new Pair(listener, client, listener.accept());
    }

    String port() {
        return Integer.toString(listener.getLocalPort());
    }

    /** Closes one side, then the other when it has seen that; ends with the last acknowledgment. */
    static void closeFirst(Socket first, Socket second) throws IOException {
        Endpoint last = Endpoint.ofIpv4(LOOPBACK, second.getLocalPort());
        Endpoint opposite = Endpoint.ofIpv4(LOOPBACK, second.getPort());
        first.close();
        if (second.getInputStream().read() >= 0) {
            throw new IOException("a byte came where the end was awaited");
        }
        second.close();
        try (SocketTable table = new SocketTable()) {
            while (table.find(last, opposite, 0, _ -> {})) {
                Spin.turn();
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
