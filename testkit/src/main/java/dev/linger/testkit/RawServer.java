package dev.linger.testkit;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that follows a script on each connection and knows nothing of HTTP but where a request
 * ends. What a script throws ends its connection, and nothing else.
 */
public final class RawServer implements Closeable {
    /** What is done on one connection, on a thread of its own; it is closed after that. */
    public interface Script {
        /** Serves one connection. */
        void serve(Guest guest) throws Exception;
    }

    private final ServerSocket listener;
    private final Script script;
    private final AtomicInteger connections = new AtomicInteger();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    private RawServer(ServerSocket listener, Script script) {
        this.listener = listener;
        this.script = script;
    }

    /** Starts on a free port of the loopback address. */
    public static RawServer start(Script script) throws IOException {
        return start(new ServerSocket(0, 1024, InetAddress.ofLiteral("127.0.0.1")), script);
    }

    /** Starts on a socket that listens already, with TLS for one. */
    public static RawServer start(ServerSocket listener, Script script) {
        RawServer server = new RawServer(listener, script);
        Thread.ofVirtual().start(server::accept);
        return server;
    }

    /** Answers each request with this text, on connections that are kept. */
    public static RawServer answering(String response) throws IOException {
        return start(guest -> {
            while (guest.awaitRequest()) {
                guest.send(response);
            }
        });
    }

    /**
     * The text of a response.
     *
     * @param status with its reason: {@code 404 No}
     * @param body whose length is told
     * @param fields each a line without its end
     */
    public static String response(String status, String body, String... fields) {
        StringBuilder text = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
        for (String field : fields) {
            text.append(field).append("\r\n");
        }
        return text.append("Content-Length: ")
                .append(body.length())
                .append("\r\n\r\n")
                .append(body)
                .toString();
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
                int number = connections.incrementAndGet();
                Thread.ofVirtual().start(() -> serve(new Guest(socket, number)));
            }
        } catch (IOException _) {
            // Closed: no more connections.
        }
    }

    private void serve(Guest guest) {
        try (guest) {
            script.serve(guest);
        } catch (Exception _) {
            // A client that goes away in the middle is what many tests are about.
        } finally {
            open.remove(guest.socket());
        }
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.getLocalSocketAddress();
    }

    /** {@code http://127.0.0.1:PORT} with this path. */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + path);
    }

    /** Connections accepted so far. */
    public int connections() {
        return connections.get();
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
