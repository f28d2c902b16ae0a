package dev.linger.server.jdk;

import com.sun.net.httpserver.HttpHandler;
import dev.linger.server.Deadlines;
import dev.linger.server.Exchange;
import dev.linger.server.Handler;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Finds the context that answers, and has it answer on the executor. */
final class Dispatch implements Handler {
    /** How long a handler may go on, after its exchange, before nobody waits for it. */
    private static final long RETURN_NANOS = 1_000_000_000L;

    private final Contexts contexts;
    private final @Nullable Deadlines later;
    private final boolean hasOwnAttributes;
    private volatile @Nullable Executor executor;

    /** Whether the program has chosen none. */
    private volatile boolean isDefault;

    /** The handlers that run, by their threads. */
    private final Map<Thread, JdkExchange> running = new ConcurrentHashMap<>();

    /**
     * @param hasOwnAttributes whether exchanges have attributes of their own
     */
    Dispatch(Contexts contexts, @Nullable Deadlines later, boolean hasOwnAttributes) {
        this.contexts = contexts;
        this.later = later;
        this.hasOwnAttributes = hasOwnAttributes;
    }

    /**
     * Chooses what runs the handlers.
     *
     * @param chosen null where the program has chosen none
     * @param thread runs them then
     */
    void runOn(@Nullable Executor chosen, Executor thread) {
        isDefault = chosen == null;
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        executor =
                chosen == null
                        ? thread
                        : task -> execute(chosen, task, late -> virtual(late, loader).start());
    }

    private static Thread virtual(Runnable task, @Nullable ClassLoader loader) {
        Thread thread = Thread.ofVirtual().inheritInheritableThreadLocals(false).unstarted(task);
        thread.setContextClassLoader(loader);
        return thread;
    }

    /** An executor that runs its tasks at once would keep the event loop waiting. */
    private static void execute(Executor chosen, Runnable task, Executor otherwise) {
        Thread loop = Thread.currentThread();
        chosen.execute(() -> {
            if (loop.equals(Thread.currentThread())) {
                otherwise.execute(task);
            } else {
                task.run();
            }
        });
    }

    @Override
    public @Nullable Executor executor() {
        return executor;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        if (later != null) {
            exchange.deadlines(later);
        }
        URI target;
        try {
            target = new URI(exchange.target());
        } catch (URISyntaxException e) {
            refuse(exchange, 400, "the request target is no URI: " + e.getMessage());
            return;
        }
        // Of an opaque URI there is none.
        String path = target.getPath();
        Context context = path == null ? null : contexts.find(path);
        HttpHandler handler = context == null ? null : context.getHandler();
        if (context == null) {
            refuse(exchange, 404, "404 Not Found: no context matches the path");
        } else if (handler == null) {
            refuse(exchange, 500, "500 Internal Server Error: the context has no handler");
        } else {
            Map<String, Object> attributes =
                    hasOwnAttributes ? new ConcurrentHashMap<>() : context.getAttributes();
            JdkExchange seen = new JdkExchange(exchange, context, attributes, target);
            answer(exchange, seen, context, handler);
        }
    }

    /** A handler that throws ends the connection without an answer, as with the JDK's server. */
    private void answer(Exchange own, JdkExchange exchange, Context context, HttpHandler handler) {
        SSLSession session = own.tls();
        own.answerLater();
        running.put(Thread.currentThread(), exchange);
        try {
            context.answer(
                    exchange,
                    session == null ? exchange : new SecureExchange(exchange, session),
                    handler);
        } catch (Exception | Error e) {
            own.cut(e.toString());
        } finally {
            running.remove(Thread.currentThread());
        }
    }

    /**
     * Waits for handlers, as programs that look at what a handler did expect of a stop: for all of
     * them where the JDK's server would run them itself, else for those that have ended their
     * exchange and are about to return. Not for the caller's own.
     */
    void awaitReturns() {
        long until = System.nanoTime() + RETURN_NANOS;
        running.forEach((thread, exchange) -> {
            while ((isDefault || exchange.isClosed())
                    && exchange.equals(running.get(thread))
                    && !thread.equals(Thread.currentThread())
                    && System.nanoTime() - until < 0) {
                LockSupport.parkNanos(this, RETURN_NANOS / 1000);
            }
        });
    }

    private static void refuse(Exchange exchange, int status, String sentence) throws IOException {
        exchange.status(status).respond(sentence + "\n");
    }
}
