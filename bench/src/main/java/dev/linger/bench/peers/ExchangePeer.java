package dev.linger.bench.peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import dev.linger.server.jdk.LingerHttpServerProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import robaho.net.httpserver.DefaultHttpServerProvider;

/** The servers behind the JDK's HttpServer: the JDK's own, robaho's and Linger's. */
final class ExchangePeer {
    private ExchangePeer() {}

    /** On the thread that reads requests, which is its default. */
    static void startJdk(int port, byte[] body, @Nullable SSLContext tls) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        System.setProperty("sun.net.httpserver.maxIdleConnections", "20000");
        System.setProperty("sun.net.httpserver.idleInterval", String.valueOf(Peer.IDLE_SECONDS));
        System.setProperty(
                HttpServerProvider.class.getPackageName().replace(".spi", "")
                        + ".HttpServerProvider",
                "sun.net.httpserver.DefaultHttpServerProvider");
        if (tls == null) {
            HttpServer server = HttpServer.create(address(port), Peer.BACKLOG);
            serve(server, exchange -> answerSayingClose(exchange, body), null);
            return;
        }
        HttpsServer server = HttpsServer.create(address(port), Peer.BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        // A handshake on the thread that reads requests would keep all others waiting.
        serve(
                server,
                exchange -> answer(exchange, body),
                Executors.newVirtualThreadPerTaskExecutor());
    }

    /** On the one thread that {@code start} makes, which is its default. */
    static void startLinger(int port, byte[] body) throws IOException {
        System.setProperty("sun.net.httpserver.idleInterval", String.valueOf(Peer.IDLE_SECONDS));
        HttpServerProvider linger = new LingerHttpServerProvider();
        serve(
                linger.createHttpServer(address(port), Peer.BACKLOG),
                exchange -> answer(exchange, body),
                null);
    }

    /** A virtual thread a connection. */
    static void startRobaho(int port, byte[] body) throws IOException {
        System.setProperty("robaho.net.httpserver.nodelay", "true");
        System.setProperty("robaho.net.httpserver.maxIdleConnections", "20000");
        System.setProperty("robaho.net.httpserver.idleInterval", String.valueOf(Peer.IDLE_SECONDS));
        HttpServerProvider robaho = new DefaultHttpServerProvider();
        serve(
                robaho.createHttpServer(address(port), Peer.BACKLOG),
                exchange -> answer(exchange, body),
                Executors.newVirtualThreadPerTaskExecutor());
    }

    private static InetSocketAddress address(int port) {
        return new InetSocketAddress("127.0.0.1", port);
    }

    private static void serve(HttpServer server, HttpHandler handler, @Nullable Executor executor) {
        server.createContext("/", handler);
        server.setExecutor(executor);
        server.start();
    }

    /**
     * The JDK's server closes where the client asks for it, but does not say so, and wrk would ask
     * once more on a connection that is closed.
     */
    private static void answerSayingClose(HttpExchange exchange, byte[] body) throws IOException {
        String asked = exchange.getRequestHeaders().getFirst("Connection");
        if (asked != null) {
            exchange.getResponseHeaders().set("Connection", asked);
        }
        answer(exchange, body);
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        exchange.sendResponseHeaders(200, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
