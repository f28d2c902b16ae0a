package dev.linger.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * From threads that must not wait to one that may: a {@link Listener} gives here what it is told,
 * and its own thread writes it. Where that thread falls behind, things are left out and counted.
 * Thread-safe.
 *
 * @param <T> what is given
 */
public final class BackgroundWriter<T> implements AutoCloseable {
    private final int most;
    private final Consumer<List<T>> taker;
    private final Thread thread;

    // Guarded by this.
    private List<T> waiting = new ArrayList<>();
    private long leftOut;
    private boolean closed;

    /**
     * @param name of its thread
     * @param most things that wait
     * @param taker is given what has come, in order, on its thread; what it throws at counts as
     *     left out
     */
    public BackgroundWriter(String name, int most, Consumer<List<T>> taker) {
        this.most = most;
        this.taker = taker;
        this.thread = Thread.ofPlatform().name(name).daemon().start(this::run);
    }

    /** Gives one, without waiting. */
    public synchronized void give(T one) {
        if (closed || waiting.size() >= most) {
            leftOut++;
            return;
        }
        waiting.add(one);
        notifyAll();
    }

    /** How many were left out. */
    public synchronized long leftOut() {
        return leftOut;
    }

    /** Returns when everything that was given is written. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        List<T> batch = next();
        while (!batch.isEmpty()) {
            take(batch);
            batch = next();
        }
    }

    private void take(List<T> batch) {
        try {
            taker.accept(batch);
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                leftOut += batch.size();
            }
        }
    }

    /** Empty once it is closed. */
    private synchronized List<T> next() {
        while (waiting.isEmpty() && !closed) {
            try {
                wait();
            } catch (InterruptedException e) {
                closed = true;
            }
        }
        List<T> batch = waiting;
        waiting = new ArrayList<>();
        return batch;
    }
}
