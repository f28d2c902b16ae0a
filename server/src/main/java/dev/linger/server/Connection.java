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
    private static final long UNASKED = -1;

    /** Of requests to come; the client is heard on until then, so that its leaving is noticed. */
    private static final int MOST_PENDING = 16 << 10;

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

    /**
     * The client has asked for the close and will send its FIN by itself: until then, or until the
     * alarm that was set with the request, the end of the response calls nobody.
     */
    private boolean unhurried;

    private long patience = UNASKED;

    private boolean clientEnded;
    private boolean http11;

    /** How long it is kept without a request; set by its last exchange. */
    private long idleNanos;

    /** Bytes of a request's body that were thrown away. */
    private long drained;

    private final boolean welcome;

    /** The first decisive event; what follows from it changes nothing. */
    private volatile @Nullable Reason first;

    /**
     * @param welcome whether it counts as one of those that may be open
     */
    Connection(ServerLoop loop, Wire wire, long number, InetSocketAddress client, boolean welcome) {
        this.loop = loop;
        this.wire = wire;
        this.number = number;
        this.client = client;
        this.welcome = welcome;
        this.reader = loop.newReader();
        this.account = new Account(loop.now());
        this.state = new State.Unused(loop.now());
        this.idleNanos = loop.spans().idle(number);
        armWithin(idleNanos);
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
        afterInput();
        clientEnded = true;
        account.clientFin(loop.clock());
        switch (state) {
            case State.Unused _ -> over(Ending.unused());
            case State.InHead _ -> over(Ending.brokenHead());
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
        if (unhurried && state instanceof State.Busy) {
            hurry();
        }
        if (!look()) {
            return;
        }
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

    /** Has what waits for the client try again; returns whether the connection is still there. */
    private boolean look() {
        if (state instanceof State.Busy busy) {
            try {
                busy.call().outflow.look();
            } catch (IOException e) {
                broken(e);
                return false;
            }
            settle();
        }
        return true;
    }

    // Reading requests.

    private void read(byte[] bytes, int from, int to) {
        int at = from;
        int begun = from;
        do {
            at = reader.read(bytes, at, to);
            switch (reader.event()) {
                case HEAD -> head();
                case BODY -> body(bytes);
                case END -> {
                    if (requestEnded(bytes, at, to)) {
                        return;
                    }
                    begun = at;
                }
                case FAULT -> {
                    endBatch();
                    refuse(Objects.requireNonNull(reader.fault()));
                    return;
                }
                case NEED_MORE -> {}
            }
        } while (reader.event() != Event.NEED_MORE && reads());
        endBatch();
        inHead(to - begun);
    }

    private boolean reads() {
        return switch (state) {
            case State.Unused _, State.InHead _, State.Idle _ -> true;
            case State.Busy _, State.Draining _ -> true;
            case State.Parting _, State.Lingering _ -> false;
            case State.HandedOver _, State.Closed _ -> false;
        };
    }

    /**
     * Answers given on the loop are sent together, when all requests at hand are answered. Nothing
     * may be left behind: what is written is written into the loop's one array.
     */
    private void endBatch() {
        if (state instanceof State.Busy busy && busy.call().isOnLoop()) {
            try {
                busy.call().outflow.flush();
            } catch (IOException e) {
                broken(e);
                return;
            }
            settle();
        }
    }

    private void inHead(int bytesOfIt) {
        if (state instanceof State.Unused || state instanceof State.Idle) {
            if (!reader.isBetweenMessages()) {
                become(new State.InHead(loop.now(), account.bytesIn - bytesOfIt));
                armWithin(loop.spans().head());
            }
        }
    }

    private void head() {
        Outflow batch = null;
        if (state instanceof State.Busy busy) {
            batch = busy.call().outflow;
            answered(busy.call());
        }
        account.requestBegan(loop.now());
        http11 = reader.requestHead().minorVersion() > 0;
        Call call = loop.newCall(this, wire, reader.requestHead(), account.requests(), batch);
        become(new State.Busy(call));
        if (clientEnded) {
            call.clientIsGone();
        }
        armWithin(call.spans().look());
        unhurried =
                call.head.asksClose()
                        && http11
                        && loop.letsClientsCloseFirst()
                        && !call.isOnLoop()
                        && patience() > 0;
        if (unhurried) {
            armWithin(patience());
        }
        if (reader.framing().declaredBytes() == 0) {
            call.inflow.end(null);
        }
        if (call.head.isMethod("CONNECT")) {
            answerInstead(call, 501, Ending.noTunnel(call));
        } else if (!call.isOnLoop() || call.inflow.isEnded()) {
            loop.answer(call);
        } else {
            awaitBody(call);
        }
    }

    /** A non-blocking handler is called when the body is complete. */
    private void awaitBody(Call call) {
        if (reader.framing().declaredBytes() > loop.heldBodyBytes()) {
            answerInstead(call, 413, Ending.tooLong(call));
            return;
        }
        call.inflow.loopWaits();
        try {
            call.bodyIsWanted();
        } catch (IOException e) {
            broken(e);
        }
    }

    private void body(byte[] bytes) {
        Call call = call();
        if (state instanceof State.Draining) {
            int length = reader.bodyTo() - reader.bodyFrom();
            call.inflow.passOver(length);
            drained += length;
            if (drained > loop.unreadBytes()) {
                part(Ending.unread(call));
            }
            return;
        }
        boolean more = call.inflow.put(bytes, reader.bodyFrom(), reader.bodyTo());
        if (call.isOnLoop()) {
            if (call.inflow.came() > loop.heldBodyBytes() && call.take()) {
                answerInstead(call, 413, Ending.tooLong(call));
            }
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
            if (call.isOnLoop()) {
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
        wire.listen(pending.length < MOST_PENDING && !clientEnded);
    }

    private void refuse(Violation violation) {
        boolean inHead =
                state instanceof State.Unused
                        || state instanceof State.InHead
                        || state instanceof State.Idle;
        Reason reason =
                Reason.server(
                        CloseCause.BAD_MESSAGE,
                        inHead ? Phase.REQUEST_HEAD : state.phase(),
                        violation.describe(Side.CLIENT, reader.faultAt()));
        loop.tell(reason.says() + " (client " + client + ")");
        if (inHead) {
            account.requestBroken(loop.now());
        }
        if (state instanceof State.Draining) {
            // Its request is answered already.
            linger(reason);
            return;
        }
        if (state instanceof State.Busy busy && !busy.call().take()) {
            busy.call().inflow.fail(new IOException(reason.says()));
            first = first == null ? reason : first;
            return;
        }
        answerInstead(
                state instanceof State.Busy busy ? busy.call() : null, violation.status(), reason);
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
        } else if (call.inflow.isEnded()) {
            become(new State.Idle(call.endedAt()));
        } else {
            drain(call);
        }
    }

    /** The client's patience is over before the response is. */
    private void hurry() {
        unhurried = false;
        attention = true;
        settle();
    }

    /** How long the client is given to close first. */
    private long patience() {
        if (patience == UNASKED) {
            patience = loop.patience().patience(client.getAddress());
        }
        return patience;
    }

    /** What is left of the body is thrown away, so that the connection can be kept. */
    private void drain(Call call) {
        drained = call.inflow.discard();
        become(new State.Draining(call, loop.now()));
        wire.listen(true);
    }

    private void answered(Call call) {
        account.exchanged(call);
        idleNanos = call.spans().idle(number);
        loop.exchanged(this, call, call.exchange.status(), first != null ? first : call.ending());
        if (!call.isOnLoop()) {
            loop.giveBack(call.outflow.writer);
        }
    }

    /** Goes on with what was kept, and has the handler's thread call where something waits. */
    private void afterInput() {
        while (state instanceof State.Idle && pending.length > 0) {
            byte[] bytes = pending;
            pending = NOTHING;
            wire.listen(!clientEnded);
            read(bytes, 0, bytes.length);
        }
        if (clientEnded) {
            noMoreComes();
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
        wire.listen(false);
        call.clientIsGone();
        afterInput();
    }

    /** Whatever was sent before the client's FIN is read. */
    private void noMoreComes() {
        if (state instanceof State.Idle) {
            // A client that has the answer may close before the handler's thread says that it is
            // given.
            boolean had = account.clientFin > account.answered;
            over(had ? Ending.left(0, account) : Ending.halfClosed());
        } else if (state instanceof State.InHead) {
            over(Ending.brokenHead());
        } else if (state instanceof State.Busy busy && !busy.call().inflow.isEnded()) {
            Call call = busy.call();
            Reason left = Ending.brokenOff(account);
            first = first == null ? left : first;
            call.inflow.fail(new IOException(left.says()));
            if (call.isOnLoop() && call.take()) {
                answerInstead(call, 400, left);
            }
        }
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
            if (patience() == 0) {
                over(first);
                return;
            }
            long since = Math.min(loop.now(), account.responseEnded);
            become(new State.Parting(first, since, loop.now() + patience()));
            wire.listen(true);
            armWithin(patience());
        } else {
            over(first);
        }
    }

    private void linger(Reason reason) {
        if (clientEnded) {
            over(reason);
            return;
        }
        account.serverFin(loop.now());
        wire.finish();
        become(new State.Lingering(reason, loop.now() + loop.lingerNanos()));
        wire.listen(true);
        armWithin(Math.min(loop.lingerNanos(), Deadline.LOOK_NANOS));
    }

    /** A request that crossed our close. */
    private void late(State.Lingering lingering) {
        CloseCause cause = lingering.reason().cause();
        if (cause == CloseCause.IDLE_TIMEOUT
                || cause == CloseCause.UNUSED
                || cause == CloseCause.DRAIN) {
            become(
                    new State.Lingering(
                            new Reason(
                                    CloseCause.LATE_REQUEST,
                                    lingering.reason().decidedBy(),
                                    lingering.reason().phase(),
                                    "a request came after the server's FIN; "
                                            + lingering.reason().says()),
                            lingering.until()));
        }
    }

    private void overdue(long now) {
        switch (state) {
            case State.Unused unused -> linger(Ending.unusedTooLong(unused, now));
            case State.InHead head -> {
                account.requestBroken(now);
                answerInstead(null, 408, Ending.headTooSlow(head, this, loop.spans(), now));
            }
            case State.Idle idle -> linger(Ending.idleTooLong(idle, now));
            case State.Draining draining -> part(Ending.unread(draining.call()));
            case State.Busy busy -> overdueWhileBusy(busy.call(), now);
            case State.Parting parting -> {
                loop.patience().clientStayed(client.getAddress());
                over(parting.reason());
            }
            case State.Lingering lingering -> {
                account.unanswered = true;
                over(lingering.reason());
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
            answerInstead(call, 503, null);
        } else if (passed == CloseCause.BODY_TIMEOUT) {
            Reason slow = Ending.bodyTooSlow(call, now);
            first = first == null ? slow : first;
            call.inflow.fail(new SlowBodyException(slow.says()));
            if (call.isOnLoop() && call.take()) {
                answerInstead(call, 408, slow);
            }
        } else if (passed == CloseCause.WRITE_TIMEOUT) {
            cutOff(call, Ending.writeTooSlow(call, now));
        }
    }

    /** Ends in mid response; a reset, for what is unsent would be taken for the rest of it. */
    private void cutOff(Call call, Reason reason) {
        first = first == null ? reason : first;
        giveUp(call, first.says());
        account.serverReset(loop.now());
        wire.reset();
        over(first);
    }

    private void giveUp(Call call, String sentence) {
        IOException reason = new ExchangeOverException(sentence);
        call.inflow.fail(reason);
        call.outflow.fail(reason);
        call.take();
        call.clientIsGone();
        account.brokenOff(call);
    }

    /** Answers in the handler's place, and ends the connection where there is a reason to. */
    private void answerInstead(@Nullable Call call, int status, @Nullable Reason reason) {
        Reason ending = reason;
        if (call != null) {
            call.take();
            ending = ending == null ? Ending.of(call, false, true) : ending;
        }
        boolean whole;
        try {
            whole = sendShort(call, ShortAnswer.bytes(status, ending != null, loop.date()));
        } catch (IOException e) {
            broken(e);
            return;
        }
        account.answered(call, status, loop.now());
        if (call != null) {
            loop.exchanged(this, call, status, ending);
            call.inflow.fail(new ExchangeOverException("the server has answered with " + status));
        }
        if (!whole) {
            account.serverReset(loop.now());
            wire.reset();
            over(first == null ? Ending.noRoomForAnswer(status, state.phase()) : first);
        } else if (ending != null) {
            first = first == null ? ending : first;
            linger(first);
        } else if (call != null && !call.inflow.isEnded()) {
            drain(call);
        } else {
            become(new State.Idle(loop.now()));
            afterInput();
        }
    }

    /** Returns whether all of it is sent. */
    private boolean sendShort(@Nullable Call call, byte[] answer) throws IOException {
        if (call != null && call.isOnLoop()) {
            call.outflow.send(answer, 0, answer.length);
            return call.outflow.isEmpty();
        }
        int taken = wire.write(ByteBuffer.wrap(answer));
        account.sent(taken);
        return taken == answer.length;
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
        assert state.next().contains(next.getClass()) : state + " does not become " + next;
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
        switch (state) {
            case State.Busy busy -> cutOff(busy.call(), reason.in(state.phase()));
            case State.Unused _, State.InHead _, State.Idle _, State.Draining _ ->
                    over(reason.in(state.phase()));
            case State.Parting parting -> over(parting.reason());
            case State.Lingering lingering -> over(lingering.reason());
            case State.HandedOver _, State.Closed _ -> {}
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
    void cutResponse(Call call, String why) {
        if (isAbout(call) && !call.isResponseBegun()) {
            Reason given = Ending.cut(call, why);
            first = first == null ? given : first;
            giveUp(call, first.says());
            over(first);
        } else if (isAbout(call)) {
            if (call.outflow.isBroken()) {
                account.clientReset(loop.now());
            }
            cutOff(
                    call,
                    call.outflow.isBroken() ? Ending.resetMidway(call) : Ending.cut(call, why));
        }
    }

    void deadlinesChanged(Call call) {
        if (isAbout(call)) {
            armWithin(call.spans().look());
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
        boolean ends = call.ending() != null && !unhurried;
        if (attention || ends || !call.inflow.isEnded() || loop.isClosing()) {
            loop.execute(() -> {
                settle();
                afterInput();
            });
        }
    }

    /** Why the connection ends, once that is decided. */
    @Nullable Reason decided() {
        return first;
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
        return pending.length + ofBody;
    }

    /** Without a request, nanoseconds. */
    long idleNanos() {
        return idleNanos;
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
