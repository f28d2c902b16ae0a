package dev.linger.server;

import dev.linger.http.Event;
import dev.linger.http.Fields;
import dev.linger.http.MessageReader;
import dev.linger.http.Violation;
import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.loop.Alarm;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The life of a connection at a server: all its transitions. Bytes, the stream's end, a reset, a
 * deadline and the end of a response come in; the wire is told what to do.
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
    private static final byte[] NOTHING = {};

    private final ServerLoop loop;
    private final Wire wire;
    private final MessageReader reader;
    private final long number;
    private final InetSocketAddress client;
    final Account account;

    private State state;

    /** Bytes of requests to come, kept until the present one is answered. */
    private byte[] pending = NOTHING;

    /** The handler's thread is to call the loop when the response has ended. */
    private volatile boolean attention;

    private boolean clientEnded;
    private boolean http11;
    /** The first decisive event; what follows from it changes nothing. */
    private volatile @Nullable Reason first;

    Connection(ServerLoop loop, Wire wire, long number, InetSocketAddress client) {
        this.loop = loop;
        this.wire = wire;
        this.number = number;
        this.client = client;
        this.reader = loop.newReader();
        this.account = new Account(loop.now());
        this.state = new State.Unused(loop.now());
        armWithin(loop.idleNanos(number));
    }

    // What comes in, on the loop's thread.

    /** Bytes have come. They are taken in or copied before this returns. */
    void received(byte[] bytes, int from, int to) {
        account.received(to - from, loop.now());
        settle();
        switch (state) {
            case State.Unused _ -> read(bytes, from, to);
            case State.InHead _ -> read(bytes, from, to);
            case State.Idle _ -> read(bytes, from, to);
            case State.Draining _ -> read(bytes, from, to);
            case State.Busy busy -> {
                if (busy.call().inflow.isEnded()) {
                    keep(bytes, from, to);
                } else {
                    read(bytes, from, to);
                }
            }
            case State.Parting _ -> {}
            case State.Lingering lingering -> late(lingering);
            case State.HandedOver _ -> {}
            case State.Closed _ -> {}
        }
        afterInput();
    }

    /** The client has sent its FIN. */
    void ended() {
        settle();
        clientEnded = true;
        account.clientFin(loop.now());
        wire.listen(false);
        switch (state) {
            case State.Unused _ ->
                    over(
                            Ending.unused());
            case State.InHead head ->
                    over(
                            Ending.brokenHead());
            case State.Idle idle -> over(Ending.left(loop.now() - idle.since(), account));
            case State.Draining _ -> over(Ending.brokenOff(account));
            case State.Busy busy -> endedWhileBusy(busy.call());
            case State.Parting parting -> {
                loop.patience().clientClosed(client.getAddress(), loop.now() - parting.since());
                over(parting.reason());
            }
            case State.Lingering lingering -> over(lingering.reason());
            case State.HandedOver _ -> {}
            case State.Closed _ -> {}
        }
    }

    /** The connection is broken: the client has reset it. */
    void broken(IOException reason) {
        account.clientReset(loop.now());
        settle();
        switch (state) {
            case State.Busy busy -> {
                Call call = busy.call();
                Reason left = Ending.resetMidway(call);
                giveUp(call, "the client reset the connection");
                over(left);
            }
            case State.Parting parting -> over(parting.reason());
            case State.Lingering lingering -> over(lingering.reason());
            case State.Draining _ -> over(Ending.brokenOff(account));
            case State.Unused _ -> over(Ending.reset(state));
            case State.InHead _ -> over(Ending.reset(state));
            case State.Idle _ -> over(Ending.reset(state));
            case State.HandedOver _ -> {}
            case State.Closed _ -> {}
        }
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
        long due = Deadline.of(this, state, loop, now);
        if (due > now) {
            loop.arm(this, due);
        } else {
            overdue(now);
            if (!isSet() && !(state instanceof State.Closed)) {
                armWithin(Deadline.of(this, state, loop, now) - now);
            }
        }
    }

    // Reading requests.

    private void read(byte[] bytes, int from, int to) {
        int at = from;
        do {
            at = reader.read(bytes, at, to);
            switch (reader.event()) {
                case HEAD -> head();
                case BODY -> body(bytes);
                case END -> {
                    if (requestEnded(bytes, at, to)) {
                        return;
                    }
                }
                case FAULT -> {
                    endBatch();
                    refuse(Objects.requireNonNull(reader.fault()));
                    return;
                }
                case NEED_MORE -> {}
            }
        } while (reader.event() != Event.NEED_MORE && !(state instanceof State.Closed));
        endBatch();
        inHead();
    }

    /** Answers given on the loop are sent together, when all requests at hand are answered. */
    private void endBatch() {
        if (state instanceof State.Busy busy && busy.call().isAnswered()) {
            try {
                busy.call().outflow.flush();
            } catch (IOException e) {
                broken(e);
                return;
            }
            settle();
        }
    }

    private void inHead() {
        if (state instanceof State.Unused || state instanceof State.Idle) {
            if (!reader.isBetweenMessages()) {
                become(new State.InHead(loop.now()));
                armWithin(loop.headNanos());
            }
        }
    }

    private void head() {
        if (state instanceof State.Busy busy) {
            answered(busy.call());
        }
        account.requestBegan(loop.now());
        http11 = reader.requestHead().minorVersion() > 0;
        Call call = loop.newCall(this, wire, reader.requestHead(), account.requests());
        become(new State.Busy(call));
        armWithin(loop.busyNanos());
        if (reader.framing().declaredBytes() == 0) {
            call.inflow.end(null);
        }
        if (!loop.handler().isNonBlocking() || call.inflow.isEnded()) {
            loop.answer(call);
        }
    }

    private void body(byte[] bytes) {
        Call call = call();
        if (state instanceof State.Draining) {
            if (call.inflow.came() + reader.bodyTo() - reader.bodyFrom() > loop.unreadBytes()) {
                part(Ending.unread(call));
            }
            return;
        }
        boolean more = call.inflow.put(bytes, reader.bodyFrom(), reader.bodyTo());
        if (!more && loop.handler().isNonBlocking()) {
            answerInstead(call, 413, Ending.unread(call));
        } else if (!more) {
            wire.listen(false);
        }
    }

    /** Returns whether the rest of the bytes is kept for later. */
    private boolean requestEnded(byte[] bytes, int at, int to) {
        account.requestEnded(loop.now());
        if (state instanceof State.Draining draining) {
            become(new State.Idle(draining.call().endedAt()));
            return false;
        }
        if (!(state instanceof State.Busy busy)) {
            return false;
        }
        Call call = busy.call();
        if (!call.inflow.isEnded()) {
            call.inflow.end(trailers());
            if (loop.handler().isNonBlocking()) {
                loop.answer(call);
            }
        }
        if (at == to || isNextOfBatch(call)) {
            return false;
        }
        endBatch();
        if (state instanceof State.Busy) {
            keep(bytes, at, to);
        }
        return !(state instanceof State.Idle);
    }

    private @Nullable Fields trailers() {
        return reader.trailers().count() == 0 ? null : reader.trailers().copy();
    }

    private static boolean isNextOfBatch(Call call) {
        return call.isOnLoop()
                && call.isAnswered()
                && call.ending() == null
                && !call.outflow.isStuck();
    }

    private void keep(byte[] bytes, int from, int to) {
        byte[] more = Arrays.copyOf(pending, pending.length + to - from);
        System.arraycopy(bytes, from, more, pending.length, to - from);
        pending = more;
        wire.listen(false);
    }

    private void refuse(Violation violation) {
        Reason reason =
                Reason.server(
                        CloseCause.BAD_MESSAGE,
                        state.phase(),
                        violation.describe(Side.CLIENT, reader.faultAt()));
        loop.tell(reason.says() + " (client " + client + ")");
        if (state instanceof State.Busy busy && !busy.call().take()) {
            busy.call().inflow.fail(new IOException(reason.says()));
            first = reason;
            return;
        }
        answerInstead(
                state instanceof State.Busy busy ? busy.call() : null,
                violation.status(),
                reason);
    }

    // The end of an call.

    /** Takes note of a response that has ended meanwhile. */
    private void settle() {
        if (!(state instanceof State.Busy busy) || !busy.call().isResponseEnded()) {
            return;
        }
        Call call = busy.call();
        attention = false;
        answered(call);
        Reason ending = first != null ? first : call.ending();
        if (ending != null) {
            part(ending);
        } else if (clientEnded) {
            over(
                    Ending.halfClosed());
        } else if (call.inflow.isEnded()) {
            become(new State.Idle(call.endedAt()));
        } else {
            call.inflow.discard();
            become(new State.Draining(call, loop.now()));
            wire.listen(true);
        }
    }

    private void answered(Call call) {
        account.exchanged(call);
        loop.exchanged(this, call, call.exchange.status());
    }

    /** Goes on with what was kept, and has the handler's thread call where something waits. */
    private void afterInput() {
        while (state instanceof State.Idle && pending.length > 0) {
            byte[] bytes = pending;
            pending = NOTHING;
            wire.listen(true);
            read(bytes, 0, bytes.length);
        }
        if (state instanceof State.Busy busy && (pending.length > 0 || clientEnded)) {
            attention = true;
            if (busy.call().isResponseEnded()) {
                settle();
                afterInput();
            }
        }
    }

    private void endedWhileBusy(Call call) {
        if (!call.inflow.isEnded()) {
            reader.end();
            Reason left = Ending.brokenOff(account);
            call.inflow.fail(new IOException(left.says()));
            first = first == null ? left : first;
        }
        call.clientIsGone();
        afterInput();
    }

    // Ending.

    /** The response has announced the end, or must be the last: lets the client close first. */
    private void part(Reason reason) {
        first = first == null ? reason : first;
        boolean readAll = reader.isBetweenMessages() && pending.length == 0;
        if (clientEnded) {
            over(first);
        } else if (!readAll) {
            linger(first);
        } else if (loop.mayLetClientCloseFirst(first, http11)) {
            long patience = loop.patience().patience(client.getAddress());
            if (patience == 0) {
                over(first);
                return;
            }
            become(new State.Parting(first, loop.now(), loop.now() + patience));
            wire.listen(true);
            armWithin(patience);
        } else {
            over(first);
        }
    }

    private void linger(Reason reason) {
        account.serverFin(loop.now());
        wire.finish();
        become(new State.Lingering(reason, loop.now() + loop.lingerNanos()));
        wire.listen(true);
        armWithin(Math.min(loop.lingerNanos(), Deadline.LOOK_NANOS));
    }

    /** A request that crossed our close. */
    private void late(State.Lingering lingering) {
        if (lingering.reason().cause() == CloseCause.IDLE_TIMEOUT) {
            become(
                    new State.Lingering(
                            Reason.server(
                                    CloseCause.LATE_REQUEST,
                                    Phase.IDLE,
                                    "a request came after the server's FIN; "
                                            + lingering.reason().says()),
                            lingering.until()));
        }
    }

    private void overdue(long now) {
        switch (state) {
            case State.Unused _ ->
                    over(
                            Reason.server(
                                    CloseCause.UNUSED, Phase.UNUSED, loop.says(CloseCause.UNUSED)));
            case State.InHead _ ->
                    answerInstead(
                            null,
                            408,
                            Reason.server(
                                    CloseCause.HEAD_TIMEOUT,
                                    Phase.REQUEST_HEAD,
                                    loop.says(CloseCause.HEAD_TIMEOUT)));
            case State.Idle _ ->
                    linger(
                            Reason.server(
                                    CloseCause.IDLE_TIMEOUT,
                                    Phase.IDLE,
                                    loop.says(CloseCause.IDLE_TIMEOUT)));
            case State.Draining draining -> part(Ending.unread(draining.call()));
            case State.Busy busy -> overdueWhileBusy(busy.call(), now);
            case State.Parting parting -> {
                loop.patience().clientStayed(client.getAddress());
                over(parting.reason());
            }
            case State.Lingering lingering -> over(lingering.reason());
            case State.HandedOver _ -> {}
            case State.Closed _ -> {}
        }
    }

    private void overdueWhileBusy(Call call, long now) {
        CloseCause passed = Deadline.passed(call, loop, now);
        if (passed == CloseCause.HANDLER_TIMEOUT && call.take()) {
            call.interrupt();
            answerInstead(call, 503, null);
        } else if (passed == CloseCause.BODY_TIMEOUT) {
            first = Reason.server(passed, call.phase(), loop.says(passed));
            call.inflow.fail(new SlowBodyException(loop.says(passed)));
        } else if (passed == CloseCause.WRITE_TIMEOUT) {
            first = Reason.server(passed, call.phase(), loop.says(passed));
            giveUp(call, loop.says(passed));
            wire.reset();
            account.serverReset(now);
            over(first);
        }
    }

    private void giveUp(Call call, String sentence) {
        IOException reason = new ExchangeOverException(sentence);
        call.inflow.fail(reason);
        call.outflow.fail(reason);
        call.take();
        call.clientIsGone();
    }

    /** Answers in the handler's place, and ends the connection where there is a reason to. */
    private void answerInstead(@Nullable Call call, int status, @Nullable Reason reason) {
        Reason ending = reason;
        if (call != null && ending == null) {
            ending = Ending.of(call, false);
        }
        try {
            account.sent(ShortAnswer.write(wire, status, ending != null, loop.date()));
        } catch (IOException e) {
            broken(e);
            return;
        }
        account.answered(call, status, loop.now());
        if (call != null) {
            loop.exchanged(this, call, status);
        }
        if (ending != null) {
            first = first == null ? ending : first;
            linger(first);
        } else if (call != null && !call.inflow.isEnded()) {
            become(new State.Draining(call, loop.now()));
            wire.listen(true);
        } else {
            become(new State.Idle(loop.now()));
            afterInput();
        }
    }

    private void over(Reason reason) {
        loop.stop(this);
        become(new State.Closed());
        account.serverFin(loop.now());
        wire.close();
        pending = NOTHING;
        loop.closed(this, reason);
    }

    private void become(State next) {
        state = next;
    }

    private void armWithin(long nanos) {
        long at = loop.now() + nanos;
        if (!isSet() || at() > at) {
            loop.arm(this, at);
        }
    }

    private Call call() {
        return switch (state) {
            case State.Busy busy -> busy.call();
            case State.Draining draining -> draining.call();
            case State.Unused _, State.InHead _, State.Idle _, State.Parting _ -> throw outside();
            case State.Lingering _, State.HandedOver _, State.Closed _ -> throw outside();
        };
    }

    private IllegalStateException outside() {
        return new IllegalStateException("no call in phase " + state.phase().word());
    }

    // Orderly and other ends, on the loop's thread.

    /** One connection too many. */
    void refuse() {
        answerInstead(
                null,
                503,
                Reason.server(
                        CloseCause.OVER_LIMIT,
                        Phase.UNUSED,
                        "there are as many connections as may be"));
    }

    /** The server is to end: idle connections of this age end now, others with their response. */
    void drain(long leastIdleNanos, Reason reason) {
        settle();
        if (state instanceof State.Unused
                || (state instanceof State.Idle idle
                        && loop.now() - idle.since() >= leastIdleNanos)) {
            linger(reason);
        }
    }

    /** The time to end is over. */
    void cut(Reason reason) {
        settle();
        if (state instanceof State.Busy busy) {
            giveUp(busy.call(), reason.says());
            wire.reset();
            account.serverReset(loop.now());
        }
        if (!(state instanceof State.Closed)) {
            over(first == null ? reason : first);
        }
    }

    // What a call asks, on the loop's thread but for two.

    /** The handler has failed before it began its response. */
    void handlerFailed(Call call, int status) {
        if (isAbout(call)) {
            answerInstead(call, status, first);
        }
    }

    /** A response that cannot be completed: only cutting tells the client so. */
    void cutResponse(Call call, Throwable reason) {
        if (isAbout(call)) {
            Reason cut =
                    call.outflow.isBroken() ? Ending.resetMidway(call) : Ending.cut(reason);
            giveUp(call, cut.says());
            wire.reset();
            account.serverReset(loop.now());
            over(first == null ? cut : first);
        }
    }

    void moreBodyIsWelcome(Call call) {
        if (isAbout(call)) {
            wire.listen(true);
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
        ByteBuffer already = ByteBuffer.wrap(pending);
        wire.handOver(channel -> taker.complete(new HandedOver(channel, already)));
        loop.closed(this, Ending.upgraded(call));
    }

    private boolean isAbout(Call call) {
        return state instanceof State.Busy busy && busy.call().equals(call);
    }

    /** The response has ended, on the handler's thread. */
    void responseEnded(Call call) {
        if (attention || call.ending() != null || !call.inflow.isEnded() || loop.isClosing()) {
            loop.execute(
                    () -> {
                        settle();
                        afterInput();
                    });
        }
    }

    /** Why a call is over, on the handler's thread. */
    String overSentence() {
        Reason reason = first;
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
        settle();
        return state.phase();
    }

    /** Whether its end is decided and only the client's FIN is waited for. */
    boolean isEnding() {
        return state instanceof State.Parting || state instanceof State.Lingering;
    }

    Wire wire() {
        return wire;
    }
}
