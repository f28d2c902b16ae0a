package dev.linger.client;

import dev.linger.http.ResponseHead;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * One request on one connection: writes it, and reads up to the head of its final response. What
 * goes wrong is a {@link Failure}, and the connection has ended by then.
 */
final class Call {
    /** RFC 9110, section 10.1.1: a client does not wait for 100 for ever. */
    private static final Duration CONTINUE = Duration.ofSeconds(1);

    /** Statuses from here on do not say that the request was done. */
    private static final int NO_SUCCESS = 300;

    /** Bytes that are written between two looks at the time. */
    private static final int TURN = 64 << 10;

    /** Bytes of an answer that are held while the request is sent. */
    private static final int MOST_EARLY = 16 << 20;

    final WireRequest asked;
    final Connection connection;
    final Pool pool;
    final Deadlines deadlines;

    /** When the response's head must be there, and when its body (System.nanoTime). */
    final long headBy;

    final long wholeBy;

    /** Interim responses that are read; 0 or less is no bound. */
    final int mostInterims;

    private final HeadReading heads;
    private @Nullable ResponseHead head;
    private @Nullable Streaming streaming;
    private boolean sentWhole;
    final long writtenBefore;

    Call(
            WireRequest asked,
            Connection connection,
            Pool pool,
            Deadlines deadlines,
            long headBy,
            long wholeBy,
            int mostInterims) {
        this.asked = asked;
        this.connection = connection;
        this.pool = pool;
        this.deadlines = deadlines;
        this.headBy = Waits.earlier(headBy, wholeBy);
        this.wholeBy = wholeBy;
        this.mostInterims = mostInterims;
        this.writtenBefore = connection.wire.written();
        this.heads = new HeadReading(this);
    }

    /** The head of the final response. */
    ResponseHead head() {
        return Objects.requireNonNull(head);
    }

    Failures failures() {
        return new Failures(this);
    }

    /** Whether no byte of an answer has come, interim responses apart. */
    boolean isUnanswered() {
        return connection.account.responseBegan == 0;
    }

    boolean isSentWhole() {
        return sentWhole;
    }

    /** Whether the response's head was not as it should be. */
    boolean isMended() {
        return heads.isMended();
    }

    /** Whether the time for the response's head is over. */
    boolean isHeadLate(long now) {
        return Waits.hasPassed(headBy, now);
    }

    /** Whether the time for the whole response is over. */
    boolean isWholeLate(long now) {
        return Waits.hasPassed(wholeBy, now);
    }

    Duration whole() {
        return deadlines.whole();
    }

    /** Sends the request and reads the head. */
    void run() throws Failure, InterruptedException {
        try {
            connection.account.requestBegan(asked.method, System.nanoTime());
            connection.reader.answers(asked.method);
            connection.wire.exchangeBegins(headBy);
            asked.writeHead(connection.out);
            try {
                send();
            } catch (IOException e) {
                takeEarlyAnswer(e);
            }
            if (head == null) {
                head = answer();
            }
        } catch (Failure e) {
            cancelUpload();
            throw e;
        } catch (IOException | RuntimeException e) {
            cancelUpload();
            if (Thread.interrupted()) {
                failures().interrupted(null);
                throw new InterruptedException("interrupted in mid exchange");
            }
            throw failed(e);
        } catch (InterruptedException e) {
            cancelUpload();
            failures().interrupted(null);
            throw e;
        } catch (Throwable e) {
            failures().abandoned("the program's publisher failed: " + e);
            cancelUpload();
            throw e;
        }
    }

    /**
     * A server that answers early, and closes with unread bytes of the request, resets the
     * connection (RFC 9112, section 9.6); Linux keeps what had come before the RST.
     *
     * @param e what writing the request has met; thrown where there is no answer
     */
    private void takeEarlyAnswer(IOException e) throws IOException {
        boolean begun = connection.wire.written() > writtenBefore;
        // The server takes no more, and its answer is here already.
        boolean stalled = head != null && e instanceof SocketTimeoutException;
        if (hasPublisherFailed()
                || !begun
                || !(stalled || e instanceof SocketException)
                || (head == null && !hasMore(e))) {
            throw e;
        }
        cancelUpload();
        if (!stalled && !Failures.isBrokenPipe(e)) {
            connection.account.serverReset(System.nanoTime());
        }
        head = head == null ? answer() : head;
        connection.account.requestEnded = connection.account.lastOut;
    }

    private ResponseHead answer() throws IOException {
        return Objects.requireNonNull(
                heads.read(headBy, deadlines.firstByte(), HeadReading.Until.ANSWER));
    }

    /** Whether anything has come that is not read yet; takes it in. */
    private boolean hasMore(IOException met) throws IOException {
        connection.makeRoom();
        try {
            takeIn();
        } catch (SSLException e) {
            throw e;
        } catch (IOException _) {
            throw met;
        }
        return connection.from < connection.to;
    }

