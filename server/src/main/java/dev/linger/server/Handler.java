package dev.linger.server;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Answers requests. Called from many threads at once. */
@FunctionalInterface
public interface Handler {
    /**
     * Answers one request, before it returns.
     *
     * @throws Exception if it cannot; answered with 500 where the response has not begun, and the
     *     connection is cut in mid response where it has
     */
    void handle(Exchange exchange) throws Exception;

    /**
     * Whether it never waits: it then runs on the event loop, which saves the hand-over to a thread
     * of its own, and is given the request with its whole body. A handler that waits all the same
     * keeps every connection of its loop waiting.
     */
    default boolean isNonBlocking() {
        return false;
    }

    /**
     * What runs it where it may wait; null for a virtual thread for each request. Its execute is
     * called on the event loop, so it must neither wait nor run the task at once; where it throws,
     * the client gets 503.
     */
    default @Nullable Executor executor() {
        return null;
    }

    /** The same handler, promising that it never waits. */
    static Handler nonBlocking(Handler handler) {
        return new Handler() {
            @Override
            public void handle(Exchange exchange) throws Exception {
                handler.handle(exchange);
            }

            @Override
            public boolean isNonBlocking() {
                return true;
            }
        };
    }
}
