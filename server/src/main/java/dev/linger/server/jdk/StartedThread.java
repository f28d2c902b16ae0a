package dev.linger.server.jdk;

import dev.linger.loop.BatchExecutor;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;

/**
 * The thread that {@code start} makes and {@code stop} ends. Where the program has chosen no
 * executor, it runs the handlers, one after the other, as {@link
 * com.sun.net.httpserver.HttpServer#setExecutor} promises. It is no daemon, unless the thread that
 * starts it is one: a program that only serves goes on. Thread-safe.
 */
final class StartedThread implements BatchExecutor {
    private final LinkedBlockingQueue<List<? extends Runnable>> batches =
            new LinkedBlockingQueue<>();
    private volatile boolean ended;

    /** Starts it; it sees classes as the caller does. To be called once. */
    void start() {
        Thread thread =
                Thread.ofPlatform()
                        .name("linger-http-server")
                        .inheritInheritableThreadLocals(false)
                        .unstarted(this::run);
        thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
        thread.start();
    }

    @Override
    public void executeAll(List<? extends Runnable> tasks) {
        if (ended) {
            throw new RejectedExecutionException("the server is stopped");
        }
        batches.add(tasks);
    }

    /** It ends when the handler that runs has returned. */
    void end() {
        ended = true;
        batches.add(List.of()); // wakes it
    }

    private void run() {
        while (!ended) {
            try {
                batches.take().forEach(this::run);
            } catch (InterruptedException e) {
                // It was meant for a handler that has returned.
            }
        }
    }

    private void run(Runnable task) {
        if (ended) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException | Error e) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
        }
    }
}
