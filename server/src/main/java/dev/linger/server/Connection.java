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
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The life of a connection at a server: all its transitions. Bytes, the stream's end, a reset, a
 * deadline and the end of a response come in; the wire is told what to do.
 *
 * <p>While a request is answered, the response side belongs to the handler's thread, everything
 * else to the loop. Neither waits for the other: the loop looks at how far the exchange is whenever
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
    private @Nullable Reason first;

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
                if (busy.exchange().inflow.isEnded()) {
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
            case State.Busy busy -> endedWhileBusy(busy.exchange());
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
                Exchange exchange = busy.exchange();
                Reason left = Ending.resetMidway(exchange);
                giveUp(exchange, "the client reset the connection");
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
                busy.exchange().outflow.writable();
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
        if (state instanceof State.Busy busy && busy.exchange().isAnswered()) {
            try {
                busy.exchange().outflow.flush();
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
            answered(busy.exchange());
        }
        account.requestBegan(loop.now());
        http11 = reader.requestHead().minorVersion() > 0;
        Exchange exchange = loop.newExchange(this, wire, reader.requestHead(), account.requests());
        become(new State.Busy(exchange));
        armWithin(loop.busyNanos());
        if (reader.framing().declaredBytes() == 0) {
            exchange.inflow.end();
        }
        if (!loop.handler().isNonBlocking() || exchange.inflow.isEnded()) {
            loop.answer(exchange);
        }
    }

    private void body(byte[] bytes) {
        Exchange exchange = exchange();
        if (state instanceof State.Draining) {
            if (exchange.inflow.came() + reader.bodyTo() - reader.bodyFrom() > loop.unreadBytes()) {
                part(Ending.unread(exchange));
            }
            return;
        }
        boolean more = exchange.inflow.put(bytes, reader.bodyFrom(), reader.bodyTo());
        if (!more && loop.handler().isNonBlocking()) {
            answerInstead(exchange, 413, Ending.unread(exchange));
        } else if (!more) {
            wire.listen(false);
        }
    }

    /** Returns whether the rest of the bytes is kept for later. */
    private boolean requestEnded(byte[] bytes, int at, int to) {
        account.requestEnded(loop.now());
        if (state instanceof State.Draining draining) {
            become(new State.Idle(draining.exchange().endedAt()));
            return false;
        }
        if (!(state instanceof State.Busy busy)) {
            return false;
        }
        Exchange exchange = busy.exchange();
        if (!exchange.inflow.isEnded()) {
            exchange.inflow.end();
            if (loop.handler().isNonBlocking()) {
                loop.answer(exchange);
            }
        }
        if (at == to || isNextOfBatch(exchange)) {
            return false;
        }
        endBatch();
        if (state instanceof State.Busy) {
            keep(bytes, at, to);
        }
        return !(state instanceof State.Idle);
    }

    private static boolean isNextOfBatch(Exchange exchange) {
        return exchange.isOnLoop()
                && exchange.isAnswered()
                && exchange.ending() == null
                && !exchange.outflow.isStuck();
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
        if (state instanceof State.Busy busy && !busy.exchange().take()) {
            busy.exchange().inflow.fail(new IOException(reason.says()));
            first = reason;
            return;
        }
        answerInstead(
                state instanceof State.Busy busy ? busy.exchange() : null,
                violation.status(),
                reason);
    }

    // The end of an exchange.

    /** The response has ended, on the handler's thread. */
    void responseEnded(Exchange exchange) {
        if (attention
                || exchange.ending() != null
                || !exchange.inflow.isEnded()
                || loop.isClosing()) {
            loop.execute(() -> {
                settle();
                afterInput();
            });
        }
    }

    /** Takes note of a response that has ended meanwhile. */
    private void settle() {
        if (!(state instanceof State.Busy busy) || !busy.exchange().isResponseEnded()) {
            return;
        }
        Exchange exchange = busy.exchange();
        attention = false;
        answered(exchange);
        Reason ending = first != null ? first : exchange.ending();
        if (ending != null) {
            part(ending);
        } else if (clientEnded) {
            over(
                    Ending.halfClosed());
        } else if (exchange.inflow.isEnded()) {
            become(new State.Idle(exchange.endedAt()));
        } else {
            exchange.inflow.discard();
            become(new State.Draining(exchange, loop.now()));
            wire.listen(true);
        }
    }

    private void answered(Exchange exchange) {
        account.exchanged(exchange);
        loop.exchanged(this, exchange, exchange.status());
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
            if (busy.exchange().isResponseEnded()) {
                settle();
                afterInput();
            }
        }
    }

    private void endedWhileBusy(Exchange exchange) {
        if (!exchange.inflow.isEnded()) {
            reader.end();
            Reason left = Ending.brokenOff(account);
            exchange.inflow.fail(new IOException(left.says()));
            first = first == null ? left : first;
        }
        exchange.clientIsGone();
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
            case State.Draining draining -> part(Ending.unread(draining.exchange()));
            case State.Busy busy -> overdueWhileBusy(busy.exchange(), now);
            case State.Parting parting -> {
                loop.patience().clientStayed(client.getAddress());
                over(parting.reason());
            }
            case State.Lingering lingering -> over(lingering.reason());
            case State.HandedOver _ -> {}
            case State.Closed _ -> {}
        }
    }

    private void overdueWhileBusy(Exchange exchange, long now) {
        CloseCause passed = Deadline.passed(exchange, loop, now);
        if (passed == CloseCause.HANDLER_TIMEOUT && exchange.take()) {
            exchange.interrupt();
            answerInstead(exchange, 503, null);
        } else if (passed == CloseCause.BODY_TIMEOUT) {
            first = Reason.server(passed, exchange.phase(), loop.says(passed));
            exchange.inflow.fail(new SlowBodyException(loop.says(passed)));
        } else if (passed == CloseCause.WRITE_TIMEOUT) {
            first = Reason.server(passed, exchange.phase(), loop.says(passed));
            giveUp(exchange, loop.says(passed));
            wire.reset();
            account.serverReset(now);
            over(first);
        }
    }

    private void giveUp(Exchange exchange, String sentence) {
        IOException reason = new ExchangeOverException(sentence);
        exchange.inflow.fail(reason);
        exchange.outflow.fail(reason);
        exchange.take();
        exchange.clientIsGone();
    }

    /** Answers in the handler's place, and ends the connection where there is a reason to. */
    private void answerInstead(@Nullable Exchange exchange, int status, @Nullable Reason reason) {
        Reason ending = reason;
        if (exchange != null && ending == null) {
            ending = endingWith(exchange, false);
        }
        try {
            account.sent(ShortAnswer.write(wire, status, ending != null, loop.date()));
        } catch (IOException e) {
            broken(e);
            return;
        }
        account.answered(exchange, status, loop.now());
        if (exchange != null) {
            loop.exchanged(this, exchange, status);
        }
        if (ending != null) {
            first = first == null ? ending : first;
            linger(first);
        } else if (exchange != null && !exchange.inflow.isEnded()) {
            become(new State.Draining(exchange, loop.now()));
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

    private Exchange exchange() {
        return switch (state) {
            case State.Busy busy -> busy.exchange();
            case State.Draining draining -> draining.exchange();
            case State.Unused _, State.InHead _, State.Idle _, State.Parting _ -> throw outside();
            case State.Lingering _, State.HandedOver _, State.Closed _ -> throw outside();
        };
    }

    private IllegalStateException outside() {
        return new IllegalStateException("no exchange in phase " + state.phase().word());
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
            giveUp(busy.exchange(), reason.says());
            wire.reset();
            account.serverReset(loop.now());
        }
        if (!(state instanceof State.Closed)) {
            over(first == null ? reason : first);
        }
    }

    // What an exchange asks; most of it on the handler's thread.

    /** Why the connection ends with this response, null where it is kept. */
    @Nullable Reason endingWith(Exchange exchange, boolean untilClose) {
        return Ending.of(exchange, untilClose, loop, number, account);
    }

    void invite(Exchange exchange) throws IOException {
        if (!exchange.isResponseBegun() && !exchange.isTaken()) {
            exchange.outflow.invite();
        }
    }

    /** The connection leaves HTTP and this server; the socket blocks from now on. */
    HandedOver handOver(Exchange exchange) throws IOException {
        CompletableFuture<HandedOver> handed = new CompletableFuture<>();
        loop.execute(
                () -> {
                    if (state instanceof State.Closed) {
                        handed.completeExceptionally(new ExchangeOverException(overSentence()));
                        return;
                    }
                    answered(exchange);
                    loop.stop(this);
                    become(new State.HandedOver());
                    wire.handOver(channel -> handed.complete(new HandedOver(channel, ByteBuffer.wrap(pending))));
                    loop.closed(
                            this,
                            Reason.client(
                                    CloseCause.UPGRADED,
                                    Phase.UPGRADED,
                                    "request " + exchange.number() + " was answered with 101"));
                });
        try {
            return handed.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the connection was handed over");
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        }
    }

    void moreBodyIsWelcome(Exchange exchange) {
        loop.execute(() -> {
            if (state instanceof State.Busy busy && busy.exchange().equals(exchange)) {
                wire.listen(true);
            }
        });
    }

    /** A response that cannot be completed: only cutting tells the client so. */
    void cutResponse(Exchange exchange, Throwable reason) {
        loop.execute(() -> {
            if (state instanceof State.Busy busy && busy.exchange().equals(exchange)) {
                Reason cut =
                        exchange.outflow.isBroken()
                                ? Ending.resetMidway(exchange)
                                : Ending.cut(reason);
                giveUp(exchange, cut.says());
                wire.reset();
                account.serverReset(loop.now());
                over(first == null ? cut : first);
            }
        });
    }

    void tellFailure(Exchange exchange, Throwable reason) {
        loop.tell(
                "the handler failed to answer "
                        + exchange.method()
                        + " "
                        + exchange.target()
                        + ": "
                        + reason);
    }

    int statusFor(Throwable reason) {
        return reason instanceof SlowBodyException ? 408 : 500;
    }

    String overSentence() {
        Reason reason = first;
        return reason == null ? "the handler's deadline has passed" : reason.says();
    }

    Handler handler() {
        return loop.handler();
    }

    Fields trailers() {
        return reader.trailers();
    }

    String date() {
        return loop.date();
    }

    long clock() {
        return loop.clock();
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
