package dev.linger.server;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** Waits for a thread until a test lends it one, and remembers whether it was called. */
final class QueuedHandler implements Handler {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private boolean called;

    @Override
    public void handle(Exchange exchange) {
        called = true;
    }

    @Override
    public Executor executor() {
        return tasks::add;
    }

    /** Runs its first task on this thread. */
    void run() {
        tasks.remove().run();
    }

    boolean isCalled() {
        return called;
    }
}
