package dev.linger.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A response to come, from a virtual thread; cancelling it ends the exchange. */
final class Underway<T> extends CompletableFuture<HttpResponse<T>> {
    private final @Nullable Executor executor;
    private volatile @Nullable Thread thread;
    private volatile boolean interrupted;

    Underway(@Nullable Executor executor) {
        this.executor = executor;
    }

    void start(Callable<HttpResponse<T>> exchange, Runnable end) {
        Thread own =
                Thread.ofVirtual()
                        .name("linger-exchange")
                        .unstarted(() -> {
                            try {
                                succeed(exchange.call());
                            } catch (Exception | Error e) {
                                fail(e);
                            } finally {
                                end.run();
                            }
                        });
        thread = own;
        own.start();
    }

    /**
     * What depends on the response runs on the client's executor, else on that of futures, and
     * never on the thread of the exchange: a dependent that blocks it would block the exchange's
     * end.
     */
    private void succeed(HttpResponse<T> response) {
        // Whoever has cancelled the future, or ended it otherwise, has no response to close.
        var _ =
                whenComplete((had, _) -> {
                    if (!response.equals(had) && response instanceof Received<?> unwanted) {
                        unwanted.drop();
                    }
                });
        settle(() -> response);
    }

    private void fail(Throwable cause) {
        CompletionException failure =
                new CompletionException(interrupted ? cancelled(cause) : cause);
        settle(() -> {
            throw failure;
        });
    }

    private static CancellationException cancelled(Throwable cause) {
        CancellationException cancelled = new CancellationException("the request was cancelled");
        cancelled.initCause(
                cause instanceof IOException ? cause : new IOException(cause.getMessage(), cause));
        return cancelled;
    }

    private void settle(Supplier<HttpResponse<T>> outcome) {
        Executor own = executor == null ? defaultExecutor() : executor;
        try {
            completeAsync(outcome, own);
        } catch (RejectedExecutionException e) {
            // It was shut down under way; who waits for the response still gets it.
            completeAsync(outcome);
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Dependent<>(this);
    }

    /** What has happened stays so: others hold this future too. */
    @Override
    public void obtrudeValue(HttpResponse<T> value) {
        throw new UnsupportedOperationException("the response is as it came");
    }

    @Override
    public void obtrudeException(Throwable cause) {
        throw new UnsupportedOperationException("the exchange ended as it did");
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean first = super.cancel(mayInterrupt);
        if (first && mayInterrupt) {
            interrupt();
        }
        return first;
    }

    private void interrupt() {
        interrupted = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** What was derived from a response to come: cancelling it ends the exchange too. */
    private static final class Dependent<U> extends CompletableFuture<U> {
        private final Underway<?> origin;

        Dependent(Underway<?> origin) {
            this.origin = origin;
        }

        @Override
        public <V> CompletableFuture<V> newIncompleteFuture() {
            return new Dependent<>(origin);
        }

        @Override
        public void obtrudeValue(U value) {
            throw new UnsupportedOperationException("what was derived from the response stays");
        }

        @Override
        public void obtrudeException(Throwable cause) {
            throw new UnsupportedOperationException("what was derived from the response stays");
        }

        @Override
        public boolean cancel(boolean mayInterrupt) {
            boolean first = super.cancel(mayInterrupt);
            if (first && mayInterrupt && !origin.isDone()) {
                origin.interrupt();
            }
            return first;
        }
    }
}
