package dev.linger.server;

import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An answer that the server gives in a handler's place, or to what is no request: short, and
 * written at once and whole, or else the connection is reset. Belongs to the loop's thread.
 */
record OwnAnswer(Connection connection, ServerLoop loop, Wire wire, Farewell farewell) {
    /** Answers, and ends the connection where there is a reason to. */
    void give(@Nullable Call call, int status, @Nullable Reason reason) {
        Reason ending = reason;
        if (call != null) {
            call.take();
            if (call.outflow.isTorn()) {
                farewell.cutOff(call, Reasons.torn(call));
                return;
            }
            ending = ending == null ? LastResponse.insteadOfHandler(call) : ending;
        }
        boolean bare =
                call == null ? connection.requests().wantNoContent() : call.head.isMethod("HEAD");
        Call kept = ending == null ? call : null;
        answer(call, ending, ShortAnswer.of(status, bare, kept, loop.date()));
    }

    private void answer(@Nullable Call call, @Nullable Reason ending, ShortAnswer answer) {
        boolean whole;
        try {
            whole = sendShort(call, answer.bytes());
        } catch (IOException e) {
            connection.broken(e);
            return;
        }
        Outcome outcome = answer.outcome(loop.now());
        connection.account.answered(call, outcome);
        if (call != null) {
            connection.keptAsAfter(call);
            loop.exchanged(connection, call, outcome, ending);
            call.inflow.fail(
                    new ExchangeOverException("the server has answered with " + answer.status()));
        } else if (ending != null) {
            loop.refused(connection, outcome, ending);
        }
        if (!whole) {
            Reason decided = farewell.decided();
            connection.account.serverReset(loop.now());
            wire.reset();
            farewell.over(
                    decided == null
                            ? Reasons.noRoomForAnswer(answer.status(), connection.state().phase())
                            : decided);
        } else if (ending != null) {
            farewell.linger(farewell.decide(ending));
        } else if (call != null && !call.inflow.isEnded()) {
            connection.requests().discard(call);
        } else {
            connection.become(new State.Idle(loop.now()));
            connection.afterInput();
        }
    }

    /** Returns whether all of it is sent. */
    private boolean sendShort(@Nullable Call call, byte[] answer) throws IOException {
        if (call != null && call.isOnLoop()) {
            call.outflow.send(answer, 0, answer.length);
            return call.outflow.isEmpty();
        }
        int taken = wire.write(ByteBuffer.wrap(answer));
        connection.account.sent(taken);
        return taken == answer.length;
    }

    /** The handler has failed before it began its response. */
    void handlerFailed(Call call, int status) {
        if (connection.isAbout(call)) {
            give(call, status, farewell.decided());
        }
    }

    /**
     * One connection too many.
     *
     * @param told whether it is told so; else it takes no room at all
     */
    void refuse(boolean told) {
        Reason full =
                Reason.server(
                        CloseCause.OVER_LIMIT,
                        Phase.UNUSED,
                        "there are as many connections as may be");
        if (!told) {
            connection.account.serverReset(loop.now());
            wire.reset();
            farewell.over(farewell.decide(full));
        } else if (connection.state() instanceof State.Handshaking) {
            // To say so over TLS would cost the handshake that is to be spared.
            farewell.linger(full);
        } else {
            give(null, 503, full);
        }
    }

    /** Plain HTTP came where TLS is spoken. */
    void refusePlain() {
        connection.account.requestBroken(loop.now());
        answer(null, TlsReasons.plainToTls(), ShortAnswer.plainToTls(loop.date()));
    }
}
