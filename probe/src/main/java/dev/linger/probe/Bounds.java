package dev.linger.probe;

import java.time.Duration;

/**
 * How far a probe goes.
 *
 * @param maxWait longest wait for something that the server may do by itself
 * @param requests most requests on one connection, to find a cap on them
 * @param bodyMethod of the requests that announce a body: {@code GET} does no harm anywhere
 */
public record Bounds(Duration maxWait, int requests, String bodyMethod) {
    /** Longest wait for what a server does at once, if ever. */
    static final Duration SOON = Duration.ofSeconds(12);

    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration LEAST_ANSWER = Duration.ofSeconds(1);

    public Bounds {
        if (maxWait.compareTo(Duration.ofMillis(100)) < 0) {
            throw new IllegalArgumentException(
                    "longest wait "
                            + maxWait.toMillis()
                            + " ms: must be at least 100 ms, or nothing can be seen");
        }
        if (requests < 1) {
            throw new IllegalArgumentException(
                    "most requests " + requests + ": must be at least 1");
        }
    }

    /** Two minutes, 1,010 requests, GET. */
    public static Bounds defaults() {
        return new Bounds(Duration.ofMinutes(2), 1010, "GET");
    }

    /** Longest wait for an answer: who wants to be quick takes a slow server for one that hangs. */
    Duration answer() {
        Duration wait = atMost(ANSWER);
        return wait.compareTo(LEAST_ANSWER) < 0 ? LEAST_ANSWER : wait;
    }

    /** The shorter one of both. */
    Duration atMost(Duration other) {
        return maxWait.compareTo(other) < 0 ? maxWait : other;
    }
}
