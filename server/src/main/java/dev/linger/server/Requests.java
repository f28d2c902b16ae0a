package dev.linger.server;

import dev.linger.http.Event;
import dev.linger.http.Fields;
import dev.linger.http.MessageReader;
import dev.linger.http.Violation;
import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import java.io.IOException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a connection, as they come in: heads begin exchanges, bodies go to their
 * handlers, and what comes before its turn is kept. Belongs to the loop's thread.
 */
final class Requests {
    private static final byte[] NOTHING = {};

    /** Of requests to come; the client is heard on until then, so that its leaving is noticed. */
    private static final int MOST_PENDING = 16 << 10;

    private final Connection connection;
    private final Farewell farewell;
    private final ServerLoop loop;
    private final Wire wire;
    private final MessageReader reader;

    /** Bytes of requests to come, kept until the present one is answered. */
    private byte[] pending = NOTHING;

    /** Bytes of a request's body that were thrown away. */
    private long drained;

    /** Of them, those that had come before the answer. */
    private long heldAtAnswer;

    private boolean http11;
    private boolean refused;

    Requests(Connection connection, Farewell farewell, ServerLoop loop, Wire wire) {
        this.connection = connection;
        this.farewell = farewell;
        this.loop = loop;
        this.wire = wire;
        this.reader = loop.newReader();
    }

