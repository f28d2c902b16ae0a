package dev.linger.client;

import dev.linger.http.Event;
import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.life.Wording;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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
    private boolean reported;
    private volatile boolean cancelled;
    private volatile boolean over;
    private volatile @Nullable Throwable refused;

    // Once the caller of send has its response:
    private volatile long unreadSince;
    private volatile @Nullable Throwable acquired;
    private long dropped;
    private long dropUntil;

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
            Event event = call.readBody(millis);
            if (event == Event.NEED_MORE) {
                return false;
            }
            if (event == Event.END) {
                complete();
            } else if (cancelled) {
                drop();
            } else {
                deliver();
            }
        } catch (Failure e) {
            fail(e);
        } catch (RuntimeException e) {
            over = true;
            call.pool.upkeep().over(this);
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
                List.of(ByteBuffer.wrap(Arrays.copyOfRange(connection.in, bodyFrom, bodyTo))));
        if (unreadSince != 0) {
            unreadSince = System.nanoTime();
        }
    }

    private void complete() {
        over = true;
        call.pool.upkeep().over(this);
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
            call.pool.end(connection, ending, 0);
        }
    }

    private static void tell(Call call) {
        Flight.exchanged(call.connection);
        call.pool.tell(listener -> listener.exchanged(ExchangeRecord.of(call.connection)));
    }

    private void fail(Failure failure) {
        over = true;
        call.pool.upkeep().over(this);
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
        call.pool.upkeep().over(this);
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

    /** The caller of send has its response, and its body is not read yet. */
    void handedOver() {
        unreadSince = System.nanoTime();
        acquired = new Throwable("the response was asked for here");
        call.pool.upkeep().watch(this);
        if (over) {
            call.pool.upkeep().over(this);
        }
    }

    long unreadSince() {
        return unreadSince;
    }

    Throwable acquired() {
        return Objects.requireNonNull(acquired);
    }

    /** Whether it is to be reported: once. Asked by {@link Upkeep} alone. */
    boolean reportOnce() {
        boolean first = !reported && !driven.get();
        reported |= first;
        return first;
    }

    String describe(long since) {
        var named = connection.named;
        Kernel.Look look = named == null ? null : call.pool.kernel.look(named);
        return "the response to "
                + call.asked.method
                + " "
                + call.asked.uri
                + " has not been read on for "
                + Wording.duration(since)
                + " nor closed, and its connection is held"
                + (look == null ? "" : " (in the kernel: " + look.state().linuxName() + ")")
                + "; close the response's body where it was asked for";
    }
}
