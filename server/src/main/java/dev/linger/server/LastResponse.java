package dev.linger.server;

import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import org.jspecify.annotations.Nullable;

/**
 * Whether a response is its connection's last, and why: the first reason that holds. Changes
 * nothing.
 */
final class LastResponse {
    private LastResponse() {}

    /** Null where the connection is kept (RFC 9112, section 9.3). */
    static @Nullable Reason of(Call call, boolean untilClose, boolean whole) {
        Reason wanted = wanted(call);
        if (wanted != null) {
            return wanted;
        }
        if (call.exchange.says("close")) {
            return server(CloseCause.CLOSE_REQUESTED, "the handler's response says close");
        }
        return offered(call, untilClose, whole);
    }

    /**
     * The same where the handler's response, which may be in the making on its thread, is not sent.
     */
    static @Nullable Reason insteadOfHandler(Call call) {
        Reason wanted = wanted(call);
        return wanted == null ? offered(call, false, true) : wanted;
    }

    private static @Nullable Reason wanted(Call call) {
        Reason decided = call.connection.farewell().decided();
        if (decided != null || !call.head.asksClose()) {
            return decided;
        }
        return Reason.client(
                CloseCause.CLOSE_REQUESTED,
                Phase.IDLE,
                call.head.saysClose()
                        ? "request " + call.number + " carries \"Connection: close\""
                        : "request " + call.number + " is HTTP/1.0 without keep-alive");
    }

    private static @Nullable Reason offered(Call call, boolean untilClose, boolean whole) {
        ServerLoop loop = call.loop;
        int request = call.number;
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
        long age = (call.isOnLoop() ? loop.now() : loop.clock()) - call.connection.account.opened;
        if (age >= call.spans().age(call.connection.number())) {
            return server(
                    CloseCause.MAX_AGE, "the connection is " + Seconds.text(age) + " old, its cap");
        }
        return call.inflow.isEnded() ? null : unread(call, whole);
    }

    /** The same, unless what it says of the body is so no more. */
    static Reason askedLate(Call call, Reason said) {
        return said.cause() != CloseCause.UNREAD_BODY
                ? said
                : server(
                        CloseCause.CLOSE_REQUESTED,
                        "the response began, and said so, before the body of request "
                                + call.number
                                + " was asked for");
    }

    private static @Nullable Reason unread(Call call, boolean whole) {
        long left = call.head.contentLength() - call.inflow.came();
        if (call.waitsForInvitation()) {
            return Reasons.unread(
                    "the client waits to be asked for the body of request "
                            + call.number
                            + ", and was not");
        }
        // The handler of a response that only begins may still read the rest.
        return whole && left > call.loop.unreadBytes()
                ? Reasons.unread(
                        "the body of request " + call.number + " is too long to be thrown away")
                : null;
    }

    private static Reason server(CloseCause cause, String says) {
        return Reason.server(cause, Phase.IDLE, says);
    }
}