    /** Takes in what has come, without waiting; {@link Wire#ENDED} after the server's FIN. */
    private int takeIn() throws IOException {
        Connection c = connection;
        int count = c.wire.readNow(c.in, c.to, Math.min(c.in.length, c.to + TURN));
        if (count > 0) {
            c.account.received(count, System.nanoTime());
            c.to += count;
        }
        return count;
    }

    private boolean hasPublisherFailed() {
        return streaming != null && streaming.upload.hasFailed();
    }

    /** Whether the publisher of the body was asked for it, and not before this call. */
    boolean hasAskedPublisher() {
        return streaming != null && streaming.upload.isAsked();
    }

    private Failure failed(Exception e) {
        if (streaming != null && streaming.upload.hasFailed()) {
            return failures().unpublished(e, streaming.upload.isLate());
        }
        return e instanceof SocketTimeoutException late
                ? failures().late(late)
                : failures().broken(e);
    }

    /** Whether what the program itself brought is why there was no whole request. */
    boolean isProgramsOwn(Failure failure) {
        return hasPublisherFailed() || failure.getCause() instanceof RuntimeException;
    }

    private void cancelUpload() {
        if (streaming != null) {
            streaming.upload.cancel();
        }
    }

    private void send() throws IOException, InterruptedException {
        byte[] body = asked.gathered;
        if (body != null) {
            connection.out.body(body, 0, body.length);
        }
        if (body != null || !asked.hasBody()) {
            sentWhole = flush();
        } else if (asked.expectsContinue()) {
            if (flush()) {
                awaitContinue();
                sentWhole = head == null && stream();
            }
        } else {
            sentWhole = stream();
        }
        connection.account.requestEnded = connection.account.lastOut;
    }

    private boolean stream() throws IOException, InterruptedException {
        Streaming body = new Streaming(this);
        streaming = body;
        return body.send();
    }

    /** Writes what is gathered. False where the server has answered before it took all. */
    boolean flush() throws IOException {
        int length = connection.out.length();
        boolean whole = write(connection.out.bytes(), 0, length);
        connection.out.sent();
        return whole;
    }

    boolean write(byte[] bytes, int from, int to) throws IOException {
        int at = from;
        while (at < to) {
            int turn = Math.min(to, at + TURN);
            int millis = Waits.left(sendBy(), deadlines.write());
            int count = connection.wire.write(bytes, at, turn, millis);
            connection.account.sent(count, System.nanoTime());
            at += count;
            if (at < turn && lookForRefusal()) {
                return false;
            }
            if (at < turn && hasTooMuchEarly()) {
                throw new IOException(
                        "the server has sent "
                                + (MOST_EARLY >> 20)
                                + " MiB of its answer, and takes no more of the request before they"
                                + " are read");
            }
        }
        return true;
    }

    /** An answer that comes while the request is sent is held until that is done, up to a bound. */
    private boolean hasTooMuchEarly() {
        return connection.to >= MOST_EARLY;
    }

    /** Until when the request may be sent: the head's deadline is kept where that is here. */
    long sendBy() {
        return head == null ? headBy : wholeBy;
    }

    /**
     * The server speaks before it has the whole request: whether it is a response, early or 100.
     */
    private boolean lookForHead() throws IOException {
        if (head == null) {
            head = heads.read(headBy, deadlines.firstByte(), HeadReading.Until.INTERIM);
            connection.wire.sendBy(sendBy());
        }
        return head != null;
    }

    /**
     * Looks at the server without waiting: whether it has ended, or wants no more of the body (RFC
     * 9112, section 9.5). One that answers well may read on all the same.
     */
    boolean lookForRefusal() throws IOException {
        Connection c = connection;
        if (head == null) {
            c.makeRoom();
        } else if (c.to == c.in.length && !hasTooMuchEarly()) {
            c.in = Arrays.copyOf(c.in, c.in.length * 2);
        }
        int count = c.to < c.in.length ? takeIn() : 0;
        if (head == null && count == 0 && c.from == c.to) {
            return false;
        }
        return lookForHead() && (count < 0 || head().status() >= NO_SUCCESS);
    }

    private void awaitContinue() throws IOException {
        long until = Waits.earlier(headBy, Waits.after(CONTINUE));
        try {
            head = heads.read(until, Deadlines.NEVER, HeadReading.Until.CONTINUE);
        } catch (SocketTimeoutException e) {
            if (isHeadLate(System.nanoTime())) {
                throw e;
            }
        }
    }

    /** Waits for bytes, and puts them behind those that are there. */
    int receive(int millis) throws IOException {
        Connection c = connection;
        int count = c.wire.read(c.in, c.to, c.in.length, millis);
        if (count > 0) {
            c.account.received(count, System.nanoTime());
            c.to += count;
        } else if (c.account.serverReset != 0) {
            // Writing was told of the RST, and what is told once is the end of the stream then.
            throw new SocketException("Connection reset");
        }
        return count;
    }
}
