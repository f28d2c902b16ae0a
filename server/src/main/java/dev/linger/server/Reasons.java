package dev.linger.server;

import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a connection ends at an exchange boundary: the first reason that holds. */
final class Ending {
    private static final long AT_ONCE_NANOS = 100_000_000;

    private Ending() {}

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
            return unread(
                    "the client waits to be asked for the body of request "
                            + call.number
                            + ", and was not");
        }
        // The handler of a response that only begins may still read the rest.
        return whole && left > call.loop.unreadBytes()
                ? unread("the body of request " + call.number + " is too long to be thrown away")
                : null;
    }

    private static Reason unread(String says) {
        return Reason.server(CloseCause.UNREAD_BODY, Phase.EARLY_RESPONSE, says);
    }

    private static Reason server(CloseCause cause, String says) {
        return Reason.server(cause, Phase.IDLE, says);
    }

    /** Too slow a client, or one that has gone; by the state that it was left in. */
    static Reason unusedTooLong(State.Unused state, long now) {
        return Reason.server(
                CloseCause.UNUSED,
                Phase.UNUSED,
                "no byte came for " + Seconds.text(now - state.since()));
    }

    static Reason idleTooLong(State.Idle state, long now) {
        return Reason.server(
                CloseCause.IDLE_TIMEOUT,
                Phase.IDLE,
                "no request came for " + Seconds.text(now - state.since()));
    }

    static Reason headTooSlow(State.InHead state, Connection connection, Spans spans, long now) {
        return Reason.server(
                CloseCause.HEAD_TIMEOUT,
                Phase.REQUEST_HEAD,
                "the request's head was incomplete after "
                        + Seconds.text(now - state.since())
                        + " (limit "
                        + Seconds.text(spans.head())
                        + "); "
                        + (connection.account.bytesIn - state.before())
                        + " bytes had come");
    }

    static Reason bodyTooSlow(Call call, long now) {
        long since = call.inflow.waitingSince();
        String how =
                call.spans()
                        .body()
                        .says(
                                since,
                                call.inflow.waitedNanos(now),
                                call.inflow.came(),
                                now,
                                "no byte of the request's body came for ",
                                "of the request's body came in ");
        return Reason.server(CloseCause.BODY_TIMEOUT, call.phase(), how);
    }

    static Reason writeTooSlow(Call call, long now) {
        Outflow outflow = call.outflow;
        String how =
                call.spans()
                        .write()
                        .says(
                                outflow.blockedSince(),
                                outflow.blockedNanos(now),
                                outflow.blockedBytes(),
                                now,
                                "the client took no byte for ",
                                "were taken by the client in ");
        return Reason.server(CloseCause.WRITE_TIMEOUT, call.phase(), how);
    }

    static Reason noRoomForAnswer(int status, Phase phase) {
        return Reason.client(
                CloseCause.ABANDONED,
                phase,
                "the client takes no bytes: the answer " + status + " could not be sent");
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
        return Reason.client(CloseCause.UNUSED, Phase.UNUSED, "the client closed without a byte");
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
        return Reason.client(CloseCause.ABORT, state.phase(), "the client reset the connection");
    }

    /** The client's system, or the way to it, is gone. */
    static Reason vanished(Phase phase, IOException how) {
        return new Reason(
                CloseCause.VANISHED,
                DecidedBy.NETWORK,
                phase,
                "the client answers no more: " + how.getMessage());
    }

    static Reason cut(Call call, String why) {
        if (!call.isResponseBegun()) {
            return Reason.server(
                    CloseCause.NO_RESPONSE,
                    call.phase(),
                    "the handler gave request " + call.number + " up: " + OneLine.of(why));
        }
        return Reason.server(
                CloseCause.TRUNCATED,
                Phase.RESPONSE_BODY,
                "the handler failed in mid response: " + OneLine.of(why));
    }

    /** Half an interim response is sent, of which any answer would become a part. */
    static Reason torn(Call call) {
        return Reason.server(
                CloseCause.NO_RESPONSE,
                call.phase(),
                "an interim response to request " + call.number + " could not be sent whole");
    }

    static Reason unreadTooLong(Call call) {
        return unread(
                "the body of request "
                        + call.number
                        + " was not read to its end, and is too long to be thrown away");
    }

    static Reason unreadTooSlow(State.Draining state, Connection connection, long now) {
        String how =
                state.call()
                        .spans()
                        .body()
                        .says(
                                Deadline.lastHeard(state, connection),
                                now - state.since(),
                                connection.farewell().requests().cameSinceAnswer(),
                                now,
                                "no byte of the rest of its body came for ",
                                "of the rest of its body came in ");
        return unread("request " + state.call().number + " was answered, and " + how);
    }

    static Reason tooLong(Call call) {
        return Reason.server(
                CloseCause.UNREAD_BODY,
                Phase.EARLY_RESPONSE,
                "the body of request "
                        + call.number
                        + " is longer than the "
                        + call.loop.heldBodyBytes()
                        + " bytes that are held for a non-blocking handler");
    }

    /** RFC 9110, section 9.3.6: what follows the request could be meant for the tunnel. */
    static Reason noTunnel(Call call) {
        return server(
                CloseCause.CLOSE_REQUESTED,
                "request " + call.number + " asks for a tunnel, which is not offered");
    }

    static Reason upgraded(Call call) {
        return Reason.client(
                CloseCause.UPGRADED,
                Phase.UPGRADED,
                "request " + call.number + " was answered with 101");
    }
}
