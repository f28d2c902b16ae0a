package dev.linger.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the pieces of a request's body from their publisher, one at a time: a piece is asked for
 * when the last one has left. Most publishers give it within the call that asks.
 */
final class Upload implements Flow.Subscriber<ByteBuffer> {
    private static final Object COMPLETE = new Object();

    private record Failed(Throwable cause) {}

    private final LinkedBlockingQueue<Object> came = new LinkedBlockingQueue<>();
    private @Nullable Object first;
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean cancelled;
    private boolean over;
    private boolean asked;
    private boolean failed;
    private boolean late;

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
        if (subscription != null) { // Reactive Streams, rule 2.5
            newSubscription.cancel();
            return;
        }
        subscription = newSubscription;
        came.add(newSubscription);
        if (cancelled) {
            newSubscription.cancel();
        }
    }

    @Override
    public void onNext(ByteBuffer piece) {
        came.add(Objects.requireNonNull(piece));
    }

    @Override
    public void onError(Throwable cause) {
        came.add(new Failed(Objects.requireNonNull(cause)));
    }

    @Override
    public void onComplete() {
        came.add(COMPLETE);
    }

    /**
     * Waits for the next piece or the end; whether one of both is there.
     *
     * @param by when waiting ends (System.nanoTime); a moment that has passed is a look
     */
    boolean awaits(long by) throws InterruptedException {
        if (first == null && !over) {
            first = poll(by);
        }
        if (first instanceof Flow.Subscription known) {
            first = null;
            asked = true;
            known.request(1);
            first = poll(by);
        }
        return first != null || over;
    }

    private @Nullable Object poll(long by) throws InterruptedException {
        Object one = came.poll();
        return one == null ? came.poll(by - System.nanoTime(), TimeUnit.NANOSECONDS) : one;
    }

    /**
     * The next piece; null where there is none any more.
     *
     * @param by when waiting ends (System.nanoTime)
     * @throws IOException if the publisher has failed, or takes too long
     */
    @Nullable ByteBuffer next(long by) throws IOException, InterruptedException {
        if (!awaits(by)) {
            late = true;
            throw failed(
                    "request timed out: the publisher of the request's body gave nothing in time");
        }
        Object one = first;
        first = null;
        if (one instanceof ByteBuffer piece) {
            return piece;
        }
        over = true;
        if (one instanceof Failed own) {
            failed = true;
            throw own.cause() instanceof IOException io
                    ? io
                    : new IOException(own.cause().toString(), own.cause());
        }
        return null;
    }

    /** The last piece is sent; asks for the next one. */
    void more() {
        Flow.Subscription known = subscription;
        if (known != null) {
            known.request(1);
        }
    }

    /** The publisher has not given what it should have. */
    IOException failed(String how) {
        failed = true;
        return new IOException(how);
    }

    /** Whether the publisher was asked for a piece. */
    boolean isAsked() {
        return asked;
    }

    /** Whether the publisher is why the body is not whole. */
    boolean hasFailed() {
        return failed;
    }

    /** Whether that is because it took too long. */
    boolean isLate() {
        return late;
    }

    /** Nobody wants the body any more; that of a publisher that is yet to subscribe neither. */
    void cancel() {
        cancelled = true;
        Flow.Subscription known = subscription;
        if (!over && known != null) {
            known.cancel();
        }
    }
}
