package dev.linger.client;

import dev.linger.http.Event;
import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response on its way to its subscriber, as much as that one demands. One thread at a
 * time drives: the caller of {@code send} until the subscriber has its result, then whoever demands
 * more, as far as bytes have come; a virtual thread waits for those that have not.
 */
final class Download implements Flow.Subscription {
    private final Call call;
    private final Connection connection;
    private final Flow.Subscriber<? super List<ByteBuffer>> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicBoolean driven = new AtomicBoolean(true);
    private volatile boolean cancelled;
    private volatile boolean over;
    private volatile @Nullable Throwable refused;

    /** Once the caller of send has its response. */
    private volatile @Nullable Unread unread;

    private long dropped;
    private long dropUntil;

    /** Whether the reader holds a piece that nobody has demanded yet. */
    private boolean ahead;

    Download(Call call, Flow.Subscriber<? super List<ByteBuffer>> subscriber) {
        this.call = call;
        this.connection = call.connection;
        this.subscriber = subscriber;
    }

    /** Drives until the result is there, and leaves the rest to those who demand it. */
    void drive(CompletableFuture<?> result) {
        subscriber.onSubscribe(this);
        while (!over && !cancelled && !result.isDone() && demand.get() > 0) {
            step(true);
        }
        leave();
    }

    /** Gives up driving; goes on where there is demand that nobody else has seen. */
    private void leave() {
        driven.set(false);
        if (!over && (demand.get() > 0 || cancelled || refused != null)) {
            pump();
        }
    }

    /** Drives without waiting; hands over to a virtual thread where that is not enough. */
    private void pump() {
        if (over || !driven.compareAndSet(false, true)) {
            return;
        }
        if (stepsWithoutWaiting()) {
            leave();
            return;
        }
        Thread.ofVirtual()
                .name("linger-body")
                .start(() -> {
                    while (!over && (demand.get() > 0 || cancelled)) {
                        step(true);
                    }
                    leave();
                });
    }

    private boolean stepsWithoutWaiting() {
        while (!over && (demand.get() > 0 || cancelled || refused != null)) {
            if (!step(false)) {
                return false;
            }
        }
        return true;
    }

    /** False where it would have to wait. */
    private boolean step(boolean waits) {
        Throwable wrong = refused;
        if (wrong != null) {
            over = true;
            call.failures().abandoned("the subscriber demanded less than one piece");
            subscriber.onError(wrong);
            return true;
        }
        try {
            int millis = !waits ? -1 : cancelled ? dropMillis() : call.bodyMillis();
            Event event = ahead ? Event.BODY : call.readBody(millis);
            ahead = false;
            if (event == Event.NEED_MORE) {
                return false;
            }
            if (event == Event.END) {
                complete();
            } else if (cancelled) {
                drop();
            } else {
                deliver();
                lookAhead();
            }
        } catch (Failure e) {
            fail(e);
        } catch (RuntimeException e) {
            over = true;
            forget();
            call.failures().abandoned("the body's subscriber failed: " + e);
            subscriber.onError(e);
        }
        return true;
    }

    private void deliver() {
        int bodyFrom = connection.reader.bodyFrom();
        int bodyTo = connection.reader.bodyTo();
        connection.account.responseBytes = connection.reader.bodyBytes();
        demand.decrementAndGet();
        subscriber.onNext(
                List.of(
                        ByteBuffer.wrap(Arrays.copyOfRange(connection.in, bodyFrom, bodyTo))
                                .asReadOnlyBuffer()));
        Unread left = unread;
        if (left != null) {
            left.readOn();
        }
    }

    /**
     * The end of a body needs no demand (Reactive Streams, rule 1.9 has demand for elements only):
     * a short response that nobody reads does not hold its connection.
     */
    private void lookAhead() throws Failure {
        if (demand.get() > 0 || cancelled || refused != null) {
            return;
        }
        switch (call.readBody(-1)) {
            case END -> complete();
            case BODY -> ahead = true;
            case NEED_MORE, HEAD, FAULT -> {}
        }
    }

    private void complete() {
        over = true;
        forget();
        finish(call);
        if (!cancelled) {
            subscriber.onComplete();
        }
    }

    /** The exchange is complete: the connection is kept, or ends. */
    static void finish(Call call) {
        Connection connection = call.connection;
        Reason ending = Endings.of(call);
        connection.account.responseBytes = connection.reader.bodyBytes();
        connection.account.responses++;
        connection.account.responseEnded = System.nanoTime();
        tell(call);
        if (ending == null && connection.from == connection.to) {
            call.pool.giveBack(connection);
        } else if (ending == null) {
            call.pool.end(
                    connection,
                    Reason.client(
                            CloseCause.BAD_MESSAGE,
                            Phase.IDLE,
                            "bytes followed the end of response " + connection.account.responses),
                    0);
        } else {
            connection.noteFin();
            call.pool.end(connection, ending, 0);
        }
    }

    private static void tell(Call call) {
        Flight.exchanged(call.connection);
        call.pool.exchanged(call.connection);
    }

    private void fail(Failure failure) {
        over = true;
        forget();
        if (!cancelled) {
            subscriber.onError(failure.forCaller(""));
        }
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            refused =
                    new IllegalArgumentException(
                            "demand of " + count + " pieces: must be positive");
        } else {
            demand.accumulateAndGet(count, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
        }
        pump();
    }

    /** What is left of the body is thrown away, within limits, so that the connection survives. */
    @Override
    public void cancel() {
        if (over || cancelled) {
            return;
        }
        long nanos = call.pool.keeping.unreadTime().toNanos();
        dropUntil = System.nanoTime() + nanos;
        cancelled = true;
        if (isTooLong()) {
            giveUp();
            return;
        }
        CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS).execute(this::giveUp);
        pump();
    }

    private boolean isTooLong() {
        long declared = connection.reader.framing().declaredBytes();
        return declared >= 0
                && declared - connection.account.responseBytes > call.pool.keeping.unreadBytes();
    }

    private int dropMillis() {
        return (int) Math.max(1, (dropUntil - System.nanoTime()) / 1_000_000);
    }

    private void drop() {
        dropped += connection.reader.bodyTo() - connection.reader.bodyFrom();
        if (dropped > call.pool.keeping.unreadBytes()) {
            giveUp();
        }
    }

    private void giveUp() {
        if (over) {
            return;
        }
        over = true;
        forget();
        tell(call);
        call.pool.end(
                connection,
                Reason.client(
                        CloseCause.UNREAD_BODY,
                        Phase.RESPONSE_BODY,
                        "the program closed the response, and the rest of its body was too long"
                                + " to be thrown away"),
                0);
    }

    boolean isOver() {
        return over;
    }

    /** Whether somebody reads it right now. */
    boolean isDriven() {
        return driven.get();
    }

    /** The caller of send has its response, and its body is not read yet. */
    void handedOver() {
        Unread left = new Unread(this, call, new Throwable("the response was asked for here"));
        unread = left;
        call.pool.upkeep().watch(left);
        if (over) {
            call.pool.upkeep().over(left);
        }
    }

    private void forget() {
        Unread left = unread;
        if (left != null) {
            call.pool.upkeep().over(left);
        }
    }
}
