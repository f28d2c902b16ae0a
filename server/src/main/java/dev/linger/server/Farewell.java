package dev.linger.server;

import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.server.State.Lingering.Awaited;
import java.io.IOException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * How a connection ends: who closes first, what is said to the client before, and why it was. The
 * first decisive event is the reason; what follows from it changes nothing. Belongs to the loop's
 * thread.
 */
final class Farewell {
    private static final long UNASKED = -1;
    private static final long FIN_NANOS = 20_000_000;

    private final Connection connection;
    private final ServerLoop loop;
    private final Wire wire;
    private volatile @Nullable Reason first;

    /**
     * The client has asked for the close and will send its FIN by itself: until then, or until the
     * alarm that was set with the request, the end of the response calls nobody.
     */
    private volatile boolean unhurried;

    private long patience = UNASKED;

    /** The client has said that it goes; some then wait for us to go (two-way shutdown of TLS). */
    private boolean isToldOfEnd;

    Farewell(Connection connection, ServerLoop loop, Wire wire) {
        this.connection = connection;
        this.loop = loop;
        this.wire = wire;
    }

    /** What the server says in a handler's place. */
    OwnAnswer ownAnswer() {
        return new OwnAnswer(connection, loop, wire, this);
    }

    /** Our FIN, where we close first. */
    OwnFin ownFin() {
        return new OwnFin(connection, loop, wire);
    }

    /** An exchange begins that may be the last. */
    void prepare(Call call) {
        unhurried =
                call.head.asksClose()
                        && connection.requests().isHttp11()
                        && loop.letsClientsCloseFirst()
                        && !call.isOnLoop()
                        && patience() > 0;
        if (unhurried) {
            connection.armWithin(patience());
        }
    }

    /** Whether the end of the response calls nobody, because the client's FIN will. */
    boolean isUnhurried() {
        return unhurried;
    }

    /** The client's patience is over before the response is. */
    void hurry() {
        unhurried = false;
    }

    /** How long the client is given to close first. */
    private long patience() {
        if (patience == UNASKED) {
            patience = loop.patience().patience(connection.client().getAddress());
        }
        return patience;
    }

    /**
     * Has the connection end for this reason, unless there is one already.
     *
     * @return why it ends
     */
    Reason decide(Reason reason) {
        Reason decided = first == null ? reason : first;
        first = decided;
        return decided;
    }

    /** Why the connection ends: as decided, or else for what the exchange says. */
    @Nullable Reason decidedOr(@Nullable Reason other) {
        return first == null ? other : first;
    }

    /** Why the connection ends, once that is decided. */
    @Nullable Reason decided() {
        return first;
    }

    /** The response has announced the end, or must be the last: lets the client close first. */
    void part(Reason reason) {
        Reason ending = decide(reason);
        boolean readAll = connection.requests().areRead();
        if (connection.hasClientEnded()) {
            over(ending);
        } else if (!readAll) {
            linger(ending);
        } else if (loop.mayLetClientCloseFirst(ending, connection.requests().isHttp11())) {
            if (patience() == 0) {
                leave(ending);
                return;
            }
            long since = Math.min(loop.now(), connection.account.responseEnded);
            connection.become(new State.Parting(ending, since, since + patience()));
            wire.listen(true);
            connection.armWithin(since + patience() - loop.now());
        } else {
            leave(ending);
        }
    }

    /**
     * Closes first after an end that was announced. What comes after a close is answered with a
     * reset, which takes from the client what its system does not have yet (RFC 9112, section 9.6):
     * so only where it has everything, and after a while of lingering otherwise.
     */
    private void leave(Reason reason) {
        long left = wire.unacknowledged();
        if (left == 0) {
            over(reason);
        } else {
            ownFin().send(reason, Awaited.ACKNOWLEDGEMENT, left);
        }
    }

    /**
     * Ends behind an answer to a client whose FIN had come before it. It may hear it all the same,
     * or be gone altogether: then its system answers by a RST what was sent.
     */
    void endAnswered() {
        long left = wire.unacknowledged();
        boolean isTold = connection.account.clientFin != 0 && left >= 0;
        Reason reason = Reasons.halfClosed(false);
        connection.account.mayNotHaveHeard = true;
        if (isTold) {
            ownFin().send(reason, Awaited.HEARING, left);
            connection.look();
        } else {
            over(reason);
        }
    }

    /** The client whose FIN came before its answer has that now. */
    void heard() {
        connection.account.mayNotHaveHeard = false;
        over(Reasons.halfClosed(true));
    }

    void linger(Reason reason) {
        if (connection.hasClientEnded()) {
            over(reason);
        } else {
            ownFin().send(reason, Awaited.FIN, wire.unacknowledged());
        }
    }

    /**
     * The client has said that it goes: its FIN is given a moment to be the first, for it is mostly
     * on its way.
     */
    void awaitFin(Reason reason) {
        Reason ending = decide(reason);
        isToldOfEnd = true;
        long moment = Math.min(patience(), FIN_NANOS);
        if (connection.account.clientFin != 0) {
            over(ending);
        } else if (moment == 0) {
            leave(ending);
        } else {
            long now = loop.now();
            long since = connection.state() instanceof State.Parting before ? before.since() : now;
            connection.become(new State.Parting(ending, since, now + moment));
            wire.listen(true);
            connection.armWithin(moment);
        }
    }

