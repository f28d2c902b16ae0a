package dev.linger.server;

import java.util.ArrayDeque;
import java.util.concurrent.ThreadFactory;

/**
 * Does the calculations of handshakes beside the loops, so that nobody else's requests wait for
 * them: a signature takes as long as a hundred requests. As many at a time as there are processors;
 * the others wait here and not among the handlers' threads, which would otherwise wait behind all
 * of them. On virtual threads: an executor of the handler's may be full of handlers that wait.
 * Thread-safe.
 */
final class Handshakes {
    private static final ThreadFactory THREADS =
            Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

    private final int most = Runtime.getRuntime().availableProcessors();

    // Guarded by this.
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private int running;

    /** Runs the task soon. It must not throw. */
    void calculate(Runnable task) {
        synchronized (this) {
            if (running == most) {
                waiting.add(task);
                return;
            }
            running++;
        }
        start(task);
    }

    /** A thread each, so that handlers' threads have their turn between two. */
    private void start(Runnable task) {
        THREADS.newThread(
                        () -> {
                            try {
                                task.run();
                            } finally {
                                next();
                            }
                        })
                .start();
    }

    private void next() {
        Runnable task;
        synchronized (this) {
            task = waiting.poll();
            if (task == null) {
                running--;
            }
        }
        if (task != null) {
            start(task);
        }
    }
}
