package dev.linger.server;

import dev.linger.http.RequestHead;
import dev.linger.life.Phase;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * How far an exchange has come: what the handler's thread and the loop both look at. The response
 * is the handler's from its begin to its end; before it has begun the loop may take it away.
 */
final class Call implements Runnable {
    private enum Progress {
        NOT_BEGUN,
        /** The handler sends an interim response, in the middle of which the loop cannot answer. */
        INFORMING,
        BEGUN,
        ENDED,
        /**
         * The loop answers, for the handler took too long; or the connection is gone, or handed
         * over: nothing of the response is the handler's any more, its writer neither.
         */
        TAKEN
    }

    private static final VarHandle PROGRESS;

    static {
        try {
            PROGRESS = MethodHandles.lookup().findVarHandle(Call.class, "progress", Progress.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    final Connection connection;
    final ServerLoop loop;
    final RequestHead head;
    final Inflow inflow;
    final Outflow outflow;
    final Exchange exchange;

    /** Null where the handler runs on the loop. */
    private final @Nullable HandlerThread thread;

    /** Number of the request on its connection, from 1. */
    final int number;

    /** When the head was complete, nanoseconds of the clock. */
    final long began;

    /** Read and written by its handle, but here: who sees the call sees this. */
    @SuppressWarnings("UnusedVariable")
    private Progress progress = Progress.NOT_BEGUN;

    private volatile boolean clientGone;
    private volatile boolean answersLater;
    private volatile boolean givenUp;
    private volatile @Nullable Spans ownSpans;
    private volatile boolean invited;

    /** Whether the client may have the whole response before the handler's thread goes on. */
    private volatile boolean lastGiven;

    // Of the handler's thread; others look when the response has ended.
    private @Nullable ResponseBody body;
    private @Nullable Reason ending;
    private boolean handedOver;
    private long answeredAt;

    /** Who gives the response where the handler does not. */
    private @Nullable Thread beganBy;

    Call(
            Connection connection,
            ServerLoop loop,
            RequestHead head,
            boolean hasBody,
            int number,
            Outflow outflow) {
        this.connection = connection;
        this.loop = loop;
        this.head = head;
        this.number = number;
        this.began = loop.now();
        this.thread = loop.handler().isNonBlocking() ? null : new HandlerThread();
        this.inflow = new Inflow(this, loop.heldBodyBytes(), hasBody);
        this.outflow = outflow;
        this.exchange = new Exchange(this);
    }

    /** Runs the handler to the end of the exchange. */
    @Override
    public void run() {
        HandlerThread own = thread;
        if (own == null) {
            handle();
            return;
        }
        boolean isTurn = own.enter();
        try {
            if (isTurn) { // else it was answered before
                handle();
            }
        } finally {
            own.leave();
        }
    }

    private void handle() {
        try {
            loop.handler().handle(exchange);
            if (!answersLater && !givenUp) {
                complete();
            }
        } catch (Exception | Error e) {
            failed(e);
        }
    }

    /** No thread has taken the call. */
    void notStarted(Throwable reason) {
        loop.tell(Complaint.notStarted(this, reason));
        if (take()) {
            loop.execute(() -> connection.farewell().ownAnswer().handlerFailed(this, 503));
        }
    }

    /** The response ends when it is closed, and not with the handler's return. */
    void answersLater() {
        if (isOnLoop()) {
            throw new IllegalStateException(
                    "a non-blocking handler cannot answer later: its response ends when it returns");
        }
        answersLater = true;
    }

    /** There will be no response, or no more of it: the connection ends. */
    void cut(String why) {
        if (givenUp) {
            return;
        }
        givenUp = true;
        if (progress() != Progress.TAKEN) {
            if (isHandlersFault()) {
                loop.tell(Complaint.failed(this, why));
            }
        }
        if (takeAll() || progress() == Progress.BEGUN) {
            loop.execute(() -> connection.farewell().cutResponse(this, why));
        }
    }

    /**
     * A response that is to be closed by others than the handler cannot be: nobody else sees to it.
     */
    void notCompleted(Exception reason) {
        if (answersLater) {
            cut(String.valueOf(reason.getMessage()));
        }
    }

    /**
     * Bytes of the response could not be sent. That the client is gone is seen by nobody else where
     * the response is given later, and whoever gives it may have been told to leave it open.
     */
    void notSent(IOException reason) {
        if (outflow.broken() != null) {
            notCompleted(reason);
        }
    }

    /** Takes the response away where none of it is sent; on the thread that answers. */
    private boolean takeAll() {
        if (progress() == Progress.BEGUN && outflow.takeBack()) {
            progress(Progress.TAKEN);
            return true;
        }
        return take();
    }

    /** What the client has caused is none. */
    private boolean isHandlersFault() {
        return outflow.broken() == null && !inflow.hasFailed();
    }

    private void complete() throws IOException {
        ResponseBody begun = body;
        if (begun != null) {
            begun.close();
        } else if (progress() == Progress.NOT_BEGUN) {
            throw new IllegalStateException("the handler returned without an answer");
        }
    }

    /** A fault of the handler is answered with 500, while that is possible. */
    private void failed(Throwable reason) {
        if (progress() == Progress.TAKEN && !handedOver) {
            return;
        }
        if (isHandlersFault() && !(reason instanceof ExchangeOverException)) {
            loop.failed(Complaint.failed(this, reason.toString()), reason);
        }
        if (takeAll()) {
            int status = statusFor(reason);
            loop.execute(() -> connection.farewell().ownAnswer().handlerFailed(this, status));
        } else if (progress() == Progress.BEGUN) {
            loop.execute(() -> connection.farewell().cutResponse(this, reason.toString()));
        }
    }

    private int statusFor(Throwable reason) {
        if (reason instanceof SlowBodyException) {
            return 408;
        }
        return inflow.hasFailed() ? 400 : 500;
    }

    /**
     * Begins the response.
     *
     * @param length of its body; not known where it is negative
     * @param whole whether it ends here as well, so that no more of the request will be read
     */
    ResponseBody begin(long length, boolean whole) throws IOException {
        ResponseBody made = new ResponseBody(this, length);
        made.check();
        become(Progress.BEGUN);
        beganBy = answersLater ? Thread.currentThread() : null;
        outflow.begin();
        ending = LastResponse.of(this, made.isUntilClose(), whole);
        try {
            made.begin(ending != null, loop.date());
        } catch (RuntimeException e) {
            takeHeadBack();
            throw e;
        }
        body = made;
        return made;
    }

    /** A head that cannot be written is not begun: whoever catches that may answer otherwise. */
    private void takeHeadBack() {
        outflow.takeBack();
        progress(Progress.NOT_BEGUN);
    }

    private Progress progress() {
        return (Progress) PROGRESS.getVolatile(this);
    }

    private void progress(Progress next) {
        PROGRESS.setVolatile(this, next);
    }

    void checkNotBegun() {
        if (isResponseBegun()) {
            throw new IllegalStateException("the response has begun already");
        }
    }

    private void become(Progress next) throws IOException {
        if (PROGRESS.compareAndSet(this, Progress.NOT_BEGUN, next)) {
            return;
        }
        if (progress() == Progress.TAKEN) {
            throw new ExchangeOverException(connection.overSentence());
        }
        throw new IllegalStateException("the response has begun already");
    }

    /** The last bytes of the response are about to be written. */
    void lastIsGiven() {
        if (!isOnLoop()) {
            lastGiven = true;
        }
    }

    /** The last byte of the response is written. */
    void responseEnded() throws IOException {
        if (isOnLoop()) {
            answeredAt = loop.now();
            outflow.flushIfMuch();
            PROGRESS.setRelease(this, Progress.ENDED);
        } else {
            answeredAt = outflow.lastGivenAt();
            lastGiven = true;
            outflow.flush();
            progress(Progress.ENDED);
            connection.responseEnded(this);
        }
    }

    /** Answers with 101, and has the connection handed over. */
    HandedOver upgrade(String protocol) throws IOException {
        String hindrance = Upgrade.hindrance(this);
        if (hindrance != null) {
            throw new IllegalStateException(hindrance);
        }
        become(Progress.BEGUN);
        outflow.begin();
        try {
            Upgrade.writeHead(this, protocol);
        } catch (RuntimeException e) {
            takeHeadBack();
            throw e;
        }
        exchange.switchesProtocols();
        outflow.flush();
        answeredAt = loop.clock();
        // From then on the writer may be another's.
        progress(Progress.TAKEN);
        HandedOver there = Upgrade.handOver(this);
        handedOver = true;
        return there;
    }

    /** Whether the client waits to be asked for its body, and was not. */
    boolean waitsForInvitation() {
        return head.expectsContinue() && !invited && inflow.came() == 0;
    }

    /** Asks for the body where the client waits to be asked; the handler has begun to read it. */
    void bodyIsWanted() throws IOException {
        if (!waitsForInvitation() || inflow.isEnded()) {
            return;
        }
        if (progress() == Progress.BEGUN && isAnswering()) {
            invited = outflow.inviteBefore();
            if (invited && ending != null) {
                ending = LastResponse.askedLate(this, ending);
            }
        } else if (PROGRESS.compareAndSet(this, Progress.NOT_BEGUN, Progress.INFORMING)) {
            invited = true;
            try {
                outflow.invite();
            } finally {
                progress(Progress.NOT_BEGUN);
            }
        }
    }

    /** Whether the caller gives the response: nobody else may send anything in it. */
    private boolean isAnswering() {
        return answersLater
                ? Thread.currentThread().equals(beganBy)
                : thread != null && thread.isCurrent();
    }

    /** Sends a response that another one will follow (RFC 9110, section 15.2). */
    void inform(int status, String... fields) throws IOException {
        become(Progress.INFORMING);
        try {
            if (head.minorVersion() > 0 && !isOnLoop()) {
                writeInterim(status, fields);
                invited = invited || status == 100;
                outflow.flush();
            }
        } finally {
            progress(Progress.NOT_BEGUN);
        }
    }

    private void writeInterim(int status, String... fields) {
        outflow.begin();
        try {
            outflow.writer.response(status, StatusPhrases.of(status));
            for (int i = 0; i < fields.length; i += 2) {
                outflow.writer.field(fields[i], fields[i + 1]);
            }
            outflow.writer.endHead();
        } catch (RuntimeException e) {
            // A program may catch it and answer otherwise.
            outflow.takeBack();
            throw e;
        }
    }

    /** Other deadlines for this exchange, and for the wait after it. */
    void deadlines(Deadlines other) {
        ownSpans = Spans.of(other);
        if (isOnLoop()) {
            // Later, the exchange would be over, and its alarm stay as it was.
            connection.deadlinesChanged(this);
        } else {
            loop.execute(() -> connection.deadlinesChanged(this));
        }
    }

    Spans spans() {
        Spans own = ownSpans;
        return own == null ? loop.spans() : own;
    }

    void moreBodyIsWelcome() {
        loop.execute(() -> connection.moreBodyIsWelcome(this));
    }

    void checkMayWait() throws IOException {
        checkMayWait("wait for the body");
    }

    void checkMayWait(String what) throws IOException {
        if (isOnLoop()) {
            throw new IOException("a non-blocking handler cannot " + what);
        }
    }

    void interruptWhenClientLeaves() {
        if (thread != null) {
            thread.wantsInterrupt();
        }
        if (clientGone) {
            interrupt();
        }
    }

    boolean isClientGone() {
        return clientGone;
    }

    // What the loop asks and does.

    /**
     * Takes the response away from the handler, for the loop to answer.
     *
     * @return whether the response had not begun
     */
    boolean take() {
        return PROGRESS.compareAndSet(this, Progress.NOT_BEGUN, Progress.TAKEN);
    }

    void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** The client has closed its side, or reset the connection. */
    void clientIsGone() {
        clientGone = true;
        if (thread != null) {
            thread.clientIsGone();
        }
    }

    boolean isOnLoop() {
        return thread == null;
    }

    boolean isResponseBegun() {
        return progress() == Progress.BEGUN || progress() == Progress.ENDED;
    }

    /** Whether the handler still has time to begin its response. */
    boolean isAwaited() {
        return progress() == Progress.NOT_BEGUN;
    }

    /** Whether the handler has given its whole response. */
    boolean isAnswered() {
        return progress() == Progress.ENDED;
    }

    /** Whether the last bytes of the response are given, by a thread, or are just being given. */
    boolean isLastGiven() {
        return lastGiven;
    }

    /** Whether the whole response was written, and went to the socket. */
    boolean isResponseEnded() {
        return progress() == Progress.ENDED && outflow.isEmpty();
    }

    /** When the last bytes of the response were given to the socket, before it took them. */
    long answeredAt() {
        return answeredAt;
    }

    /** When the socket had taken all of the response. */
    long endedAt() {
        return Math.max(answeredAt, outflow.emptiedAt());
    }

    /** Why the connection ends with this response; null where it is kept. */
    @Nullable Reason ending() {
        return ending;
    }

    /** Body bytes of the response, decoded. */
    long responseBytes() {
        ResponseBody begun = body;
        return begun == null ? 0 : begun.written();
    }

    Phase phase() {
        boolean requestEnded = inflow.isEnded();
        return switch (progress()) {
            case NOT_BEGUN, INFORMING, TAKEN -> requestEnded ? Phase.HANDLING : Phase.REQUEST_BODY;
            case BEGUN -> requestEnded ? Phase.RESPONSE_BODY : Phase.EARLY_RESPONSE;
            case ENDED -> requestEnded ? afterAnswer() : Phase.EARLY_RESPONSE;
        };
    }

    private Phase afterAnswer() {
        return outflow.isEmpty() ? Phase.IDLE : Phase.RESPONSE_BODY;
    }

    /**
     * Since when nothing has come that the handler waits for; 0 where it does not wait. Of a TLS
     * record that has not all come nothing can be read, and still it comes.
     */
    long bodyAwaitedSince() {
        long waiting = inflow.waitingSince();
        return waiting == 0 || connection.account.sealedHeld() == 0
                ? waiting
                : Math.max(waiting, connection.account.lastIn);
    }

    /** How many bytes of the body have come, and of what may be more of it. */
    long bodyCame() {
        return inflow.came() + connection.account.sealedHeld();
    }
}