    /** Reads what has come; bytes are copied where they are kept. */
    void read(byte[] bytes, int from, int to) {
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
                    refuseOnce();
                    return;
                }
                case NEED_MORE -> {}
            }
        } while (reader.event() != Event.NEED_MORE && connection.state().isReading());
        endBatch();
        inHead(to - begun);
    }

    /** Gives what was kept away. */
    byte[] take() {
        byte[] bytes = pending;
        pending = NOTHING;
        return bytes;
    }

    /** Reads what was kept. */
    void readOn() {
        byte[] bytes = take();
        wire.listen(!connection.hasClientEnded());
        read(bytes, 0, bytes.length);
    }

    /**
     * Answers given on the loop are sent together, when all requests at hand are answered. Nothing
     * may be left behind: what is written is written into the loop's one array.
     */
    private void endBatch() {
        if (connection.state() instanceof State.Busy busy && busy.call().isOnLoop()) {
            try {
                busy.call().outflow.flush();
            } catch (IOException e) {
                connection.broken(e);
                return;
            }
            connection.settle();
        }
    }

    /** A part of a TLS record has come, of which nothing can be read yet: a request's, mostly. */
    void beginsSealed() {
        connection.settle();
        if (connection.state() instanceof State.Unused
                || connection.state() instanceof State.Idle) {
            connection.become(new State.InHead(loop.now(), connection.account.bytesIn));
            connection.armWithin(loop.spans().head());
        }
    }

    private void inHead(int bytesOfIt) {
        if (connection.state() instanceof State.Unused
                || connection.state() instanceof State.Idle) {
            if (!reader.isBetweenMessages()) {
                connection.become(
                        new State.InHead(loop.now(), connection.account.bytesIn - bytesOfIt));
                connection.armWithin(loop.spans().head());
            }
        }
    }

    private void head() {
        Outflow batch = null;
        if (connection.state() instanceof State.Busy busy) {
            batch = busy.call().outflow;
            connection.answered(busy.call());
        }
        connection.account.requestBegan(reader.requestHead().method(), loop.now());
        http11 = reader.requestHead().minorVersion() > 0;
        Call call =
                loop.newCall(
                        connection,
                        wire,
                        reader.requestHead(),
                        reader.framing().declaredBytes() != 0,
                        connection.account.requests(),
                        batch);
        connection.become(new State.Busy(call));
        if (connection.hasClientEnded()) {
            call.clientIsGone();
        }
        connection.armWithin(call.spans().look());
        farewell.prepare(call);
        if (call.head.isMethod("CONNECT")) {
            farewell.ownAnswer().give(call, 501, Reasons.noTunnel(call));
        } else if (!call.isOnLoop() || call.inflow.isEnded()) {
            loop.answer(call);
        } else {
            awaitBody(call);
        }
    }

    /** A non-blocking handler is called when the body is complete. */
    private void awaitBody(Call call) {
        if (reader.framing().declaredBytes() > loop.heldBodyBytes()) {
            farewell.ownAnswer().give(call, 413, Reasons.tooLong(call));
            return;
        }
        call.inflow.loopWaits();
        try {
            call.bodyIsWanted();
        } catch (IOException e) {
            connection.broken(e);
        }
    }

    private void body(byte[] bytes) {
        Call call = connection.call();
        if (connection.state() instanceof State.Draining) {
            int length = reader.bodyTo() - reader.bodyFrom();
            call.inflow.passOver(length);
            drained += length;
            if (drained > loop.unreadBytes()) {
                farewell.part(Reasons.unreadTooLong(call));
            }
            return;
        }
        boolean more = call.inflow.put(bytes, reader.bodyFrom(), reader.bodyTo());
        if (call.isOnLoop()) {
            if (call.inflow.came() > loop.heldBodyBytes() && call.take()) {
                farewell.ownAnswer().give(call, 413, Reasons.tooLong(call));
            }
        } else if (!more) {
            wire.listen(false);
        }
    }

    /** Returns whether the rest of the bytes is kept for later. */
    private boolean requestEnded(byte[] bytes, int at, int to) {
        connection.account.requestEnded(loop.now());
        if (connection.state() instanceof State.Draining) {
            connection.become(new State.Idle(loop.now()));
            connection.armWithin(connection.idleNanos());
            return false;
        }
        if (!(connection.state() instanceof State.Busy busy)) {
            return false;
        }
        Call call = busy.call();
        if (!call.inflow.isEnded()) {
            call.inflow.end(trailers());
            // The last bytes may have filled what is held; what follows is no body to wait for.
            wire.listen(!connection.hasClientEnded());
            if (call.isOnLoop()) {
                loop.answer(call);
            }
        }
        if (at == to || isNextOfBatch(call)) {
            return false;
        }
        endBatch();
        if (connection.state() instanceof State.Busy) {
            keep(bytes, at, to);
        }
        return !(connection.state() instanceof State.Idle);
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

    /** Keeps bytes whose turn has not come. */
    void keep(byte[] bytes, int from, int to) {
        byte[] more = Arrays.copyOf(pending, pending.length + to - from);
        System.arraycopy(bytes, from, more, pending.length, to - from);
        pending = more;
        wire.listen(pending.length < MOST_PENDING && !connection.hasClientEnded());
    }

    /** The rest of what comes is the same fault. */
    private void refuseOnce() {
        if (!refused) {
            refused = true;
            refuse(Objects.requireNonNull(reader.fault()));
        }
    }

    private void refuse(Violation violation) {
        boolean inHead =
                connection.state() instanceof State.Unused
                        || connection.state() instanceof State.InHead
                        || connection.state() instanceof State.Idle;
        Reason reason =
                Reason.server(
                        CloseCause.BAD_MESSAGE,
                        inHead ? Phase.REQUEST_HEAD : connection.state().phase(),
                        violation.describe(Side.CLIENT, reader.faultAt()));
        loop.tell(reason.says() + " (client " + connection.client() + ")");
        if (inHead) {
            connection.account.requestBroken(loop.now());
        }
        if (connection.state() instanceof State.Draining) {
            // Its request is answered already.
            farewell.linger(reason);
            return;
        }
        if (connection.state() instanceof State.Busy busy && !busy.call().take()) {
            busy.call().inflow.fail(new IOException(reason.says()));
            farewell.decide(reason);
            return;
        }
        farewell.ownAnswer()
                .give(
                        connection.state() instanceof State.Busy busy ? busy.call() : null,
                        violation.status(),
                        reason);
    }

    /** What is left of the body is thrown away, so that the connection can be kept. */
    void discard(Call call) {
        heldAtAnswer = call.inflow.discard();
        drained = heldAtAnswer;
        connection.become(new State.Draining(call, loop.now()));
        wire.listen(true);
    }

    /** Bytes of an answered request's body that came since the answer. */
    long cameSinceAnswer() {
        return drained - heldAtAnswer;
    }

    /** Whether bytes are kept. */
    boolean hasMore() {
        return pending.length > 0;
    }

    /** Bytes that are kept. */
    int kept() {
        return pending.length;
    }

    /** Whether nothing has come but whole requests, and all of them are read. */
    boolean areRead() {
        return reader.isBetweenMessages() && pending.length == 0;
    }

    /** Whether the answer to a head that is incomplete, or at fault, has no content. */
    boolean wantNoContent() {
        return reader.isBrokenHeadForHead();
    }

    /** Whether the last request was one of HTTP/1.1. */
    boolean isHttp11() {
        return http11;
    }
}
