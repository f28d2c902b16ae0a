package dev.linger.server;

import dev.linger.life.Phase;
import dev.linger.server.State.Lingering.Awaited;
import java.io.IOException;
import java.net.NoRouteToHostException;

/**
 * How the client leaves: by a FIN, by a reset, or over TLS by saying so first. What it had sent
 * before is answered, where it can still be. Belongs to the loop's thread.
 */
final class Leaving {
    private final Connection connection;
    private final ServerLoop loop;
    private final Wire wire;
    private final Farewell farewell;
    private boolean ended;

    /** When it said so over TLS, before its FIN, in mid exchange; 0 where it has not. */
    private long notified;

    Leaving(Connection connection, ServerLoop loop, Wire wire, Farewell farewell) {
        this.connection = connection;
        this.loop = loop;
        this.wire = wire;
        this.farewell = farewell;
    }

    /** Whether the client sends no more. */
    boolean hasEnded() {
        return ended;
    }

    /** The client has sent its FIN. */
    void finished() {
        connection.settle();
        connection.afterInput();
        ended = true;
        Account account = connection.account;
        account.clientFin(loop.clock());
        switch (connection.state()) {
            case State.Handshaking _ ->
                    farewell.over(account.hasSealed() ? TlsReasons.left() : unused());
            case State.Busy busy -> {
                wire.listen(false);
                busy.call().clientIsGone();
                connection.afterInput();
            }
            case State.Parting parting -> {
                loop.patience()
                        .clientClosed(
                                connection.client().getAddress(), loop.now() - parting.since());
                farewell.over(parting.reason());
            }
            case State.Lingering lingering -> farewell.over(lingering.reason());
            case State.Unused _, State.InHead _, State.Idle _, State.Draining _ ->
                    farewell.over(left());
            case State.HandedOver _, State.Closed _ -> {}
        }
    }

    /** Why it leaves a connection that owes it no answer. */
    private Reason left() {
        return switch (connection.state()) {
            case State.InHead _ -> Reasons.brokenHead();
            case State.Idle idle ->
                    Reasons.left(Math.max(0, loop.now() - idle.since()), connection.account);
            case State.Draining _ -> Reasons.brokenOff(connection.account);
            case State.Handshaking _, State.Unused _, State.Busy _ -> unused();
            case State.Parting _, State.Lingering _, State.HandedOver _, State.Closed _ -> unused();
        };
    }

    private Reason unused() {
        return connection.account.hasSealed() ? TlsReasons.unused() : Reasons.unused();
    }

    /**
     * The client has said that it sends no more; its FIN has not come.
     *
     * @param hears whether an answer may still be sent: in TLS 1.3 each direction ends by itself
     *     (RFC 8446, section 6.1), before it both did (RFC 5246, section 7.2.1). A client that has
     *     the whole answer may say so before the handler's thread says that it is given
     */
    void closeNotified(boolean hears) {
        connection.settle();
        connection.afterInput();
        switch (connection.state()) {
            case State.Busy busy -> {
                if (hears || busy.call().isLastGiven()) {
                    ended = true;
                    notified = loop.clock();
                    busy.call().clientIsGone();
                    connection.afterInput();
                } else {
                    Reason left = TlsReasons.notHearing(busy.call());
                    if (busy.call().isResponseBegun()) {
                        // A close_notify would say that the part is the whole.
                        farewell.cutOff(busy.call(), left);
                    } else {
                        farewell.giveUp(busy.call(), left.says());
                        farewell.awaitFin(left);
                    }
                }
            }
            case State.Unused _, State.InHead _, State.Idle _, State.Draining _ ->
                    farewell.awaitFin(left());
            case State.Parting parting -> farewell.awaitFin(parting.reason());
            case State.Handshaking _, State.Lingering _ -> {}
            case State.HandedOver _, State.Closed _ -> {}
        }
    }

    /** The connection is broken: the client has reset it, or is gone. */
    void broken(IOException how) {
        Account account = connection.account;
        if (isVanishing(how)) {
            account.silent = true;
            connection.settle();
            vanished(how);
            return;
        }
        account.clientReset(loop.now());
        connection.settle();
        State state = connection.state();
        switch (state) {
            case State.Handshaking _ ->
                    farewell.over(account.hasSealed() ? TlsReasons.left() : Reasons.reset(state));
            case State.Busy busy -> {
                Call call = busy.call();
                Reason left = Reasons.resetMidway(call);
                farewell.decide(left);
                farewell.giveUp(call, left.says());
                farewell.over(left);
            }
            case State.Parting parting -> farewell.over(parting.reason());
            case State.Lingering lingering ->
                    farewell.over(
                            lingering.awaited() == Awaited.HEARING
                                    ? Reasons.heardNothing(account)
                                    : lingering.reason());
            case State.Draining _ -> farewell.over(Reasons.brokenOff(account));
            case State.Unused _, State.InHead _, State.Idle _ ->
                    farewell.over(Reasons.reset(state));
            case State.HandedOver _, State.Closed _ -> {}
        }
    }

    /** Whether the kernel has given the connection up, for the client's does not answer. */
    static boolean isVanishing(IOException how) {
        return how instanceof NoRouteToHostException;
    }

    private void vanished(IOException how) {
        Reason gone = Reasons.vanished(connection.state().phase(), how);
        switch (connection.state()) {
            case State.Busy busy -> {
                farewell.decide(gone);
                farewell.giveUp(busy.call(), gone.says());
                farewell.over(gone);
            }
            case State.Parting parting -> farewell.over(parting.reason());
            case State.Lingering lingering -> farewell.over(lingering.reason());
            case State.Handshaking _, State.Unused _, State.InHead _ -> farewell.over(gone);
            case State.Idle _, State.Draining _ -> farewell.over(gone);
            case State.HandedOver _, State.Closed _ -> {}
        }
    }

    /** TLS has failed; whoever sent an alert goes, and the opposite side is to read it. */
    void tlsFailed(Reason reason, boolean byClient) {
        connection.settle();
        boolean isLater = reason.phase() == Phase.UNKNOWN;
        Reason ending = farewell.decide(isLater ? reason.in(connection.state().phase()) : reason);
        switch (connection.state()) {
            case State.Busy busy -> {
                farewell.giveUp(busy.call(), ending.says());
                part(ending, byClient);
            }
            case State.Handshaking _, State.Unused _, State.InHead _ -> part(ending, byClient);
            case State.Idle _, State.Draining _ -> part(ending, byClient);
            case State.Parting _, State.Lingering _, State.HandedOver _, State.Closed _ -> {}
        }
    }

    private void part(Reason ending, boolean byClient) {
        if (byClient) {
            farewell.awaitFin(ending);
        } else {
            farewell.linger(ending);
        }
    }

    /** Whatever was sent before the client's end is read. */
    void noMoreComes() {
        Account account = connection.account;
        if (connection.state() instanceof State.Idle) {
            // A client that has the answer may close before the handler's thread says that it is
            // given.
            long end = notified == 0 ? account.clientFin : notified;
            if (end <= account.answered) {
                farewell.endAnswered();
            } else {
                farewell.awaitFin(Reasons.left(0, account));
            }
        } else if (connection.state() instanceof State.InHead) {
            farewell.over(Reasons.brokenHead());
        } else if (connection.state() instanceof State.Busy busy && !busy.call().inflow.isEnded()) {
            Call call = busy.call();
            Reason left = Reasons.brokenOff(account);
            farewell.decide(left);
            call.inflow.fail(new IOException(left.says()));
            if (call.isOnLoop() && call.take()) {
                farewell.ownAnswer().give(call, 400, left);
            }
        }
    }
}
