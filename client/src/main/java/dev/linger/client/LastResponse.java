package dev.linger.client;

import dev.linger.http.KeepOrClose;
import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import org.jspecify.annotations.Nullable;

/** Whether a response is its connection's last, and why: the first reason that holds. */
final class LastResponse {
    private static final int NO_CONTENT = 204;

    private LastResponse() {}

    /** What the exchange means for the connection; null where it is kept. */
    static @Nullable Reason of(Call call) {
        Connection connection = call.connection;
        int number = connection.account.requests;
        if (call.isMended()) {
            return Reason.client(
                    CloseCause.BAD_MESSAGE,
                    Phase.IDLE,
                    "the head of response " + number + " had to be mended");
        }
        if (!call.isSentWhole()) {
            return Reason.client(
                    CloseCause.UNREAD_BODY,
                    Phase.EARLY_RESPONSE,
                    "the server answered before it took the whole request");
        }
        if (call.head().status() == NO_CONTENT && call.head().field("Transfer-Encoding") != null) {
            return Reason.client(
                    CloseCause.BAD_MESSAGE,
                    Phase.IDLE,
                    "response "
                            + number
                            + " is a 204 with a Transfer-Encoding (RFC 9112, section 6.1): chunks"
                            + " may follow");
        }
        KeepOrClose decision =
                KeepOrClose.after(
                        call.asked.asksClose(call.head()),
                        call.head(),
                        connection.reader.framing());
        return switch (decision) {
            case KeepOrClose.Close close -> asked(close, number);
            case KeepOrClose.Upgraded _ ->
                    Reason.server(
                            CloseCause.UPGRADED, Phase.UPGRADED, "response " + number + " is 101");
            case KeepOrClose.Keep _ -> worn(connection, number);
        };
    }

    private static Reason asked(KeepOrClose.Close close, int number) {
        if (close.cause() == CloseCause.BODY_UNTIL_CLOSE) {
            return Reason.server(
                    close.cause(), Phase.IDLE, "response " + number + " has no length");
        }
        return close.decidedBy() == Side.CLIENT
                ? Reason.client(close.cause(), Phase.IDLE, "request " + number + " asked to close")
                : Reason.server(
                        close.cause(), Phase.IDLE, "response " + number + " asked to close");
    }

    private static @Nullable Reason worn(Connection connection, int number) {
        if (connection.exchangesLeft <= 0) {
            return Reason.client(
                    CloseCause.MAX_REQUESTS,
                    Phase.IDLE,
                    "response " + number + " says \"Keep-Alive: max=0\"");
        }
        return Fitness.tooOld(connection, connection.account.responseEnded);
    }
}
