package dev.linger.server;

import dev.linger.http.MessageWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The body of a response, in the framing that fits: Content-Length where the length is known, else
 * chunked, else until the connection closes. What is written is sent when it has become much, with
 * {@link #flush} and with {@link #close}.
 */
public final class ResponseBody extends OutputStream {
    static final long UNKNOWN = -1;

    private final Call call;
    private final Outflow outflow;
    private final MessageWriter writer;
    private final long length;
    private final boolean chunked;
    private final boolean bare;
    private List<String> trailers = List.of();
    private long written;
    private boolean closed;

    ResponseBody(Call call, long length) {
        this.call = call;
        this.outflow = call.outflow;
        this.writer = outflow.writer;
        this.length = length;
        int status = call.exchange.status();
        boolean noBody = status == 204 || status == 205 || status == 304;
        this.bare = noBody || call.head.isMethod("HEAD");
        this.chunked = length == UNKNOWN && call.head.minorVersion() > 0 && !bare;
    }

    /** Whether only the connection's end ends the body. */
    boolean isUntilClose() {
        return length == UNKNOWN && !chunked && !bare;
    }

    /** Writes the head; it is sent with the first bytes of the body. */
    void begin(boolean closes, byte[] date) {
        Exchange exchange = call.exchange;
        int status = exchange.status();
        writer.response(status, StatusPhrases.line(status));
        if (exchange.fieldToSend("Date") == null) {
            writer.line(date);
        }
        // HEAD and HTTP/1.0 get no chunks, which the handler cannot always know.
        exchange.writeFields(writer, chunked, closes);
        frame();
        if (closes) {
            // Beside the handler's own options, of which one close is enough (RFC 9112, 9.3).
            if (!exchange.says("close")) {
                writer.field("Connection", "close");
            }
        } else {
            Persistence.write(writer, call, exchange.says("keep-alive"));
        }
        writer.endHead();
    }

    /** Says where the body ends, unless the handler's fields say so already. */
    private void frame() {
        int status = call.exchange.status();
        // By a length of 0 a 205 says that it has no content (RFC 9110, section 15.3.6).
        long framed = status == 205 ? 0 : length;
        if (chunked) {
            if (call.exchange.fieldToSend("Transfer-Encoding") == null) {
                writer.field("Transfer-Encoding", "chunked");
            }
        } else if (framed >= 0 && status != 204 && !(status == 304 && framed == 0)) {
            if (call.exchange.fieldToSend("Content-Length") == null) {
                writer.contentLength(framed);
            }
        }
    }

    /** The fields of the handler's that frame the body have to say the same as its begin. */
    void check() {
        String said = call.exchange.fieldToSend("Content-Length");
        if (said != null && call.exchange.status() == 205 && !said.equals("0")) {
            throw new IllegalArgumentException(
                    "field Content-Length: " + said + ", but a 205 has no content");
        }
        if (said != null && !bare && !said.equals(Long.toString(length))) {
            throw new IllegalArgumentException(
                    "field Content-Length: "
                            + said
                            + ", but the response is begun "
                            + (length < 0 ? "without a length" : "with a length of " + length));
        }
        String coding = call.exchange.fieldToSend("Transfer-Encoding");
        boolean unknown = length == UNKNOWN;
        if (coding != null && !(unknown && coding.equalsIgnoreCase("chunked"))) {
            throw new IllegalArgumentException(
                    "field Transfer-Encoding: "
                            + coding
                            + ", but the response is "
                            + (unknown ? "chunked" : "not chunked"));
        }
    }

    /**
     * Adds a trailer field; sent where the response is chunked (RFC 9110, section 6.5).
     *
     * @throws IllegalArgumentException if the name is no token or one of the framing's, or the
     *     value holds control characters
     */
    public ResponseBody trailer(String name, String value) {
        MessageWriter.checkTrailer(name, value);
        trailers = trailers.isEmpty() ? new ArrayList<>(4) : trailers;
        trailers.add(name);
        trailers.add(value);
        return this;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int at, int count) throws IOException {
        Objects.checkFromIndexSize(at, count, bytes.length);
        account(count);
        if (bare || count == 0) {
            return;
        }
        try {
            put(bytes, at, count);
        } catch (IOException e) {
            call.notSent(e);
            throw e;
        }
    }

    private void put(byte[] bytes, int at, int count) throws IOException {
        if (chunked) {
            writer.chunk(bytes, at, at + count);
        } else if (count <= 8192) {
            writer.body(bytes, at, at + count);
        } else {
            writer.bodyElsewhere(count);
            outflow.send(bytes, at, at + count);
            return;
        }
        outflow.flushIfMuch();
    }

    /** Writes a part of a file. */
    void write(FileChannel file, long from, long count) throws IOException {
        account(count);
        if (!bare) {
            writer.bodyElsewhere(count);
            outflow.send(file, from, count);
        }
    }

    private void account(long count) throws IOException {
        if (closed) {
            throw new IOException("the response has ended");
        }
        if (length >= 0 && count > length - written) {
            throw new IOException(
                    "body of "
                            + (written + count)
                            + " bytes exceeds its Content-Length of "
                            + length);
        }
        written += count;
        if (written == length) {
            call.lastIsGiven();
        }
    }

    /** Sends what is written so far. */
    @Override
    public void flush() throws IOException {
        if (closed) {
            return;
        }
        try {
            outflow.flush();
        } catch (IOException e) {
            call.notSent(e);
            throw e;
        }
    }

    /**
     * Ends the response, which the client takes for whole. Where a handler throws before, the
     * connection is cut instead.
     *
     * @throws IOException if fewer bytes were written than the length that was declared; then the
     *     connection is cut, for the client could take other bytes for the rest
     */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            end();
        } catch (IOException | RuntimeException e) {
            call.notCompleted(e);
            throw e;
        }
        closed = true;
    }

    private void end() throws IOException {
        outflow.checkWhole();
        if (length > written && !bare) {
            throw new IOException(
                    "body of " + written + " bytes falls short of its Content-Length of " + length);
        }
        if (chunked && !bare) {
            writer.lastChunk();
            for (int i = 0; i < trailers.size(); i += 2) {
                writer.field(trailers.get(i), trailers.get(i + 1));
            }
            writer.endTrailers();
        }
        call.responseEnded();
    }

    /** Body bytes so far; none where the response is one without a body, as HEAD's is. */
    long written() {
        return bare ? 0 : written;
    }
}
