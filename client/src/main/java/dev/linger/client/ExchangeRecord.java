package dev.linger.client;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * One exchange, when its response was complete or was left by its program.
 *
 * @param connection its number, as in {@code HttpResponse.connectionLabel}
 * @param local our end of the connection
 * @param server the end that was connected to
 * @param use number of the request on its connection, from 1
 * @param idleBefore how long the connection was idle; empty for a new one
 * @param connect what opening the connection took, names included
 * @param tls what the TLS handshake took; zero without TLS
 * @param send from the first to the last byte of the request
 * @param firstByte from the end of the request to the first byte of the response; zero where it
 *     came before that end
 * @param rest from the first byte of the response to the last one that was read
 * @param responseBytes of the body
 */
public record ExchangeRecord(
        long connection,
        InetSocketAddress local,
        InetSocketAddress server,
        int use,
        String method,
        int status,
        Optional<Duration> idleBefore,
        Duration connect,
        Duration tls,
        Duration send,
        Duration firstByte,
        Duration rest,
        long responseBytes) {

    static ExchangeRecord of(Connection connection) {
        Account account = connection.account;
        return new ExchangeRecord(
                connection.number,
                connection.local(),
                connection.server(),
                account.requests,
                account.method == null ? "" : account.method,
                account.status,
                account.idleBefore < 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofNanos(account.idleBefore)),
                Duration.ofNanos(account.connectNanos),
                Duration.ofNanos(account.tlsNanos),
                between(account.requestBegan, account.requestEnded),
                between(account.requestEnded, account.responseBegan),
                between(account.responseBegan, account.lastOfResponse()),
                account.responseBytes);
    }

    private static Duration between(long from, long to) {
        return Duration.ofNanos(Math.max(0, to - from));
    }
}
