package dev.linger.server;

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
     * Has a request answered: by default on a virtual thread of its own. Called on the event loop,
     * so it must not wait, unless {@link #isNonBlocking}; then it is not called at all.
     *
     * @param answering calls {@link #handle}, and is to be run once
     * @throws RuntimeException if it cannot be run; the client then gets 503
     */
    default void start(Runnable answering) {
        Thread.ofVirtual().inheritInheritableThreadLocals(false).start(answering);
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
