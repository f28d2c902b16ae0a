package dev.linger.server;

import java.net.InetSocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an access log writes.
 *
 * @param at when the response ended
 * @param connection number of the connection at this server, from 1
 * @param request number of the request on its connection, from 1
 * @param method null, as target, where the request could not be read or none had come
 * @param minorVersion the 1 of HTTP/1.1
 * @param status of the response
 * @param responseBytes of the response's body
 * @param nanos from the end of the request's head to the end of the response
 * @param referer the request's field
 * @param agent the request's User-Agent
 * @param ending why the connection ends with it; null where it is kept
 */
public record ExchangeRecord(
        Instant at,
        InetSocketAddress client,
        long connection,
        int request,
        @Nullable String method,
        @Nullable String target,
        int minorVersion,
        int status,
        long responseBytes,
        long nanos,
        @Nullable String referer,
        @Nullable String agent,
        @Nullable String ending) {
    static ExchangeRecord of(
            Connection connection,
            Call call,
            Outcome outcome,
            Instant at,
            @Nullable Reason ending) {
        Exchange exchange = call.exchange;
        return new ExchangeRecord(
                at,
                connection.client(),
                connection.number(),
                exchange.number(),
                exchange.method(),
                exchange.target(),
                exchange.minorVersion(),
                outcome.status(),
                outcome.bodyBytes(),
                outcome.endedAt() - call.began,
                exchange.header("Referer"),
                exchange.header("User-Agent"),
                ending == null ? null : ending.cause().word());
    }

    /** What was answered with a status for want of a request. */
    static ExchangeRecord withoutRequest(Connection connection, Outcome outcome, Reason ending) {
        return new ExchangeRecord(
                Instant.now(),
                connection.client(),
                connection.number(),
                connection.account.requests(),
                null,
                null,
                1,
                outcome.status(),
                outcome.bodyBytes(),
                0,
                null,
                null,
                ending.cause().word());
    }
}
