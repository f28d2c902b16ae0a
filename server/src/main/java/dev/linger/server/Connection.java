package dev.linger.server;

import dev.linger.life.Phase;
import dev.linger.loop.Alarm;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSession;

/**
 * The life of a connection at a server. Bytes, the stream's end, a reset, a deadline and the end of
 * a response come in here. What the bytes say is read by {@link Requests}, how the connection ends
 * is the matter of {@link Farewell}; {@link State} has the transitions that there are.
 *
 * <p>While a request is answered, the response side belongs to the handler's thread, everything
 * else to the loop. Neither waits for the other: the loop looks at how far the call is whenever
 * something happens, and the handler's thread calls the loop only where something is to be done at
 * once ({@link #attention}). So a kept-alive request costs no wake-up.
 *
 * <p>One alarm serves all deadlines. It is set no later than the first that may fall due, and looks
 * then which one really is; a deadline that moves away costs nothing.
 */
final class Connection extends Alarm {
    private static final String UNREAD =
            "the response has ended; the rest of the request's body is thrown away";

    private final ServerLoop loop;
    private final Wire wire;
    private final long number;
    private final InetSocketAddress client;
    private final Farewell farewell;
    private final Requests requests;
    private final Leaving leaving;
    final Account account;

    private State state;

    /** The handler's thread is to call the loop when the response has ended. */
    private volatile boolean attention;

    /** How long it is kept without a request; set by its last exchange. */
    private long idleNanos;

    private final boolean welcome;

    /**
     * @param welcome whether it counts as one of those that may be open
     */
    Connection(ServerLoop loop, Wire wire, long number, InetSocketAddress client, boolean welcome) {
        this.loop = loop;
        this.wire = wire;
        this.number = number;
        this.client = client;
        this.welcome = welcome;
        this.account = new Account(loop.now());
        this.idleNanos = loop.spans().idle(number);
        this.farewell = new Farewell(this, loop, wire);
        this.requests = new Requests(this, farewell, loop, wire);
        this.leaving = new Leaving(this, loop, wire, farewell);
        this.state =
                loop.speaksTls() ? new State.Handshaking(loop.now()) : new State.Unused(loop.now());
        armWithin(loop.speaksTls() ? loop.tls().handshakeNanos() : idleNanos);
    }

    // What comes in, on the loop's thread.

    /** Bytes have come. They are taken in or copied before this returns. */
    void received(byte[] bytes, int from, int to) {
        account.received(to - from, loop.now());
        settle();
        switch (state) {
            case State.Unused _ -> requests.read(bytes, from, to);
            case State.InHead _ -> requests.read(bytes, from, to);
            case State.Idle _ -> {
                // The response may have ended a moment ago; then what was kept comes first.
                if (requests.hasMore()) {
                    requests.keep(bytes, from, to);
                } else {
                    requests.read(bytes, from, to);
                }
            }
            case State.Draining _ -> requests.read(bytes, from, to);
            case State.Busy busy -> {
                if (busy.call().inflow.isEnded()) {
                    requests.keep(bytes, from, to);
                } else {
                    requests.read(bytes, from, to);
                }
            }
            case State.Handshaking _, State.Parting _ -> {}
            case State.Lingering lingering -> farewell.ownFin().late(lingering);
            case State.HandedOver _ -> {}
            case State.Closed _ -> {}
        }
        afterInput();
    }

    /** The TLS handshake is complete: requests may come. */
    void secured(SSLSession session) {
        // The handshake's deadline may have passed while its last step was calculated elsewhere.
        if (state instanceof State.Handshaking handshaking) {
            Flight.handshaken(this, session, loop.now() - handshaking.since());
            become(new State.Unused(loop.now()));
            armWithin(idleNanos);
        }
    }

    /** The connection is broken. */
    void broken(IOException how) {
        leaving.broken(how);
    }

    /** How the client leaves. */
    Leaving leaving() {
        return leaving;
    }

    /** The socket takes bytes again. */
    void writable() {
        if (state instanceof State.Busy busy) {
            try {
                busy.call().outflow.writable();
            } catch (IOException e) {
                broken(e);
                return;
            }
            settle();
            afterInput();
        }
    }

    /** A deadline may have passed. */
    @Override
    protected void goesOff(long now) {
        settle();
        if (farewell.isUnhurried() && state instanceof State.Busy) {
            farewell.hurry();
            attention = true;
            settle();
        }
        look();
        if (state instanceof State.Closed || state instanceof State.HandedOver) {
            return;
        }
        long due = Deadline.of(this, state, loop, now);
        if (due > now) {
            loop.arm(this, due);
        } else {
            farewell.overdue(now);
            if (!isSet() && !(state instanceof State.Closed)) {
                armWithin(Deadline.of(this, state, loop, now) - now);
            }
        }
    }

    /** Has what waits for the client try again. */
    void look() {
        if (state instanceof State.Busy busy) {
            try {
                busy.call().outflow.look();
            } catch (IOException e) {
                broken(e);
                return;
            }
            settle();
        } else if (state instanceof State.Lingering lingering
                && lingering.awaited() == State.Lingering.Awaited.HEARING) {
            if (wire.isReset()) {
                broken(new IOException("reset"));
            } else if (wire.unacknowledged() == 0) {
                farewell.heard();
            }
        }
    }

    // The end of an exchange.

