package dev.linger.server.jdk;

import dev.linger.server.Exchange;
import dev.linger.server.ResponseBody;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response, which exists before its headers are sent and takes bytes after that.
 * Chunks are as long as those of the JDK's server.
 */
final class ResponseStream extends OutputStream {
    private static final int CHUNK = 4096;
    private static final byte[] NOTHING = {};

    private final Exchange exchange;
    private final RequestBody requestBody;

    /** Null before the headers are sent. */
    private @Nullable ResponseBody body;

    /** Bytes of the next chunk; without length where there are no chunks. */
    private byte[] chunk = NOTHING;

    private int held;
    private volatile boolean ended;

    ResponseStream(Exchange exchange, RequestBody requestBody) {
        this.exchange = exchange;
        this.requestBody = requestBody;
    }

    boolean hasBegun() {
        return body != null;
    }

    /** Whether the program has given all of it. */
    boolean hasEnded() {
        return ended;
    }

    /**
     * The headers are complete.
     *
     * @param length as {@link com.sun.net.httpserver.HttpExchange#sendResponseHeaders} has it
     */
    void begin(boolean bodiless, long length) throws IOException {
        if (bodiless || length == 0) {
            body = exchange.respondStreaming();
        } else {
            body = exchange.respondWithLength(Math.max(0, length));
        }
        if (bodiless || length < 0) {
            end(body);
        } else if (length == 0) {
            chunk = new byte[CHUNK];
        }
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int at, int length) throws IOException {
        Objects.checkFromIndexSize(at, length, bytes.length);
        ResponseBody begun = begun();
        if (length == 0) {
            return;
        }
        if (ended) {
            throw new IOException("the response has ended");
        }
        if (chunk.length == 0) {
            begun.write(bytes, at, length);
        } else {
            hold(begun, bytes, at, length);
        }
    }

    private void hold(ResponseBody begun, byte[] bytes, int at, int length) throws IOException {
        int from = at;
        int left = length;
        while (left > 0) {
            int count = Math.min(left, chunk.length - held);
            System.arraycopy(bytes, from, chunk, held, count);
            held += count;
            from += count;
            left -= count;
            if (held == chunk.length) {
                sendChunk(begun);
            }
        }
    }

    private void sendChunk(ResponseBody begun) throws IOException {
        int length = held;
        held = 0;
        begun.write(chunk, 0, length);
    }

    private ResponseBody begun() throws IOException {
        if (body == null) {
            throw new IOException("the response's headers are not sent yet");
        }
        return body;
    }

    @Override
    public void flush() throws IOException {
        ResponseBody begun = begun();
        if (!ended) {
            sendChunk(begun);
            begun.flush();
        }
    }

    /** Ends the exchange. */
    @Override
    public void close() throws IOException {
        ResponseBody begun = begun();
        if (!ended) {
            sendChunk(begun);
            end(begun);
        }
    }

    /** Fewer bytes than were announced: the client can only be told by cutting the connection. */
    private void end(ResponseBody begun) throws IOException {
        ended = true;
        requestBody.close();
        try {
            begun.close();
        } catch (IOException e) {
            exchange.cut(String.valueOf(e.getMessage()));
            throw e;
        }
    }
}
