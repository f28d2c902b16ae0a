package dev.linger.server;

import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import org.jspecify.annotations.Nullable;

/** Why a connection ends at an exchange boundary: the first reason that holds. */
final class Ending {
    private static final long AT_ONCE_NANOS = 100_000_000;

    private Ending() {}

    /** Null where the connection is kept (RFC 9112, section 9.3). */
    static @Nullable Reason of(Call call, boolean untilClose) {
        ServerLoop loop = call.loop;
        int request = call.number;
        if (call.head.asksClose()) {
            return Reason.client(
                    CloseCause.CLOSE_REQUESTED,
                    Phase.IDLE,
                    call.head.saysClose()
                            ? "request " + request + " carries \"Connection: close\""
                            : "request " + request + " is HTTP/1.0 without keep-alive");
        }
        if ("close".equalsIgnoreCase(call.exchange.fieldToSend("Connection"))) {
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
        if (loop.clock() - call.connection.account.opened
                >= loop.ageNanos(call.connection.number())) {
            return server(CloseCause.MAX_AGE, loop.says(CloseCause.MAX_AGE));
        }
        return unreadTooMuch(call)
                ? Reason.server(
                        CloseCause.UNREAD_BODY,
                        Phase.EARLY_RESPONSE,
                        "the body of request " + request + " is too long to be thrown away")
                : null;
    }

    private static boolean unreadTooMuch(Call call) {
        if (call.inflow.isEnded()) {
            return false;
        }
        boolean waits = call.head.expectsContinue() && call.inflow.came() == 0;
        long left = call.head.contentLength() - call.inflow.came();
        return waits || left > call.loop.unreadBytes();
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

    static Reason resetMidway(Call call) {
        return Reason.client(
                call.isResponseBegun() ? CloseCause.UNREAD_BODY : CloseCause.ABANDONED,
                call.phase(),
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

    static Reason unread(Call call) {
        return Reason.server(
                CloseCause.UNREAD_BODY,
                Phase.EARLY_RESPONSE,
                "the body of request "
                        + call.number
                        + " was not read to its end, and is too long to be thrown away");
    }

    static Reason upgraded(Call call) {
        return Reason.client(
                CloseCause.UPGRADED,
                Phase.UPGRADED,
                "request " + call.number + " was answered with 101");
    }
}