    /** Takes note of a response that has ended meanwhile. */
    void settle() {
        if (!(state instanceof State.Busy busy) || !busy.call().isResponseEnded()) {
            return;
        }
        Call call = busy.call();
        if (attention) {
            attention = false;
        }
        boolean whole = call.inflow.isEnded();
        if (!whole) {
            call.inflow.fail(new ExchangeOverException(UNREAD));
        }
        answered(call);
        Reason ending = farewell.decidedOr(call.ending());
        if (ending != null) {
            farewell.part(ending);
        } else if (whole) {
            become(new State.Idle(call.endedAt()));
        } else {
            requests.discard(call);
        }
    }

    void answered(Call call) {
        Outcome outcome = Outcome.of(call);
        account.exchanged(call, outcome);
        keptAsAfter(call);
        loop.exchanged(this, call, outcome, farewell.decidedOr(call.ending()));
        if (!call.isOnLoop()) {
            loop.giveBack(call.outflow.writer);
        }
    }

    /** The wait after an exchange is as long as that exchange had it. */
    void keptAsAfter(Call call) {
        idleNanos = call.spans().idle(number);
    }

    /** Goes on with what was kept, and has the handler's thread call where something waits. */
    void afterInput() {
        while (state instanceof State.Idle && requests.hasMore()) {
            requests.readOn();
        }
        if (leaving.hasEnded()) {
            leaving.noMoreComes();
        }
        if (state instanceof State.Busy busy && (requests.hasMore() || leaving.hasEnded())) {
            attention = true;
            if (busy.call().isResponseEnded()) {
                settle();
                afterInput();
            }
        }
    }

    void become(State next) {
        assert state.next().contains(next.getClass()) : state + " does not become " + next;
        state = next;
    }

    void armWithin(long nanos) {
        long at = loop.now() + nanos;
        if (!isSet() || at() > at) {
            loop.arm(this, at);
        }
    }

    Call call() {
        return switch (state) {
            case State.Busy busy -> busy.call();
            case State.Draining draining -> draining.call();
            case State.Handshaking _, State.Unused _, State.InHead _, State.Idle _ ->
                    throw outside();
            case State.Parting _, State.Lingering _, State.HandedOver _, State.Closed _ ->
                    throw outside();
        };
    }

    private IllegalStateException outside() {
        return new IllegalStateException("no call in phase " + state.phase().word());
    }

    // What a call asks, on the loop's thread but for two.

    void deadlinesChanged(Call call) {
        if (isAbout(call)) {
            armWithin(call.spans().look());
        }
    }

    void moreBodyIsWelcome(Call call) {
        if (isAbout(call)) {
            wire.listen(!hasClientEnded());
        }
    }

    /** The connection leaves HTTP and this server; the socket blocks from now on. */
    void handOver(Call call, CompletableFuture<HandedOver> taker) {
        if (!isAbout(call)) {
            taker.completeExceptionally(new ExchangeOverException(overSentence()));
            return;
        }
        answered(call);
        loop.stop(this);
        become(new State.HandedOver());
        ByteBuffer already = ByteBuffer.wrap(requests.take());
        try {
            wire.handOver(channel -> taker.complete(new HandedOver(channel, already)));
        } catch (IOException | RuntimeException e) {
            taker.completeExceptionally(e);
            wire.close();
        }
        loop.closed(this, Reasons.upgraded(call));
    }

    boolean isAbout(Call call) {
        return state instanceof State.Busy busy && busy.call().equals(call);
    }

    /** The response has ended, on the handler's thread. */
    void responseEnded(Call call) {
        boolean ends = call.ending() != null && !farewell.isUnhurried();
        if (attention || ends || !call.inflow.isEnded() || loop.isClosing()) {
            loop.execute(() -> {
                settle();
                afterInput();
            });
        }
    }

    /** What the client asks. */
    Requests requests() {
        return requests;
    }

    /** How it ends. */
    Farewell farewell() {
        return farewell;
    }

    /** Whether the client sends no more. */
    boolean hasClientEnded() {
        return leaving.hasEnded();
    }

    /** Whether it counts as one of those that may be open. */
    boolean isWelcome() {
        return welcome;
    }

    /** Whether the client is waited for in mid exchange. */
    boolean isWaiting() {
        return state instanceof State.Busy busy
                && (busy.call().outflow.blockedSince() != 0
                        || busy.call().inflow.waitingSince() != 0);
    }

    /** Bytes held, of the request's body and of requests to come. */
    long heldBytes() {
        long ofBody = state instanceof State.Busy busy ? busy.call().inflow.available() : 0;
        return requests.kept() + ofBody;
    }

    /** Without a request, nanoseconds. */
    long idleNanos() {
        return idleNanos;
    }

    /** Why a call is over, on the handler's thread. */
    String overSentence() {
        Reason reason = farewell.decided();
        return reason == null ? "the handler's deadline has passed" : reason.says();
    }

    InetSocketAddress client() {
        return client;
    }

    /** Number of the connection at this server, from 1. */
    long number() {
        return number;
    }

    State state() {
        return state;
    }

    /** The phase it is in now. */
    Phase phase() {
        // Before that, for the response may end right behind it, and its exchange is under way
        // until that is noted.
        Phase seen = state.phase();
        settle();
        return state instanceof State.Busy ? seen : state.phase();
    }

    /** Whether its end is decided and only the client's FIN is waited for. */
    boolean isEnding() {
        return state instanceof State.Parting || state instanceof State.Lingering;
    }

    /**
     * Whether the client's system has acknowledged all that was sent, and the client sends nothing:
     * closing will not take the answer from it. Never known where the system does not tell.
     */
    boolean hasBeenHeard(long now) {
        return wire.unacknowledged() == 0 && now - account.lastIn >= Deadline.LOOK_NANOS;
    }

    Wire wire() {
        return wire;
    }
}
