package dev.linger.server;

import java.util.ArrayDeque;
import java.util.concurrent.ThreadFactory;

/**
 * Does the calculations of handshakes beside the loops, so that nobody else's requests wait for
 * them: a signature takes as long as a hundred requests. As many at a time as there are processors;
 * the others wait here and not among the handlers' threads, which would otherwise wait behind all
 * of them. One that takes long waits for somebody (a trust manager asks a directory, a key lies in
 * another device) and does not count any more. On virtual threads: an executor of the handler's may
 * be full of handlers that wait. Thread-safe.
 */
final class Handshakes {
    /** A signature takes a few milliseconds, also on a slow machine. */
    private static final int LONG_MILLIS = 50;

    private static final ThreadFactory THREADS =
            Thread.ofVirtual().inheritInheritableThreadLocals(false).factory();

    private final int most = Runtime.getRuntime().availableProcessors();

    // Guarded by this.
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final ArrayDeque<Calculation> running = new ArrayDeque<>();
    private boolean watched;

    /** Runs the task soon. It must not throw. */
    synchronized void calculate(Runnable task) {
        waiting.add(task);
        startWaiting();
        if (!waiting.isEmpty() && !watched) {
            watched = true;
            THREADS.newThread(this::watch).start();
        }
    }

    private synchronized void startWaiting() {
        while (running.size() < most && !waiting.isEmpty()) {
            Calculation next = new Calculation(waiting.remove());
            running.add(next);
            THREADS.newThread(next).start();
        }
    }

    private synchronized void ended(Calculation calculation) {
        running.remove(calculation);
        startWaiting();
    }

    /** As long as others wait, looks for those that take long. */
    private void watch() {
        do {
            try {
                Thread.sleep(LONG_MILLIS);
            } catch (InterruptedException e) {
                throw new IllegalStateException("nobody knows this thread", e);
            }
        } while (leaveOutLong());
    }

    private synchronized boolean leaveOutLong() {
        running.removeIf(Calculation::isLong);
        startWaiting();
        watched = !waiting.isEmpty();
        return watched;
    }

    /** A thread each, so that handlers' threads have their turn between two. */
    private final class Calculation implements Runnable {
        private final Runnable task;
        private volatile long sinceNanos;
        private volatile boolean begun;

        Calculation(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            sinceNanos = System.nanoTime();
            begun = true;
            try {
                task.run();
            } finally {
                ended(this);
            }
        }

        /** Not where it only waits for a processor. */
        boolean isLong() {
            return begun && System.nanoTime() - sinceNanos >= LONG_MILLIS * 1_000_000L;
        }
    }
}
