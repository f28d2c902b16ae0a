package dev.linger.client;

import dev.linger.life.CloseCause;
import dev.linger.life.Phase;

/** How an exchange ends: it is told once, and then its connection is the pool's. */
final class ExchangeEnd {
    private ExchangeEnd() {}

    /** The exchange is complete: the connection is kept, or ends. */
    static void finish(Call call) {
        Connection connection = call.connection;
        connection.account.responseBytes = connection.reader.bodyBytes();
        connection.account.responses++;
        connection.account.responseEnded = System.nanoTime();
        Reason ending = LastResponse.of(call);
        tell(call);
        if (ending == null && connection.from == connection.to) {
            connection.giveUpRoom();
            call.pool.giveBack(connection);
        } else if (ending == null) {
            call.pool.end(
                    connection,
                    Reason.client(
                            CloseCause.BAD_MESSAGE,
                            Phase.IDLE,
                            "bytes followed the end of response " + connection.account.responses),
                    0);
        } else {
            connection.noteFin();
            call.pool.end(connection, ending, 0);
        }
    }

    /** The exchange is over before its body has come whole. */
    static void cutShort(Call call, String says) {
        tell(call);
        call.pool.end(
                call.connection,
                Reason.client(CloseCause.UNREAD_BODY, Phase.RESPONSE_BODY, says),
                0);
    }

    private static void tell(Call call) {
        Flight.exchanged(call.connection);
        call.pool.exchanged(call.connection);
    }
}
