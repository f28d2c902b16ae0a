package dev.linger.server;

import dev.linger.life.CloseCause;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;
import java.io.IOException;

/** The reasons for which a connection ends but by its last response, in sentences. */
final class Reasons {
    private static final long AT_ONCE_NANOS = 100_000_000;

    private Reasons() {}

    static Reason unusedTooLong(State.Unused state, Connection connection, long now) {
        // Empty lines before a request are none of it (RFC 9112, section 2.2).
        String none = connection.account.bytesIn == 0 ? "no byte" : "no request";
        return Reason.server(
                CloseCause.UNUSED,
                Phase.UNUSED,
                none + " came for " + Seconds.text(now - state.since()));
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
                        + came(connection.account, state)
                        + " bytes had come");
    }

    private static long came(Account account, State.InHead state) {
        return account.bytesIn - state.before() + account.sealedHeld();
    }

    static Reason bodyTooSlow(Call call, long now) {
        long since = call.bodyAwaitedSince();
        String how =
                call.spans()
                        .body()
                        .says(
                                since,
                                call.inflow.waitedNanos(now),
                                call.bodyCame(),
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

    /**
     * @param heard whether its system has acknowledged the answer
     */
    static Reason halfClosed(boolean heard) {
        return Reason.client(
                CloseCause.CLOSE_REQUESTED,
                Phase.IDLE,
                heard
                        ? "the client closed its side and took the answer"
                        : "the client closed its side before the answer; whether it took that does"
                                + " not show from here");
    }

    /** It had closed its side before the answer, and its system knew it no more when that came. */
    static Reason heardNothing(Account account) {
        return Reason.client(
                CloseCause.ABANDONED,
                Phase.HANDLING,
                "the client was gone before the answer to request " + account.requests());
    }

    static Reason resetMidway(Call call) {
        return Reason.client(
                call.isResponseBegun() ? CloseCause.UNREAD_BODY : CloseCause.ABANDONED,
                call.phase(),
                "the client reset the connection in mid exchange");
    }

    static Reason reset(State state) {
        return switch (state) {
            case State.Handshaking _, State.Unused _ ->
                    Reason.client(
                            CloseCause.UNUSED,
                            Phase.UNUSED,
                            "the client reset the connection without a request");
            case State.InHead _ ->
                    Reason.client(
                            CloseCause.ABANDONED,
                            Phase.REQUEST_HEAD,
                            "the client reset the connection inside a request's head");
            default ->
                    Reason.client(
                            CloseCause.ABORT, state.phase(), "the client reset the connection");
        };
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
                                connection.requests().cameSinceAnswer(),
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
        return Reason.server(
                CloseCause.CLOSE_REQUESTED,
                Phase.IDLE,
                "request " + call.number + " asks for a tunnel, which is not offered");
    }

    static Reason upgraded(Call call) {
        return Reason.client(
                CloseCause.UPGRADED,
                Phase.UPGRADED,
                "request " + call.number + " was answered with 101");
    }

    static Reason unread(String says) {
        return Reason.server(CloseCause.UNREAD_BODY, Phase.EARLY_RESPONSE, says);
    }
}
