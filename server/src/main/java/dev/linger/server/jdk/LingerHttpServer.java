package dev.linger.server.jdk;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.linger.server.Deadlines;
import dev.linger.server.Listener;
import dev.linger.server.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The JDK's HttpServer, as programs see it. Thread-safe. */
final class LingerHttpServer extends HttpServer {
    private final Serving serving;

    /**
     * @param later deadlines from the first exchange of a connection on; null for the same
     */
    LingerHttpServer(Settings settings, @Nullable Deadlines later, List<Listener> listeners) {
        serving = new Serving(this, settings, later, listeners);
    }

    /** What it does. */
    Serving serving() {
        return serving;
    }

    @Override
    public void bind(InetSocketAddress address, int backlog) throws IOException {
        serving.bind(address, backlog);
    }

    @Override
    public void start() {
        serving.start();
    }

    @Override
    public void setExecutor(@Nullable Executor other) {
        serving.setExecutor(other);
    }

    @Override
    public @Nullable Executor getExecutor() {
        return serving.getExecutor();
    }

    @Override
    public void stop(int delay) {
        serving.stop(delay);
    }

    @Override
    public HttpContext createContext(String path, HttpHandler handler) {
        return serving.createContext(path, handler);
    }

    @Override
    public HttpContext createContext(String path) {
        return serving.createContext(path);
    }

    @Override
    public void removeContext(String path) {
        serving.removeContext(path);
    }

    @Override
    public void removeContext(HttpContext context) {
        serving.removeContext(context);
    }

    @Override
    public @Nullable InetSocketAddress getAddress() {
        return serving.getAddress();
    }
}
