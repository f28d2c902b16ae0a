package dev.linger.foreign;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The JDK's server: HOST PORT, whether connections are kept; its limits are system properties. */
public final class JdkServer {
    private static final byte[] OK = "ok".getBytes(StandardCharsets.US_ASCII);

    private JdkServer() {}

    public static void main(String[] words) throws Exception {
        boolean keeps = Boolean.parseBoolean(words[2]);
        InetSocketAddress address = new InetSocketAddress(words[0], Integer.parseInt(words[1]));
        HttpServer server = HttpServer.create(address, 0);
        server.createContext("/", exchange -> answer(exchange, keeps));
        server.start();
    }

    private static void answer(HttpExchange exchange, boolean keeps) throws IOException {
        if (!keeps) {
            exchange.getResponseHeaders().set("Connection", "close");
        }
        exchange.sendResponseHeaders(200, OK.length);
        exchange.getResponseBody().write(OK);
        exchange.close();
    }
}
