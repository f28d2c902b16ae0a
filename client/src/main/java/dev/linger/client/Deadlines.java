package dev.linger.client;

import java.time.Duration;

/**
 * How long an exchange may take for what. Each measures one thing alone.
 *
 * @param connect a TCP connection, names included; the builder's {@code connectTimeout} replaces it
 * @param tls the TLS handshake; no longer than {@code connectTimeout} where that is set
 * @param write while the server takes no byte of the request
 * @param firstByte from the end of the request to the first byte of its response
 * @param betweenBytes of a response that has begun, while the program waits for them
 * @param whole from the call to the last byte of the response's body
 */
public record Deadlines(
        Duration connect,
        Duration tls,
        Duration write,
        Duration firstByte,
        Duration betweenBytes,
        Duration whole) {

    /** A deadline that is never reached. */
    public static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE / 4);

    public Deadlines {
        check("connect", connect);
        check("tls", tls);
        check("write", write);
        check("first byte", firstByte);
        check("between bytes", betweenBytes);
        check("whole", whole);
    }

    static void check(String what, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(
                    what
                            + " deadline "
                            + duration.toMillis()
                            + " ms: must be longer than 0; Deadlines.NEVER is none");
        }
        if (duration.compareTo(NEVER) > 0) {
            throw new IllegalArgumentException(
                    what + " deadline " + duration + ": must not exceed Deadlines.NEVER");
        }
    }

    /**
     * Connect 30 s, TLS 30 s, write 60 s; no others, for a server may think as long as it likes.
     */
    public static Deadlines defaults() {
        return new Deadlines(
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(60),
                NEVER,
                NEVER,
                NEVER);
    }

    public Deadlines withConnect(Duration other) {
        return new Deadlines(other, tls, write, firstByte, betweenBytes, whole);
    }

    public Deadlines withTls(Duration other) {
        return new Deadlines(connect, other, write, firstByte, betweenBytes, whole);
    }

    public Deadlines withWrite(Duration other) {
        return new Deadlines(connect, tls, other, firstByte, betweenBytes, whole);
    }

    public Deadlines withFirstByte(Duration other) {
        return new Deadlines(connect, tls, write, other, betweenBytes, whole);
    }

    public Deadlines withBetweenBytes(Duration other) {
        return new Deadlines(connect, tls, write, firstByte, other, whole);
    }

    public Deadlines withWhole(Duration other) {
        return new Deadlines(connect, tls, write, firstByte, betweenBytes, other);
    }
}
