package dev.linger.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.linger.http.Fields;
import dev.linger.http.RequestHead;
import dev.linger.life.Phase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request and the response to it. Belongs to the thread of its handler, from the handler's call
 * to its return; only {@link #isClientGone} may be asked by others.
 */
public final class Exchange implements Runnable {
    /** How far the response has come. */
    private enum Progress {
        NOT_BEGUN,
        BEGUN,
        ENDED,
        /** The loop answers, for the handler took too long or the connection is gone. */
        TAKEN
    }

    private static final VarHandle PROGRESS;

    static {
        try {
            PROGRESS =
                    MethodHandles.lookup()
                            .findVarHandle(Exchange.class, "progress", Progress.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Connection connection;
    private final RequestHead head;
    final Inflow inflow;
    final Outflow outflow;
    private final boolean onLoop;

    /** Number of the request on its connection, from 1. */
    private final int number;

    /** When the head was complete, nanoseconds of the clock. */
    final long began;

    private int status = 200;
    private final List<String> fields = new ArrayList<>(8);
    private List<String> parameters = List.of();
    private @Nullable ResponseBody body;

    /** Why the connection ends with this response; null where it is kept. */
    private @Nullable Reason ending;

    private volatile Progress progress = Progress.NOT_BEGUN;
    private volatile boolean clientGone;
    private volatile boolean wantsInterrupt;
    private volatile @Nullable Thread thread;

    /** When the response ended, nanoseconds of the clock. */
    private long endedAt;

    Exchange(
            Connection connection,
            RequestHead head,
            int number,
            long began,
            int heldBodyBytes,
            Outflow outflow,
            boolean onLoop) {
        this.connection = connection;
        this.head = head;
        this.number = number;
        this.began = began;
        this.inflow = new Inflow(this, heldBodyBytes);
        this.outflow = outflow;
        this.onLoop = onLoop;
    }

    /** The method: {@code GET}. */
    public String method() {
        return head.method();
    }

    /** The request target as it came: {@code /search?q=1}. */
    public String target() {
        return head.target();
    }

    /** The path of the target, as it came and without its query. */
    public String path() {
        return Targets.path(head.target());
    }

    /** The query of the target, as it came and without its question mark; null without one. */
    public @Nullable String query() {
        return Targets.query(head.target());
    }

    /** Value of the first field with this name, in any case; null where there is none. */
    public @Nullable String header(String name) {
        return head.field(name);
    }

    /**
     * A part of the path, decoded: what a segment in braces of the route matched.
     *
     * @throws IllegalArgumentException if the route has no such segment
     */
    public String parameter(String name) {
        for (int i = 0; i < parameters.size(); i += 2) {
            if (parameters.get(i).equals(name)) {
                return Targets.decoded(parameters.get(i + 1));
            }
        }
        throw new IllegalArgumentException("the route has no {" + name + "}");
    }

    void parameter(String name, String value) {
        if (parameters.isEmpty()) {
            parameters = new ArrayList<>(4);
        }
        parameters.add(name);
        parameters.add(value);
    }

    /** All fields of the request. */
    public Fields headers() {
        return head;
    }

    /** The client's address and port. */
    public InetSocketAddress client() {
        return connection.client();
    }

    /** Number of the connection at this server, from 1. */
    public long connection() {
        return connection.number();
    }

    /** Number of the request on its connection, from 1. */
    public int number() {
        return number;
    }

    /**
     * The request's body, empty where it has none. The first read asks the client for it where it
     * waits to be asked (100, RFC 9110, section 10.1.1). Closing it changes nothing.
     *
     * <p>Reading throws an {@link IOException} where the client sends too slowly, ends in the
     * middle or breaks the framing.
     */
    public InputStream body() {
        return inflow;
    }

    /** The trailer fields, once the body is read to its end; empty where there are none. */
    public Fields trailers() {
        return connection.trailers();
    }

    /** Whether the client has closed its side or is gone; a client may close it and still read. */
    public boolean isClientGone() {
        return clientGone;
    }

    /** From now on the handler's thread is interrupted when the client goes away. */
    public void interruptWhenClientLeaves() {
        wantsInterrupt = true;
        if (clientGone) {
            interrupt();
        }
    }

    /**
     * Sets the status of the response, 200 unless set.
     *
     * @param code 200 to 599
     */
    public Exchange status(int code) {
        checkNotBegun();
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("status " + code + ": must be from 200 to 599");
        }
        status = code;
        return this;
    }

    /** The status of the response. */
    public int status() {
        return status;
    }

    /** Adds a field to the response; the framing's are added by themselves. */
    public Exchange header(String name, String value) {
        checkNotBegun();
        fields.add(name);
        fields.add(value);
        return this;
    }

    List<String> fields() {
        return fields;
    }

    /** Answers with this text, in UTF-8; text/plain where no Content-Type is set. */
    public void respond(String text) throws IOException {
        if (!hasField("Content-Type")) {
            header("Content-Type", "text/plain; charset=utf-8");
        }
        respond(text.getBytes(UTF_8));
    }

    /** Answers with these bytes. */
    public void respond(byte[] bytes) throws IOException {
        ResponseBody whole = begin(bytes.length);
        whole.write(bytes, 0, bytes.length);
        whole.close();
    }

    /** Answers with a status alone. */
    public void respond(int code) throws IOException {
        status(code);
        begin(0).close();
    }

    /** Answers with a file, which the kernel sends without a copy. */
    public void respond(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            respond(channel, 0, channel.size());
        }
    }

    /** Answers with a part of a file. */
    public void respond(FileChannel file, long from, long count) throws IOException {
        ResponseBody whole = begin(count);
        whole.write(file, from, count);
        whole.close();
    }

    /** Begins a response of this length; to be closed when all of it is written. */
    public OutputStream respondWithLength(long length) throws IOException {
        if (length < 0) {
            throw new IllegalArgumentException("length " + length + ": must not be negative");
        }
        return begin(length);
    }

    /**
     * Begins a response of unknown length, in chunks, or until the connection closes for an
     * HTTP/1.0 client; to be closed when all of it is written.
     */
    public ResponseBody respondStreaming() throws IOException {
        return begin(ResponseBody.UNKNOWN);
    }

    /**
     * Leaves HTTP: answers with 101 and hands the connection over, which is the handler's from then
     * on; it is for the handler to close it (RFC 9110, section 7.8).
     *
     * @param protocol for the Upgrade field
     * @throws IllegalStateException if the client has not asked for it, or on the loop
     */
    public HandedOver upgrade(String protocol) throws IOException {
        if (onLoop || !head.asksUpgrade() || !inflow.isEnded()) {
            throw new IllegalStateException(
                    onLoop
                            ? "a non-blocking handler cannot take a connection over"
                            : "the client has not asked for another protocol");
        }
        if (!PROGRESS.compareAndSet(this, Progress.NOT_BEGUN, Progress.BEGUN)) {
            throw new ExchangeOverException(connection.overSentence());
        }
        outflow.writer.response(101, StatusPhrases.of(101));
        outflow.writer.field("Connection", "Upgrade");
        outflow.writer.field("Upgrade", protocol);
        for (int i = 0; i < fields.size(); i += 2) {
            outflow.writer.field(fields.get(i), fields.get(i + 1));
        }
        outflow.writer.endHead();
        outflow.flush();
        status = 101;
        HandedOver handed = connection.handOver(this);
        progress = Progress.TAKEN;
        return handed;
    }

    private ResponseBody begin(long length) throws IOException {
        if (!PROGRESS.compareAndSet(this, Progress.NOT_BEGUN, Progress.BEGUN)) {
            if (progress == Progress.TAKEN) {
                throw new ExchangeOverException(connection.overSentence());
            }
            throw new IllegalStateException("the response has begun already");
        }
        ResponseBody made = new ResponseBody(this, outflow, length);
        ending = connection.endingWith(this, made.isUntilClose());
        body = made;
        made.begin(ending != null, connection.date());
        return made;
    }

    private void checkNotBegun() {
        if (progress != Progress.NOT_BEGUN && progress != Progress.TAKEN) {
            throw new IllegalStateException("the response has begun; its head is gone");
        }
    }

    boolean hasField(String name) {
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the handler has said {@code Connection: close}. */
    boolean saysClose() {
        for (int i = 0; i < fields.size(); i += 2) {
            if (fields.get(i).equalsIgnoreCase("Connection")) {
                return fields.get(i + 1).equalsIgnoreCase("close");
            }
        }
        return false;
    }

    RequestHead head() {
        return head;
    }

    long clock() {
        return connection.clock();
    }

    /** Runs the handler to the end of the exchange. */
    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            connection.handler().handle(this);
            complete();
        } catch (Exception | Error e) {
            failed(e);
        } finally {
            thread = null;
        }
    }

    private void complete() throws IOException {
        ResponseBody begun = body;
        if (begun != null) {
            begun.close();
        } else if (progress == Progress.NOT_BEGUN) {
            throw new IllegalStateException("the handler returned without an answer");
        }
    }

    /** A fault of the handler is answered with 500, while that is possible. */
    private void failed(Throwable reason) {
        if (progress == Progress.TAKEN) {
            return;
        }
        if (!outflow.isBroken()) {
            connection.tellFailure(this, reason);
        }
        if (progress == Progress.NOT_BEGUN && !(reason instanceof InterruptedException)) {
            fields.clear();
            try {
                respond(connection.statusFor(reason));
                return;
            } catch (IOException | RuntimeException e) {
                reason.addSuppressed(e);
            }
        }
        if (progress == Progress.BEGUN) {
            connection.cutResponse(this, reason);
        }
    }

    /** The last byte of the response is written. */
    void responseEnded() throws IOException {
        if (onLoop) {
            outflow.flushIfMuch();
        } else {
            outflow.flush();
        }
        endedAt = connection.clock();
        progress = Progress.ENDED;
        if (!onLoop) {
            connection.responseEnded(this);
        }
    }

    /**
     * Takes the response away from the handler, for the loop to answer.
     *
     * @return whether the response had not begun
     */
    boolean take() {
        return PROGRESS.compareAndSet(this, Progress.NOT_BEGUN, Progress.TAKEN);
    }

    void interrupt() {
        Thread running = thread;
        if (running != null && !onLoop) {
            running.interrupt();
        }
    }

    /** The client has closed its side, or reset the connection. */
    void clientIsGone() {
        clientGone = true;
        if (wantsInterrupt) {
            interrupt();
        }
    }

    boolean isResponseBegun() {
        return progress == Progress.BEGUN;
    }

    boolean isTaken() {
        return progress == Progress.TAKEN;
    }

    boolean isOnLoop() {
        return onLoop;
    }

    /** Whether the handler has given its whole response. */
    boolean isAnswered() {
        return progress == Progress.ENDED;
    }

    /** Whether the whole response was written, and went to the socket. */
    boolean isResponseEnded() {
        return progress == Progress.ENDED && outflow.isEmpty();
    }

    long endedAt() {
        return endedAt;
    }

    @Nullable Reason ending() {
        return ending;
    }

    /** Body bytes of the response, decoded. */
    long responseBytes() {
        ResponseBody begun = body;
        return begun == null ? 0 : begun.written();
    }

    /** Length that the response declares; -1 where it declares none. */
    long declaredResponseBytes() {
        ResponseBody begun = body;
        return begun == null ? -1 : begun.declared();
    }

    Phase phase() {
        boolean requestEnded = inflow.isEnded();
        return switch (progress) {
            case NOT_BEGUN, TAKEN -> requestEnded ? Phase.HANDLING : Phase.REQUEST_BODY;
            case BEGUN -> requestEnded ? Phase.RESPONSE_BODY : Phase.EARLY_RESPONSE;
            case ENDED -> requestEnded ? Phase.IDLE : Phase.EARLY_RESPONSE;
        };
    }

    void bodyIsWanted() throws IOException {
        if (!inflow.isEnded() && head.expectsContinue() && inflow.came() == 0) {
            connection.invite(this);
        }
    }

    void moreBodyIsWelcome() {
        connection.moreBodyIsWelcome(this);
    }

    void checkMayWait() throws IOException {
        if (onLoop) {
            throw new IOException("a non-blocking handler cannot wait for the body");
        }
    }
}
