package dev.linger.server;

import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import org.jspecify.annotations.Nullable;

/** Why a connection ends at an exchange boundary: the first reason that holds. */
final class Ending {
    private static final long AT_ONCE_NANOS = 100_000_000;

    private Ending() {}

    /** Null where the connection is kept (RFC 9112, section 9.3). */
    static @Nullable Reason of(
            Exchange exchange, boolean untilClose, ServerLoop loop, long number, Account account) {
        int request = exchange.number();
        if (exchange.head().asksClose()) {
            return Reason.client(
                    CloseCause.CLOSE_REQUESTED,
                    Phase.IDLE,
                    exchange.head().saysClose()
                            ? "request " + request + " carries \"Connection: close\""
                            : "request " + request + " is HTTP/1.0 without keep-alive");
        }
        if (exchange.saysClose()) {
            return server(CloseCause.CLOSE_REQUESTED, "the handler's response says close");
        }
        if (untilClose) {
            return server(CloseCause.BODY_UNTIL_CLOSE, "the response has no length");
        }
        if (loop.isClosing()) {
            return Reason.operator(CloseCause.DRAIN, Phase.IDLE, "the server is shutting down");
        }
        if (!loop.keepsAlive()) {
            return server(CloseCause.CLOSE_REQUESTED, "keep-alive is turned off");
        }
        if (request >= loop.mostRequests()) {
            return server(CloseCause.MAX_REQUESTS, "request " + request + " is the last allowed");
        }
        if (loop.clock() - account.opened >= loop.ageNanos(number)) {
            return server(CloseCause.MAX_AGE, loop.says(CloseCause.MAX_AGE));
        }
        return unreadTooMuch(exchange, loop)
                ? Reason.server(
                        CloseCause.UNREAD_BODY,
                        Phase.EARLY_RESPONSE,
                        "the body of request " + request + " is too long to be thrown away")
                : null;
    }

    private static boolean unreadTooMuch(Exchange exchange, ServerLoop loop) {
        if (exchange.inflow.isEnded()) {
            return false;
        }
        boolean waits = exchange.head().expectsContinue() && exchange.inflow.came() == 0;
        long left = exchange.head().contentLength() - exchange.inflow.came();
        return waits || left > loop.unreadBytes();
    }

    private static Reason server(CloseCause cause, String says) {
        return Reason.server(cause, Phase.IDLE, says);
    }

    /** The client has closed a connection that both sides had offered to keep. */
    static Reason left(long idleNanos, Account account) {
        String after = "the client closed " + Seconds.text(idleNanos) + " after ";
        return idleNanos < AT_ONCE_NANOS
                ? Reason.client(
                        CloseCause.SURPLUS, Phase.IDLE, after + "response " + account.responses())
                : Reason.client(
                        CloseCause.IDLE_TIMEOUT,
                        Phase.IDLE,
                        after + "response " + account.responses());
    }

    static Reason unused() {
        return Reason.client(
                CloseCause.UNUSED, Phase.UNUSED, "the client closed without a byte");
    }

    static Reason brokenHead() {
        return Reason.client(
                CloseCause.ABANDONED,
                Phase.REQUEST_HEAD,
                "the client closed inside a request's head");
    }

    static Reason brokenOff(Account account) {
        return Reason.client(
                CloseCause.ABANDONED,
                Phase.REQUEST_BODY,
                "the client closed inside the body of request " + account.requests());
    }

    static Reason halfClosed() {
        return Reason.client(
                CloseCause.CLOSE_REQUESTED,
                Phase.IDLE,
                "the client closed its side and took the answer");
    }

    static Reason resetMidway(Exchange exchange) {
        return Reason.client(
                exchange.isResponseBegun() ? CloseCause.UNREAD_BODY : CloseCause.ABANDONED,
                exchange.phase(),
                "the client reset the connection in mid exchange");
    }

    static Reason reset(State state) {
        return Reason.client(
                CloseCause.ABORT, state.phase(), "the client reset the connection");
    }

    static Reason cut(Throwable reason) {
        return Reason.server(
                CloseCause.TRUNCATED,
                Phase.RESPONSE_BODY,
                "the handler failed in mid response: " + reason);
    }

    static Reason unread(Exchange exchange) {
        return Reason.server(
                CloseCause.UNREAD_BODY,
                Phase.EARLY_RESPONSE,
                "the body of request "
                        + exchange.number()
                        + " was not read to its end, and is too long to be thrown away");
    }
}
