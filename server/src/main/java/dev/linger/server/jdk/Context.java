package dev.linger.server.jdk;

import com.sun.net.httpserver.Authenticator;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** What answers below a path. Thread-safe. */
final class Context extends HttpContext {
    private final HttpServer server;
    private final String path;
    private final Map<String, Object> attributes = new ConcurrentHashMap<>();
    private final List<Filter> filters = new CopyOnWriteArrayList<>();
    private volatile @Nullable HttpHandler handler;
    private volatile @Nullable Authenticator authenticator;

    Context(HttpServer server, String path, @Nullable HttpHandler handler) {
        if (!path.startsWith("/")) {
            // As the JDK says it, for there are programs that look at it.
            throw new IllegalArgumentException("Illegal value for path or protocol");
        }
        this.server = server;
        this.path = path;
        this.handler = handler;
    }

    /**
     * Has the filters, then the authenticator, then the handler answer.
     *
     * @param seen the exchange as they see it
     */
    void answer(JdkExchange exchange, HttpExchange seen, HttpHandler last) throws IOException {
        HttpHandler known = any -> Authentication.check(authenticator, exchange, any, last);
        if (filters.isEmpty()) {
            known.handle(seen);
        } else {
            new Filter.Chain(filters, known).doFilter(seen);
        }
    }

    @Override
    public @Nullable HttpHandler getHandler() {
        return handler;
    }

    @Override
    public synchronized void setHandler(HttpHandler other) {
        if (other == null) {
            throw new NullPointerException("handler is null");
        }
        if (handler != null) {
            throw new IllegalArgumentException("the context " + path + " has a handler already");
        }
        handler = other;
    }

    @Override
    public String getPath() {
        return path;
    }

    @Override
    public HttpServer getServer() {
        return server;
    }

    @Override
    public Map<String, Object> getAttributes() {
        return attributes;
    }

    @Override
    public List<Filter> getFilters() {
        return filters;
    }

    @Override
    public synchronized @Nullable Authenticator setAuthenticator(@Nullable Authenticator other) {
        Authenticator before = authenticator;
        authenticator = other;
        return before;
    }

    @Override
    public @Nullable Authenticator getAuthenticator() {
        return authenticator;
    }
}
