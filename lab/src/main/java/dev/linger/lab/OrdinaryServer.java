package dev.linger.lab;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A server with a thread for each connection, which does what a script says and no more: for the
 * faults of other servers. Thread-safe.
 */
public final class OrdinaryServer implements Closeable {
    /** What it does on one connection, which is closed after that. */
    @FunctionalInterface
    public interface Script {
        void serve(Line line) throws Exception;
    }

    private static final int BACKLOG = 128;

    private final ServerSocket listener;
    private final Script script;
    private final Tally unheeded = new Tally();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private OrdinaryServer(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
    }

    static OrdinaryServer start(InetSocketAddress address, Script script) throws IOException {
        ServerSocket listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(address, BACKLOG);
        OrdinaryServer server = new OrdinaryServer(listener, script);
        Thread.ofPlatform().name("ordinary server").daemon().start(server::accept);
        return server;
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                open.add(socket);
                if (listener.isClosed()) {
                    socket.close(); // close() may have looked before it was there
                    return;
                }
                Thread.ofPlatform().daemon().start(() -> serve(socket));
            }
        } catch (IOException _) {
            // Closed: no more connections.
        }
    }

    private void serve(Socket socket) {
        try (Line line = new Line(socket, unheeded)) {
            script.serve(line);
        } catch (Exception _) {
            // A client that goes away in the middle ends its connection, and nothing else.
        } finally {
            open.remove(socket);
        }
    }

    /** Ends all connections. */
    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