    void overdue(long now) {
        switch (connection.state()) {
            case State.Handshaking shaking ->
                    linger(
                            TlsReasons.tooSlow(
                                    shaking, connection, loop.tls().handshakeNanos(), now));
            case State.Unused unused -> linger(Reasons.unusedTooLong(unused, connection, now));
            case State.InHead head -> {
                connection.account.requestBroken(now);
                ownAnswer()
                        .give(null, 408, Reasons.headTooSlow(head, connection, loop.spans(), now));
            }
            case State.Idle idle -> linger(Reasons.idleTooLong(idle, now));
            case State.Draining draining -> part(Reasons.unreadTooSlow(draining, connection, now));
            case State.Busy busy -> overdueWhileBusy(busy.call(), now);
            case State.Parting parting -> {
                if (!isToldOfEnd) {
                    loop.patience()
                            .clientStayed(connection.client().getAddress(), parting.since(), now);
                }
                leave(parting.reason());
            }
            case State.Lingering lingering -> {
                if (!ownFin().awaitOn(lingering)) {
                    over(lingering.reason());
                }
            }
            case State.HandedOver _ -> {}
            case State.Closed _ -> {}
        }
    }

    private void overdueWhileBusy(Call call, long now) {
        CloseCause passed = Deadline.passed(call, now);
        if (passed == CloseCause.HANDLER_TIMEOUT && call.take()) {
            call.interrupt();
            loop.tell(Complaint.tookTooLong(call, now));
            ownAnswer().give(call, 503, null);
        } else if (passed == CloseCause.BODY_TIMEOUT) {
            Reason slow = Reasons.bodyTooSlow(call, now);
            decide(slow);
            call.inflow.fail(new SlowBodyException(slow.says()));
            if (call.isOnLoop() && call.take()) {
                ownAnswer().give(call, 408, slow);
            }
        } else if (passed == CloseCause.WRITE_TIMEOUT) {
            cutOff(call, Reasons.writeTooSlow(call, now));
        }
    }

    /** Ends in mid response; a reset, for what is unsent would be taken for the rest of it. */
    void cutOff(Call call, Reason reason) {
        Reason ending = decide(reason);
        giveUp(call, ending.says());
        connection.account.serverReset(loop.now());
        wire.reset();
        over(ending);
    }

    void giveUp(Call call, String sentence) {
        IOException reason = new ExchangeOverException(sentence);
        call.inflow.fail(reason);
        call.outflow.fail(reason);
        call.take();
        call.clientIsGone();
        connection.account.brokenOff(call);
    }

    void over(Reason reason) {
        loop.stop(connection);
        connection.become(new State.Closed());
        connection.account.serverFin(loop.now());
        wire.close();
        loop.closed(connection, reason);
    }

    /**
     * The server is to end: connections without a request for so long end now, others with their
     * response.
     */
    void drain(long leastIdleNanos, Reason reason) {
        connection.settle();
        switch (connection.state()) {
            case State.Handshaking shaking -> drain(shaking.since(), leastIdleNanos, reason);
            case State.Unused unused -> drain(unused.since(), leastIdleNanos, reason);
            case State.Idle idle -> drain(idle.since(), leastIdleNanos, reason);
            case State.Draining draining when loop.now() - draining.since() >= leastIdleNanos ->
                    // Nothing but its answer can be lost, while that is on its way.
                    ownFin().send(
                                    reason.in(Phase.EARLY_RESPONSE),
                                    Awaited.ACKNOWLEDGEMENT,
                                    wire.unacknowledged());
            case State.InHead _, State.Busy _, State.Draining _ -> {}
            case State.Parting _, State.Lingering _, State.HandedOver _, State.Closed _ -> {}
        }
    }

    private void drain(long since, long leastIdleNanos, Reason reason) {
        if (loop.now() - since >= leastIdleNanos) {
            linger(reason.in(connection.state().phase()));
        }
    }

    /** The time to end is over. */
    void cut(Reason reason) {
        connection.settle();
        switch (connection.state()) {
            case State.Busy busy -> cutOff(busy.call(), reason.in(connection.state().phase()));
            case State.Handshaking _, State.Unused _, State.InHead _ ->
                    over(reason.in(connection.state().phase()));
            case State.Idle _, State.Draining _ -> over(reason.in(connection.state().phase()));
            case State.Parting parting -> over(parting.reason());
            case State.Lingering lingering -> over(lingering.reason());
            case State.HandedOver _, State.Closed _ -> {}
        }
    }

    /** A fault of the server's own has left it in an unknown state. */
    void failed(Throwable fault) {
        String why = "a fault of the server's own: " + OneLine.of(fault.toString());
        State state = connection.state();
        switch (state) {
            case State.Busy busy -> cutOff(busy.call(), Reasons.cut(busy.call(), why));
            case State.Handshaking _, State.Unused _, State.InHead _ -> abort(state, why);
            case State.Idle _, State.Draining _ -> abort(state, why);
            case State.Parting _, State.Lingering _ -> abort(state, why);
            case State.HandedOver _, State.Closed _ -> {}
        }
    }

    private void abort(State state, String why) {
        connection.account.serverReset(loop.now());
        wire.reset();
        over(Reason.server(CloseCause.ABORT, state.phase(), why));
    }

    /** A response that cannot be completed: only cutting tells the client so. */
    void cutResponse(Call call, String why) {
        if (!connection.isAbout(call)) {
            return;
        }
        IOException broken = call.outflow.broken();
        Reason reason = Reasons.cut(call, why);
        if (broken != null && Leaving.isVanishing(broken)) {
            connection.account.silent = true;
            reason = Reasons.vanished(call.phase(), broken);
        } else if (broken instanceof SSLException) {
            reason = TlsReasons.notHearing(call);
        } else if (broken != null) {
            connection.account.clientReset(loop.now());
            reason = Reasons.resetMidway(call);
        }
        if (call.isResponseBegun()) {
            cutOff(call, reason);
        } else {
            Reason ending = decide(reason);
            giveUp(call, ending.says());
            over(ending);
        }
    }
}
