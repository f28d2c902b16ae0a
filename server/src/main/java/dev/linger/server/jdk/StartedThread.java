package dev.linger.server.jdk;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;

/**
 * The thread that {@code start} makes and {@code stop} ends. Where the program has chosen no
 * executor, it runs the handlers, one after the other, as {@link
 * com.sun.net.httpserver.HttpServer#setExecutor} promises. It is no daemon, unless the thread that
 * starts it is one: a program that only serves goes on. Thread-safe.
 */
final class StartedThread implements Executor {
    private final LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
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
    public void execute(Runnable task) {
        if (ended) {
            throw new RejectedExecutionException("the server is stopped");
        }
        tasks.add(task);
    }

    /** It ends when the handler that runs has returned. */
    void end() {
        ended = true;
        tasks.add(() -> {}); // wakes it
    }

    /**
     * The loop may share the processor, and be about to bring more: it is let on before it would
     * have to wake this thread for each.
     */
    @SuppressWarnings("ThreadPriorityCheck") // what it brings does not depend on it
    private Runnable next() throws InterruptedException {
        Runnable task = tasks.poll();
        if (task != null) {
            return task;
        }
        Thread.yield();
        return tasks.take();
    }

    private void run() {
        while (!ended) {
            Runnable task;
            try {
                task = next();
            } catch (InterruptedException e) {
                continue; // it was meant for a handler that has returned
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        }
    }
}
