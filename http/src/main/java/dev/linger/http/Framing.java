package dev.linger.http;

/** How the end of a message's body is told (RFC 9112, section 6.3). */
public sealed interface Framing {

    /** Body bytes that the framing announces; -1 where it announces none in number. */
    default long declaredBytes() {
        return -1;
    }

    /** No body, whatever the fields say. */
    record None() implements Framing {
        @Override
        public long declaredBytes() {
            return 0;
        }
    }

    /**
     * As many bytes as Content-Length says.
     *
     * @param bytes from 0
     */
    record Length(long bytes) implements Framing {
        @Override
        public long declaredBytes() {
            return bytes;
        }
    }

    /** Chunks, each with its size. */
    record Chunked() implements Framing {}

    /** Only the end of the stream ends the body. */
    record UntilClose() implements Framing {}

    /** The connection is no longer HTTP's: 101, or 2xx to CONNECT (RFC 9110, section 9.3.6). */
    record Tunnel() implements Framing {}
}
