package dev.linger.server;

import java.time.Duration;

/**
 * How long a connection may take for what. Each measures one thing alone.
 *
 * @param head from the first byte of a request to the end of its head, in all: trickling does not
 *     extend it. Answered with 408
 * @param body while the handler waits for bytes of the request's body, or what it has left of it is
 *     thrown away
 * @param write while the client does not take the bytes of the response; the handler's own time
 *     does not count
 * @param idle from the end of a response, or from the connection's opening, to the first byte of
 *     the next request; shortened by up to a tenth, so that connections opened together do not end
 *     together
 * @param handler from the end of the request's head to the beginning of the response, without the
 *     time in which the handler waits for the body. Answered with 503
 * @param age of a connection; then the next response announces the end. Shortened by up to a tenth
 */
public record Deadlines(
        Duration head, Pace body, Pace write, Duration idle, Duration handler, Duration age) {

    /** A deadline that is never reached. */
    public static final Duration NEVER = Duration.ofNanos(Long.MAX_VALUE / 4);

    public Deadlines {
        check("head", head);
        check("idle", idle);
        check("handler", handler);
        check("age", age);
    }

    /**
     * What blocked time is measured by.
     *
     * @param stall longest time without a byte
     * @param bytesPerSecond least rate over the waits that brought bytes, taken together; 0 for
     *     none
     * @param grace time of such waits before the rate counts
     */
    public record Pace(Duration stall, long bytesPerSecond, Duration grace) {
        public Pace {
            check("stall", stall);
            check("grace", grace);
            if (bytesPerSecond < 0) {
                throw new IllegalArgumentException(
                        "least rate "
                                + bytesPerSecond
                                + " bytes a second: must not be negative; 0 is none");
            }
        }
    }

    private static void check(String what, Duration duration) {
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
     * Head 10 s, body and write 30 s without a byte or less than 240 bytes a second after 5 s, idle
     * 75 s, handler 60 s, age 1 h.
     */
    public static Deadlines defaults() {
        Pace pace = new Pace(Duration.ofSeconds(30), 240, Duration.ofSeconds(5));
        return new Deadlines(
                Duration.ofSeconds(10),
                pace,
                pace,
                Duration.ofSeconds(75),
                Duration.ofSeconds(60),
                Duration.ofHours(1));
    }

    public Deadlines withHead(Duration other) {
        return new Deadlines(other, body, write, idle, handler, age);
    }

    public Deadlines withBody(Pace other) {
        return new Deadlines(head, other, write, idle, handler, age);
    }

    public Deadlines withWrite(Pace other) {
        return new Deadlines(head, body, other, idle, handler, age);
    }

    public Deadlines withIdle(Duration other) {
        return new Deadlines(head, body, write, other, handler, age);
    }

    public Deadlines withHandler(Duration other) {
        return new Deadlines(head, body, write, idle, other, age);
    }

    public Deadlines withAge(Duration other) {
        return new Deadlines(head, body, write, idle, handler, other);
    }
}
