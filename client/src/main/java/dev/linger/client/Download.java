package dev.linger.client;

import dev.linger.http.Event;
import dev.linger.http.MessageReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
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
    private final BodyReading body;
    private final Flow.Subscriber<? super List<ByteBuffer>> subscriber;
    private final CompletableFuture<?> result;
    private final AtomicLong demand = new AtomicLong();
    private final AtomicBoolean driven = new AtomicBoolean(true);
    private volatile boolean cancelled;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Throwable refused;

    /** Why nobody waits for the result any more. */
    private volatile @Nullable IOException forsaken;

    /** Whether the subscriber has demanded anything. */
    private volatile boolean demanded;

    /** Whether the body has ended well, of which the subscriber is told once. */
    private volatile boolean complete;

    private final AtomicBoolean told = new AtomicBoolean();

    /** Once the caller of send has its response. */
    private volatile @Nullable Unread unread;

    /** Ends the reading of what is thrown away. */
    private volatile @Nullable Future<?> timer;

    /** Whether the subscriber has the connection's own bytes until it is told of the end. */
    private boolean lent;

    private long dropped;

    /** Whether the reader holds a piece that nobody has demanded yet. */
    private boolean ahead;

    /**
     * @param result what the subscriber makes of the body; not left open where that one fails
     */
    Download(
            Call call,
            Flow.Subscriber<? super List<ByteBuffer>> subscriber,
            CompletableFuture<?> result) {
        this.call = call;
        this.connection = call.connection;
        this.body = new BodyReading(call);
        this.subscriber = subscriber;
        this.result = result;
    }

    /**
     * Drives until the result is there, and leaves the rest to those who demand it.
     *
     * @param waits whether for bytes too: not where the result may come without them
     */
    void drive(boolean waits) {
        subscriber.onSubscribe(this);
        boolean goesOn = true;
        while (goesOn && !over.get() && !cancelled && !result.isDone() && demand.get() > 0) {
            goesOn = step(waits);
        }
        if (!over.get() && !cancelled && demand.get() == 0) {
            step(false);
        }
        leave();
    }

    /** Gives up driving; goes on where there is demand that nobody else has seen. */
    private void leave() {
        tellForsaken();
        driven.set(false);
        if (!over.get() && (demand.get() > 0 || cancelled || refused != null)) {
            pump();
        }
    }

    /** Drives without waiting; hands over to a virtual thread where that is not enough. */
    private void pump() {
        if (over.get() || !driven.compareAndSet(false, true)) {
            return;
        }
        if (stepsWithoutWaiting()) {
            leave();
            return;
        }
        Thread.ofVirtual()
                .name("linger-body")
                .start(() -> {
                    while (!over.get() && (demand.get() > 0 || cancelled)) {
                        step(true);
                    }
                    leave();
                });
    }

    private boolean stepsWithoutWaiting() {
        while (!over.get() && (demand.get() > 0 || cancelled || refused != null)) {
            if (!step(false)) {
                return false;
            }
        }
        return true;
    }

    /** False where it would have to wait. */
    private boolean step(boolean waits) {
        tellForsaken();
        Throwable wrong = refused;
        if (wrong != null) {
            abandon("the subscriber demanded less than one piece");
            tellFailure(wrong);
            return true;
        }
        try {
            return advance(waits);
        } catch (Failure e) {
            fail(e);
        } catch (Error e) {
            abandon("the body's subscriber failed: " + e);
            // The caller gets it, whatever the subscriber makes of it.
            result.completeExceptionally(e);
            tellFailure(e);
        } catch (Throwable e) {
            abandon("the body's subscriber failed: " + e);
            tellFailure(e);
        }
        return true;
    }

    private boolean advance(boolean waits) throws Failure {
        if (demand.get() == 0 && !cancelled) {
            lookAhead();
            return true;
        }
        Event event = ahead ? Event.BODY : next(waits);
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
        return true;
    }

    private Event next(boolean waits) throws Failure {
        if (!waits) {
            return body.readNow();
        }
        // What is thrown away has its own time, after which its connection is ended.
        return cancelled ? body.await(Waits.NEVER, Deadlines.NEVER) : body.await();
    }

    /**
     * Nobody waits for the result any more. The subscriber is told so, for it may hold a file; what
     * is left of the body is thrown away as after a cancel of its own.
     */
    void forsake(IOException why) {
        forsaken = why;
        cancel();
        if (driven.compareAndSet(false, true)) {
            leave();
        }
    }

    /** The subscriber has thrown what it was subscribed with: it may hold a file all the same. */
    void failsAtOnce(Throwable wrong) {
        abandon("the program's body subscriber failed: " + wrong);
        try {
            subscriber.onError(wrong);
        } catch (Throwable _) {
            // The caller gets the first failure.
        }
    }

    private void tellForsaken() {
        IOException why = forsaken;
        if (why == null || !told.compareAndSet(false, true)) {
            return;
        }
        try {
            tellFailure(why);
        } catch (Throwable _) {
            // Whoever could be told of that has gone.
        }
    }

    /** Who waits for the result is not left waiting by a subscriber that cannot be told. */
    private void tellFailure(Throwable wrong) {
        try {
            subscriber.onError(wrong);
        } catch (Throwable e) {
            result.completeExceptionally(wrong);
            throw e;
        }
    }

    private void deliver() {
        MessageReader reader = connection.reader;
        connection.account.responseBytes = reader.bodyBytes();
        demand.decrementAndGet();
        int length = reader.bodyTo() - reader.bodyFrom();
        lent =
                length == reader.framing().declaredBytes()
                        && Results.areCopies(subscriber)
                        // Who waits for the result may send on, and needs the connection for it.
                        && result.getNumberOfDependents() == 0;
        ByteBuffer piece =
                lent
                        ? ByteBuffer.wrap(connection.in, reader.bodyFrom(), length)
                        : ByteBuffer.wrap(
                                Arrays.copyOfRange(
                                        connection.in, reader.bodyFrom(), reader.bodyTo()));
        subscriber.onNext(List.of(piece.asReadOnlyBuffer()));
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
        if (ahead || demand.get() > 0 || cancelled || refused != null) {
            return;
        }
        switch (body.readNow()) {
            case END -> complete();
            case BODY -> ahead = true;
            case NEED_MORE, HEAD, FAULT -> {}
        }
    }

    /** Whether the caller is who ends this, once: after that the connection may be another's. */
    private boolean ends() {
        boolean first = over.compareAndSet(false, true);
        if (first) {
            forget();
            stopTimer();
        }
        return first;
    }

    /** The program has failed: ends the connection where it is still this download's. */
    void abandon(String says) {
        if (ends()) {
            call.failures().abandoned(says);
        }
    }

    private void complete() {
        if (!ends()) {
            return;
        }
        if (lent) {
            try {
                tellEnd();
            } finally {
                ExchangeEnd.finish(call);
            }
            return;
        }
        boolean known = connection.reader.framing().declaredBytes() == 0;
        ExchangeEnd.finish(call);
        complete = true;
        if (known || demanded) {
            tellEnd();
        }
    }

    /** Where nobody knew that there are no bytes, whoever demands some is told, or told off. */
    private void tellEnd() {
        if (cancelled || !told.compareAndSet(false, true)) {
            return;
        }
        Throwable wrong = refused;
        if (wrong == null) {
            subscriber.onComplete();
        } else {
            tellFailure(wrong);
        }
    }

    private void fail(Failure failure) {
        ends();
        if (!cancelled) {
            tellFailure(failure.forCaller(""));
        }
    }

    @Override
    public void request(long count) {
        demanded = true;
        if (count <= 0) {
            refused =
                    new IllegalArgumentException(
                            "demand of " + count + " pieces: must be positive");
        } else {
            demand.accumulateAndGet(count, (a, b) -> a + b < 0 ? Long.MAX_VALUE : a + b);
        }
        if (complete) {
            tellEnd();
        } else {
            pump();
        }
    }

    /** What is left of the body is thrown away, within limits, so that the connection survives. */
    @Override
    public void cancel() {
        if (over.get() || cancelled) {
            told.set(true);
            return;
        }
        cancelled = true;
        if (isTooLong()) {
            giveUp();
            return;
        }
        Duration most = call.pool.limits.unreadTime();
        if (!most.equals(Deadlines.NEVER)) {
            giveUpAfter(most.toNanos());
        }
        pump();
    }

    private void giveUpAfter(long nanos) {
        timer = ForkJoinPool.commonPool().schedule(this::giveUp, nanos, TimeUnit.NANOSECONDS);
        if (over.get()) {
            stopTimer();
        }
    }

    private boolean isTooLong() {
        long declared = connection.reader.framing().declaredBytes();
        return declared >= 0
                && declared - connection.account.responseBytes > call.pool.limits.unreadBytes();
    }

    private void drop() {
        dropped += connection.reader.bodyTo() - connection.reader.bodyFrom();
        if (dropped > call.pool.limits.unreadBytes()) {
            giveUp();
        }
    }

    private void giveUp() {
        if (!ends()) {
            return;
        }
        ExchangeEnd.cutShort(
                call,
                "the program closed the response before its body was read to its end"
                        + (call.pool.limits.unreadBytes() == 0
                                ? ""
                                : ", and the rest was too long to be thrown away"));
    }

    boolean isOver() {
        return over.get();
    }

    /** Whether somebody reads it right now. */
    boolean isDriven() {
        return driven.get();
    }

    /**
     * The caller has its response, and its body is not read yet.
     *
     * @param onThread says what of the caller the thread's stack shows
     */
    void handedOver(String onThread) {
        Unread left = new Unread(this, call, new Throwable(onThread));
        unread = left;
        call.pool.upkeep().watch(left);
        if (over.get()) {
            call.pool.upkeep().over(left);
        }
    }

    /** It would hold all this until its time. */
    private void stopTimer() {
        Future<?> running = timer;
        if (running != null) {
            running.cancel(false);
        }
    }

    private void forget() {
        Unread left = unread;
        if (left != null) {
            call.pool.upkeep().over(left);
        }
    }
}
