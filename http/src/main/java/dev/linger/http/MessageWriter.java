package dev.linger.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Arrays;

/**
 * Writes heads, bodies, chunks and trailers of HTTP/1.1 messages, one after the other, into an
 * array that grows. What a strict reader would refuse is refused here, with an {@link
 * IllegalArgumentException} that names it; calls out of order are an {@link IllegalStateException}.
 * After a refusal the message is unfinished and the writer is to be cleared. Not thread-safe.
 */
public final class MessageWriter {
    private enum State {
        START,
        HEAD,
        BODY,
        CHUNKS,
        TRAILERS
    }

    /** A chunk of so many bytes does not grow any more. */
    private static final int LARGE_CHUNK = 4096;

    private byte[] bytes;
    private int length;
    private State state = State.START;
    private final WrittenFraming framing = new WrittenFraming();

    /** Where the last chunk begins and its data; of no meaning where {@link #chunkTo} is 0. */
    private int chunkFrom;

    private int chunkDataFrom;

    /** Where the last chunk ends while it can grow; else 0. */
    private int chunkTo;

    /**
     * @param capacity bytes of the array before it grows, positive
     */
    public MessageWriter(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ": must be positive");
        }
        bytes = new byte[capacity];
    }

    /** The array written to; another one once it has grown. */
    public byte[] bytes() {
        return bytes;
    }

    /** Bytes written since the last {@link #clear()}, from position 0 of the array. */
    public int length() {
        return length;
    }

    /** The bytes are sent: writes on from position 0, in the same message where one is open. */
    public void sent() {
        length = 0;
        chunkTo = 0;
    }

    /** Forgets everything written and any message in progress. */
    public void clear() {
        length = 0;
        chunkTo = 0;
        state = State.START;
    }

    /**
     * Takes back what was written since the array held this many bytes, with the message in
     * progress.
     */
    public void backTo(int earlier) {
        length = Math.min(earlier, length);
        chunkTo = 0;
        state = State.START;
    }

    /** Begins a request (RFC 9112, section 3). */
    public void request(String method, String target) {
        request(method, target, 1);
    }

    /**
     * The same in an older version.
     *
     * @param minorVersion 0 or 1, of HTTP/1
     */
    public void request(String method, String target, int minorVersion) {
        if (minorVersion != 0 && minorVersion != 1) {
            throw new IllegalArgumentException(
                    "HTTP/1." + minorVersion + ": there are HTTP/1.0 and HTTP/1.1");
        }
        begin("a request line");
        checkMethod(method);
        check(Grammar.isTarget(target), "target", target, "must be visible US-ASCII");
        framing.beginRequest();
        ascii(method);
        put(' ');
        ascii(target);
        ascii(minorVersion == 0 ? " HTTP/1.0\r\n" : " HTTP/1.1\r\n");
    }

    /**
     * Refuses what {@link #request} would refuse.
     *
     * @throws IllegalArgumentException if it is no token (RFC 9110, section 9.1)
     */
    public static void checkMethod(String method) {
        check(Grammar.isToken(method), "method", method, "must be a token");
    }

    /**
     * Begins a response (RFC 9112, section 4).
     *
     * @param status from 100 to 599
     * @param reason may be empty
     */
    public void response(int status, String reason) {
        response(status, statusLine(status, reason));
    }

    /**
     * Begins a response with a line that is kept for all with this status.
     *
     * @param line of {@link #statusLine}
     */
    public void response(int status, byte[] line) {
        begin("a status line");
        framing.beginResponse(status);
        raw(line, 0, line.length);
    }

    /** A status line; see {@link #response(int, String)}. */
    public static byte[] statusLine(int status, String reason) {
        if (status < 100 || status > 599) {
            throw new IllegalArgumentException("status " + status + ": must be from 100 to 599");
        }
        check(Grammar.isText(reason), "reason", reason, "must not hold control characters");
        return ("HTTP/1.1 " + status + " " + reason + "\r\n").getBytes(ISO_8859_1);
    }

    private void begin(String what) {
        if (state != State.START && state != State.BODY) {
            throw outOfOrder(what);
        }
        state = State.HEAD;
    }

    /** Writes a field line of the head, or of the trailers after {@link #lastChunk()}. */
    public void field(String name, String value) {
        checkField(name, value);
        fieldChecked(name, value);
    }

    /**
     * Writes a field that {@link #checkField} has let pass already; otherwise as {@link #field}.
     *
     * @throws IllegalArgumentException if the field contradicts the framing
     */
    public void fieldChecked(String name, String value) {
        if (state != State.HEAD && state != State.TRAILERS) {
            throw outOfOrder("field " + name);
        }
        if (state == State.HEAD) {
            framing.field(name, value);
        } else {
            WrittenFraming.checkTrailer(name);
        }
        ascii(name);
        ascii(": ");
        ascii(value);
        ascii("\r\n");
    }

    /** A field line, to be kept and written again and again by {@link #line}. */
    public static byte[] fieldLine(String name, String value) {
        checkField(name, value);
        return (name + ": " + value + "\r\n").getBytes(ISO_8859_1);
    }

    /**
     * Writes a field line of the head.
     *
     * @param fieldLine of {@link #fieldLine}; none that tells the length of the body, or Host
     */
    public void line(byte[] fieldLine) {
        if (state != State.HEAD) {
            throw outOfOrder("a field");
        }
        raw(fieldLine, 0, fieldLine.length);
    }

    /**
     * Refuses what {@link #field} would refuse anywhere.
     *
     * @throws IllegalArgumentException if the name is no token, or the value holds control
     *     characters
     */
    public static void checkField(String name, String value) {
        check(Grammar.isToken(name), "field name", name, "must be a token");
        if (!Grammar.isText(value)) {
            throw new IllegalArgumentException(
                    "value of field "
                            + name
                            + " \""
                            + Grammar.printable(value)
                            + "\": must not hold control characters, nor any above U+00FF");
        }
    }

    /**
     * Refuses what {@link #field} would refuse among trailers.
     *
     * @throws IllegalArgumentException as {@link #checkField}, and if the field frames or routes
     *     the message
     */
    public static void checkTrailer(String name, String value) {
        checkField(name, value);
        WrittenFraming.checkTrailer(name);
    }

    /** Writes the Content-Length of the message (RFC 9110, section 8.6). */
    public void contentLength(long length) {
        if (state != State.HEAD) {
            throw outOfOrder("field Content-Length");
        }
        framing.contentLength(length);
        ascii("Content-Length: ");
        decimal(length);
        ascii("\r\n");
    }

    /** Ends the head; the body follows in the framing that its fields declared. */
    public void endHead() {
        if (state != State.HEAD) {
            throw outOfOrder("the end of a head");
        }
        framing.endHead();
        ascii("\r\n");
        state = framing.isChunked() ? State.CHUNKS : State.BODY;
    }

    /**
     * Writes body bytes of a message that is not chunked.
     *
     * @throws IllegalArgumentException if they exceed the declared length
     */
    public void body(byte[] data, int from, int to) {
        if (state != State.BODY) {
            throw outOfOrder("a body");
        }
        framing.body((long) to - from);
        raw(data, from, to);
    }

    /**
     * Counts body bytes that the caller sends by itself, without a copy into this array.
     *
     * @throws IllegalArgumentException if they exceed the declared length
     */
    public void bodyElsewhere(long count) {
        if (state != State.BODY) {
            throw outOfOrder("a body");
        }
        framing.body(count);
    }

    /**
     * Writes bytes of a chunked body: a chunk, or more of the last one while that is here, small,
     * and nothing stands behind it. An empty range writes nothing, for an empty chunk would end the
     * body.
     */
    public void chunk(byte[] data, int from, int to) {
        if (state != State.CHUNKS) {
            throw outOfOrder("a chunk");
        }
        if (from == to) {
            return;
        }
        if (chunkTo == length && length > 0 && length - chunkDataFrom < LARGE_CHUNK) {
            openLastChunk(to - from);
        } else {
            chunkFrom = length;
            ascii(Integer.toHexString(to - from));
            ascii("\r\n");
            chunkDataFrom = length;
        }
        raw(data, from, to);
        ascii("\r\n");
        chunkTo = length;
    }

    /** Takes the last chunk's end away and announces so many bytes more. */
    private void openLastChunk(int more) {
        int dataBytes = length - 2 - chunkDataFrom;
        String size = Integer.toHexString(dataBytes + more);
        int shift = size.length() - (chunkDataFrom - 2 - chunkFrom);
        if (shift > 0) {
            ensure(shift);
            System.arraycopy(bytes, chunkDataFrom, bytes, chunkDataFrom + shift, dataBytes);
        }
        length = chunkFrom;
        ascii(size);
        ascii("\r\n");
        chunkDataFrom = length;
        length += dataBytes;
    }

    /** Writes the last chunk; trailer fields may follow, then {@link #endTrailers()}. */
    public void lastChunk() {
        if (state != State.CHUNKS) {
            throw outOfOrder("the last chunk");
        }
        ascii("0\r\n");
        state = State.TRAILERS;
    }

    /** Ends a chunked message. */
    public void endTrailers() {
        if (state != State.TRAILERS) {
            throw outOfOrder("the end of trailers");
        }
        ascii("\r\n");
        state = State.START;
    }

    private IllegalStateException outOfOrder(String what) {
        String where =
                switch (state) {
                    case START -> "between messages";
                    case HEAD -> "in a head";
                    case BODY -> "in a body";
                    case CHUNKS -> "among chunks";
                    case TRAILERS -> "in trailers";
                };
        return new IllegalStateException(what + " cannot be written " + where);
    }

    private static void check(boolean allowed, String what, String value, String rule) {
        if (!allowed) {
            throw new IllegalArgumentException(
                    what + " \"" + Grammar.printable(value) + "\": " + rule);
        }
    }

    private void put(char c) {
        ensure(1);
        bytes[length] = (byte) c;
        length++;
    }

    private void decimal(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        ensure(digits);
        length += digits;
        long rest = number;
        for (int at = length - 1; at >= length - digits; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** What is allowed has no character beyond 0xff. */
    @SuppressWarnings("deprecation")
    private void ascii(String text) {
        int count = text.length();
        ensure(count);
        text.getBytes(0, count, bytes, length);
        length += count;
    }

    private void raw(byte[] data, int from, int to) {
        ensure(to - from);
        System.arraycopy(data, from, bytes, length, to - from);
        length += to - from;
    }

    private void ensure(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
