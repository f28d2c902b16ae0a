package dev.linger.server;

import org.jspecify.annotations.Nullable;

/**
 * The thread that runs a handler, and the interrupt that is meant for it: it may not run yet, or no
 * more. Thread-safe.
 */
final class HandlerThread {
    private volatile @Nullable Thread thread;
    private volatile boolean wantsInterrupt;

    private volatile boolean interrupted;

    /**
     * The thread begins with the handler.
     *
     * @return whether there is still something to do: no interrupt came before
     */
    boolean enter() {
        thread = Thread.currentThread();
        return !interrupted;
    }

    /** A thread of a pool has other work to do: what was meant for this handler ends with it. */
    synchronized void leave() {
        thread = null;
        if (interrupted) {
            Thread.interrupted();
        }
    }

    synchronized void interrupt() {
        interrupted = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    boolean isCurrent() {
        return Thread.currentThread().equals(thread);
    }

    /** The handler asks to be interrupted when the client leaves. */
    void wantsInterrupt() {
        wantsInterrupt = true;
    }

    void clientIsGone() {
        if (wantsInterrupt) {
            interrupt();
        }
    }
}
