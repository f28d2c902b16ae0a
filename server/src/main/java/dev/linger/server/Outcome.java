package dev.linger.server;

/**
 * What an exchange came to.
 *
 * @param status of the response
 * @param bodyBytes of the response, decoded
 * @param endedAt when the socket had taken the response, nanoseconds of the loop's clock
 */
record Outcome(int status, long bodyBytes, long endedAt) {
    /** As the handler wanted. */
    static Outcome of(Call call) {
        return new Outcome(call.exchange.status(), call.responseBytes(), call.endedAt());
    }
}
