package dev.linger.client;

import java.net.http.HttpResponse;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A response to come, from a virtual thread; cancelling it ends the exchange. */
final class Underway<T> extends CompletableFuture<HttpResponse<T>> {
    private final @Nullable Executor executor;
    private volatile @Nullable Thread thread;

    Underway(@Nullable Executor executor) {
        this.executor = executor;
    }

    void start(Callable<HttpResponse<T>> exchange, Runnable end) {
        thread =
                Thread.ofVirtual()
                        .name("linger-exchange")
                        .start(() -> {
                            try {
                                succeed(exchange.call());
                            } catch (Exception | Error e) {
                                fail(e);
                            } finally {
                                end.run();
                            }
                        });
    }

    /** What depends on the response runs on the client's executor, where it has one. */
    private void succeed(HttpResponse<T> response) {
        if (executor == null) {
            complete(response);
        } else {
            executor.execute(() -> complete(response));
        }
    }

    private void fail(Throwable cause) {
        if (executor == null) {
            completeExceptionally(cause);
        } else {
            executor.execute(() -> completeExceptionally(cause));
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CompletableFuture<>();
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        boolean first = super.cancel(mayInterrupt);
        Thread running = thread;
        if (first && mayInterrupt && running != null) {
            running.interrupt();
        }
        return first;
    }
}
