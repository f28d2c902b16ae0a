package dev.linger.client;

import java.time.Duration;

/**
 * What bounds a step on the way to a connection: a deadline of its own, and the time of its
 * request.
 *
 * @param name of the deadline
 * @param by when the request's time is over (System.nanoTime)
 */
record Limit(String name, Duration deadline, long by) {
    /** Milliseconds to wait from now on; 0 is for ever. */
    int millis() {
        return Waits.millis(by, deadline);
    }

    /** Which of both was reached, for a sentence: {@code (limit tls=30000ms)}. */
    String says() {
        return Waits.hasPassed(by, System.nanoTime())
                ? " (limit: the request's time)"
                : " (limit " + name + "=" + Waits.millis(Waits.NEVER, deadline) + "ms)";
    }
}
