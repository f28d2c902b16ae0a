package dev.linger.server.jdk;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.linger.server.Deadlines;
import dev.linger.server.Listener;
import dev.linger.server.Server;
import dev.linger.server.Settings;
import dev.linger.server.SystemLog;
import dev.linger.server.Tls;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What the JDK's servers for HTTP and HTTPS have in common, on {@link Server}. Thread-safe. */
final class Serving {
    /** As the JDK's own server calls it, so that what is configured for it stays in force. */
    static final String LOGGER = "com.sun.net.httpserver";

    private enum Stage {
        UNBOUND,
        BOUND,
        STARTED,
        STOPPED
    }

    private final HttpServer face;
    private final List<Listener> listeners;
    private final System.Logger logger = System.getLogger(LOGGER);
    private final Contexts contexts =
            new Contexts(SystemProperties.pathMatching(System::getProperty));
    private final Dispatch dispatch;
    private final StartedThread thread = new StartedThread();

    // Guarded by this.
    private Settings settings;
    private Stage stage = Stage.UNBOUND;
    private @Nullable Executor executor;
    private @Nullable SystemLog log;

    private volatile @Nullable Server server;

    /**
     * @param face the server as programs see it
     * @param later deadlines from the first exchange of a connection on; null for the same
     */
    Serving(
            HttpServer face,
            Settings settings,
            @Nullable Deadlines later,
            List<Listener> listeners) {
        this.face = face;
        this.dispatch =
                new Dispatch(
                        contexts,
                        later,
                        SystemProperties.hasOwnAttributes(
                                System::getProperty, Runtime.version().feature()));
        this.settings = settings;
        this.listeners = listeners;
    }

    synchronized void bind(InetSocketAddress address, int backlog) throws IOException {
        if (stage != Stage.UNBOUND) {
            throw new BindException(
                    stage == Stage.STOPPED
                            ? "the server is stopped"
                            : "the server is bound already");
        }
        if (address.isUnresolved()) {
            throw new SocketException(
                    "cannot listen on " + address.getHostString() + ": no such host is known");
        }
        Settings own = settings.withAddress(address);
        SystemLog told = new SystemLog(logger);
        List<Listener> all = new ArrayList<>(listeners);
        all.add(told);
        try {
            server =
                    Server.bind(
                            backlog > 0 ? own.withBacklog(backlog) : own,
                            dispatch,
                            all.toArray(Listener[]::new));
            log = told;
        } catch (IOException e) {
            told.close();
            BindException taken = new BindException(e.getMessage());
            taken.initCause(e);
            throw taken;
        }
        stage = Stage.BOUND;
    }

    /** Chooses how TLS is spoken; where it is spoken already, from the next handshake on. */
    synchronized void tls(Tls other) {
        Tls present = settings.tls();
        Tls next = present == null ? other : other.withHandshake(present.handshake());
        settings = settings.withTls(next);
        Server bound = server;
        if (bound != null) {
            bound.tls(next);
        }
    }

    /** What it runs on; null while it is not bound. */
    @Nullable Server server() {
        return server;
    }

    synchronized void start() {
        Server bound = server;
        if (stage != Stage.BOUND || bound == null) {
            throw new IllegalStateException(
                    switch (stage) {
                        case UNBOUND -> "the server is not bound";
                        case BOUND, STARTED -> "the server is started already";
                        case STOPPED -> "the server is stopped, and cannot be started again";
                    });
        }
        dispatch.runOn(executor, thread);
        if (executor == null) {
            executor = thread; // as with the JDK's server, the default can be asked for from now on
        }
        bound.begin();
        stage = Stage.STARTED;
        thread.start();
    }

    synchronized void setExecutor(@Nullable Executor other) {
        if (stage == Stage.STARTED || stage == Stage.STOPPED) {
            throw new IllegalStateException("the server is started already");
        }
        executor = other;
    }

    synchronized @Nullable Executor getExecutor() {
        return executor;
    }

    void stop(int delay) {
        if (delay < 0) {
            throw new IllegalArgumentException("delay " + delay + " s: must not be negative");
        }
        SystemLog told;
        synchronized (this) {
            stage = Stage.STOPPED;
            told = log;
            log = null;
        }
        Server bound = server;
        if (bound != null) {
            stop(bound, Duration.ofSeconds(delay));
            dispatch.awaitReturns();
        }
        if (told != null) {
            told.close();
        }
        thread.end();
    }

    /** Who interrupts the wait for exchanges ends them. */
    private static void stop(Server bound, Duration delay) {
        try {
            bound.stop(delay);
        } catch (InterruptedException e) {
            try {
                bound.stop(Duration.ZERO);
            } catch (InterruptedException again) {
                Thread.currentThread().interrupt();
            }
            Thread.currentThread().interrupt();
        }
    }

    HttpContext createContext(String path, HttpHandler handler) {
        return add(new Context(face, path, Objects.requireNonNull(handler, "handler")));
    }

    HttpContext createContext(String path) {
        return add(new Context(face, path, null));
    }

    private Context add(Context context) {
        contexts.add(context);
        return context;
    }

    void removeContext(String path) {
        contexts.remove(Objects.requireNonNull(path, "path"));
    }

    void removeContext(HttpContext context) {
        Objects.requireNonNull(context, "context");
        if (!(context instanceof Context own)) {
            throw new IllegalArgumentException(
                    "the context for " + context.getPath() + " is none of this server's");
        }
        contexts.remove(own);
    }

    @Nullable InetSocketAddress getAddress() {
        Server bound = server;
        return bound == null ? null : bound.address();
    }
}
