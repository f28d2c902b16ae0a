package dev.linger.capture.flow;

import dev.linger.http.Event;
import dev.linger.http.Framing;
import dev.linger.http.Limits;
import dev.linger.http.MessageReader;
import dev.linger.http.RequestHead;
import dev.linger.http.ResponseHead;
import dev.linger.http.Strictness;
import dev.linger.http.Violation;
import dev.linger.life.Exchange;
import dev.linger.life.Fault;
import dev.linger.life.Moment;
import dev.linger.life.Pauses;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1 on both directions: requests met by their responses, in order (RFC 9112, section 9.3.2).
 */
final class HttpConversation implements Conversation {
    private static final Limits LIMITS = Limits.forCaptures();
    private static final byte[] NO_BYTES = {};

    /** Within a message no side is quiet for so long, unless it has stopped. */
    private static final long QUIET_NANOS = 300_000_000;

    private final MessageReader requestReader;
    private final MessageReader responseReader;

    /** Takes the start line of each message, for a ladder. */
    private @Nullable Consumer<String> startLines;

    private final OpenTurns open = new OpenTurns();

    private @Nullable Turn receiving;
    private @Nullable Turn last;
    private @Nullable Turn closing;
    private boolean closingSeen;
    private int outstanding;

    private int begun;
    private int requests;
    private int responses;
    private int answered;
    private boolean interim;
    private boolean gaps;

    /** What is missing of the server's bytes may have been whole responses. */
    private boolean responsesMissing;

    /** The hole in which the end of a response may be. */
    private @Nullable Moment lost;

    private final Announcements announced;
    private Pauses pauses = Pauses.NONE;
    private @Nullable Moment upgraded;
    private @Nullable Fault fault;

    HttpConversation(SharedByFlows shared) {
        requestReader = MessageReader.requests(Strictness.LENIENT, LIMITS, shared.space());
        responseReader = MessageReader.responses(Strictness.LENIENT, LIMITS, shared.space());
        announced = new Announcements(shared.introductions());
    }

    /** Begins a conversation that is seen from its start, or from somewhere on. */
    void begin(@Nullable Consumer<String> startLines, boolean fromTheStart) {
        this.startLines = startLines;
        if (!fromTheStart) {
            requestReader.skip(1);
            responseReader.skip(1);
        }
    }

    /** Forgets all, for another connection. */
    void forget() {
        startLines = null;
        requestReader.forget();
        responseReader.forget();
        open.forget();
        receiving = null;
        last = null;
        closing = null;
        closingSeen = false;
        outstanding = 0;
        begun = 0;
        requests = 0;
        responses = 0;
        answered = 0;
        interim = false;
        gaps = false;
        responsesMissing = false;
        lost = null;
        announced.forget();
        pauses = Pauses.NONE;
        upgraded = null;
        fault = null;
    }

    /** The client sent something else before the server answered in HTTP. */
    void notARequest(Moment at) {
        open.begin(++begun).requestBegan = at;
        fault = new Fault(Side.CLIENT, at, "it is not an HTTP/1 request");
    }

    @Override
    public void bytes(Side side, byte[] bytes, int from, int to, long position, Now at) {
        if (upgraded != null) {
            return;
        }
        if (side == Side.CLIENT) {
            requests(bytes, from, to, position, at);
        } else {
            responses(bytes, from, to, at);
        }
    }

    @Override
    public void missing(Side side, long bytes, Now at) {
        gaps = true;
        if (upgraded != null) {
            return;
        }
        // They may have been the last ones of a body, after which nothing need come.
        if (side == Side.CLIENT && requestReader.skip(bytes)) {
            requests(NO_BYTES, 0, 0, 0, at);
        } else if (side == Side.SERVER && responseReader.skip(bytes)) {
            responses(NO_BYTES, 0, 0, at);
        } else if (side == Side.SERVER) {
            responsesMissing = true;
            lost = at.moment();
        }
    }

    @Override
    public void ended(Side side, Now at) {
        if (side == Side.SERVER && upgraded == null) {
            Turn turn = open.unanswered();
            if (responseReader.end() == Event.END && turn != null) {
                endResponse(turn, at.moment());
            }
        }
    }

    private void requests(byte[] bytes, int from, int to, long position, Now at) {
        int next = from;
        while (true) {
            next = requestReader.passEmptyLines(bytes, next, to);
            if (next < to && requestReader.isBetweenMessages()) {
                receiving = begin(position + (next - from), at);
            }
            boolean wasOutOfStep = requestReader.isOutOfStep();
            next = requestReader.read(bytes, next, to);
            switch (requestReader.event()) {
                case NEED_MORE -> {
                    return;
                }
                case HEAD -> {
                    if (wasOutOfStep) {
                        endUnseenRequest(at.moment());
                    }
                    requestHead(requestReader.requestHead(), position, at);
                }
                case BODY -> {}
                case END -> {
                    endRequest(at.moment());
                    if (next == to && requestReader.isIdle()) {
                        return;
                    }
                }
                case FAULT -> {
                    endBrokenRequest(at);
                    faulty(Side.CLIENT, requestReader, at);
                    return;
                }
            }
        }
    }

    private Turn begin(long position, Now at) {
        Turn before = last;
        if (open.first == null && before != null && before.responseEnded != null) {
            pauses = pauses.and(at.atNanos - before.responseEnded.atNanos());
        }
        Turn turn = open.begin(++begun);
        turn.requestPosition = position;
        turn.requestBegan = at.moment();
        return turn;
    }

    private void requestHead(RequestHead head, long position, Now at) {
        requests++;
        Turn turn = receiving;
        if (turn == null) { // found after a hole
            turn = begin(position, at);
            receiving = turn;
        }
        turn.method = head.method();
        turn.requestDeclared = requestReader.framing().declaredBytes();
        turn.requestHeadEnded = at.moment();
        announced.request(head, requests, at);
        if (startLines != null) {
            startLines.accept(StartLine.of(head));
        }
    }

    private void endRequest(Moment at) {
        Turn turn = receiving;
        if (turn != null) {
            turn.requestBody = requestReader.bodyBytes();
            leave(turn, at);
        }
    }

    private void leave(Turn turn, Moment at) {
        turn.requestEnded = at;
        receiving = null;
        open.dropIfOver(turn);
    }

    /** The next one has been found: the end of this one was in a hole, or could not be read. */
    private void endUnseenRequest(Moment at) {
        Turn turn = receiving;
        if (turn != null) {
            leave(turn, at);
        }
    }

    /** A request that cannot be read counts where it is meant as one, or is answered as one. */
    private void endBrokenRequest(Now at) {
        Turn turn = receiving;
        if (turn != null && turn.requestHeadEnded == null) {
            turn.broken = true;
            if (requestReader.fault() != Violation.NOT_HTTP) {
                count(turn);
            }
            turn.requestHeadEnded = at.moment();
            endRequest(at.moment());
        }
    }

    private void count(Turn turn) {
        if (turn.broken) {
            requests++;
            turn.broken = false;
        }
    }

    private void responses(byte[] bytes, int from, int to, Now at) {
        int next = from;
        while (true) {
            next = responseReader.passEmptyLines(bytes, next, to);
            if (next < to && responseReader.isBetweenMessages()) {
                beginResponse(at);
            }
            next = responseReader.read(bytes, next, to);
            switch (responseReader.event()) {
                case NEED_MORE -> {
                    return;
                }
                case HEAD -> {
                    if (responseHead(responseReader.responseHead(), at)) {
                        return;
                    }
                }
                case BODY -> {}
                case END -> {
                    Turn turn = open.unanswered();
                    if (turn != null && !interim) {
                        endResponse(turn, at.moment());
                    }
                    if (next == to && responseReader.isIdle()) {
                        return;
                    }
                }
                case FAULT -> {
                    endBrokenResponse();
                    faulty(Side.SERVER, responseReader, at);
                    return;
                }
            }
        }
    }

    private Turn beginResponse(Now at) {
        if (responsesMissing) {
            responsesMissing = false;
            answered += open.dropAnsweredBefore(at.packet);
        }
        Turn turn = open.unanswered();
        if (turn == null) { // its request was not seen, or there was none
            turn = open.begin(begun);
        }
        if (turn.responseBegan == null || interim) {
            turn.responseBegan = at.moment();
            interim = false;
        }
        String method = turn.method;
        responseReader.answers(method == null ? "GET" : method);
        return turn;
    }

    /** Returns true where the connection was handed over. */
    private boolean responseHead(ResponseHead head, Now at) {
        Turn turn = beginResponse(at);
        interim = head.isInterim();
        if (startLines != null) {
            startLines.accept(StartLine.of(head));
        }
        if (interim) {
            turn.responseBegan = null; // the final one is to come (RFC 9110, section 15.2)
            return false;
        }
        responses++;
        count(turn);
        turn.status = head.status();
        turn.responseHeadEnded = at.moment();
        Framing framing = responseReader.framing();
        turn.responseDeclared = framing.declaredBytes();
        turn.untilClose = framing instanceof Framing.UntilClose;
        announced.response(head, responses, at);
        if (framing instanceof Framing.Tunnel) {
            upgraded = at.moment();
            endResponse(turn, at.moment());
            return true;
        }
        return false;
    }

    private void endResponse(Turn turn, Moment at) {
        if (turn.responseHeadEnded != null && turn.responseEnded == null) {
            turn.responseBody = responseReader.bodyBytes();
            isAnswered(turn, at);
        }
    }

    private void isAnswered(Turn turn, Moment at) {
        turn.responseEnded = at;
        answered++;
        last = turn;
        open.dropIfOver(turn);
    }

    /** What follows a response that cannot be read belongs to another request, or to none. */
    private void endBrokenResponse() {
        Turn turn = open.unanswered();
        if (turn != null && turn.requestBegan == null && responses > 0) {
            open.remove(turn);
        } else {
            responsesMissing = true;
        }
    }

    private void faulty(Side side, MessageReader reader, Now at) {
        Violation violation = reader.fault();
        if (fault == null && !gaps && violation != null) {
            fault = new Fault(side, at.moment(), violation.sentence());
        }
        reader.skip(1); // out of step: look for the next message
    }

    @Override
    public Phase phase(long quietNanos, Now at) {
        endLost(quietNanos, at);
        if (upgraded != null) {
            return Phase.UPGRADED;
        }
        if (requests == 0 && responses == 0 && gaps) {
            return Phase.UNKNOWN;
        }
        Turn turn = open.first;
        if (turn == null) {
            return begun == 0 && responses == 0 ? Phase.UNUSED : Phase.IDLE;
        }
        boolean isHeadLost = turn == open.unanswered() && turn.responseHeadEnded == null;
        return isHeadLost && mayBeAnswered(turn, at) ? Phase.UNKNOWN : turn.phase();
    }

    /** Whether the server's bytes that are missing hold the answer, and came before this packet. */
    private boolean mayBeAnswered(Turn turn, Now at) {
        Moment hole = lost;
        Moment began = turn.requestBegan;
        return hole != null
                && responseReader.isOutOfStep()
                && hole.packet() < at.packet
                && (began == null || began.packet() < hole.packet());
    }

    /**
     * A message whose end was in a hole is over: a response where both sides were quiet after it, a
     * request where it was answered.
     */
    private void endLost(long quietNanos, Now at) {
        Moment hole = lost;
        if (hole != null && quietNanos >= QUIET_NANOS && responseReader.isOutOfStep()) {
            if (responsesMissing) {
                answered += open.dropAnsweredBefore(hole.packet());
            }
            Turn turn = open.unanswered();
            if (turn != null && turn.responseHeadEnded != null) {
                endResponse(turn, hole);
            } else if (turn != null && mayBeAnswered(turn, at)) {
                isAnswered(turn, hole);
            }
        }
        Turn asking = receiving;
        Moment answer = asking == null ? null : asking.responseEnded;
        if (answer != null && requestReader.isOutOfStep()) {
            endRequest(answer);
        }
    }

    @Override
    public void firstClose() {
        closingSeen = true;
        Turn unfinished = open.first;
        closing = unfinished != null ? unfinished : last;
        outstanding = begun - answered;
    }

    @Override
    public Talk talk(long acknowledgedByServer, @Nullable Moment serverClosed) {
        if (requests == 0 && responses == 0 && gaps) {
            return new Talk.Unseen();
        }
        if (requests == 0 && responses == 0 && fault != null) {
            return new Talk.Other(false);
        }
        if (!closingSeen) {
            firstClose();
        }
        Turn turn = closing;
        Exchange exchange = null;
        if (turn != null) {
            if (turn.requestEnded == null && turn == receiving) {
                turn.requestBody = requestReader.bodyBytes();
            }
            if (turn == open.unanswered()) {
                turn.responseBody = responseReader.bodyBytes();
            }
            exchange = turn.toExchange();
        }
        return new Talk.Http(
                requests,
                responses,
                Math.max(0, outstanding),
                exchange,
                announced.clientOffer,
                announced.serverOffer,
                announced.hintTimeoutSeconds,
                announced.hintMax,
                announced.product,
                announced.agent,
                announced.http10,
                announced.forwarded,
                pauses,
                upgraded,
                fault,
                lateRequest(acknowledgedByServer, serverClosed),
                gaps);
    }

    /**
     * A request that came after the server's close, or crossed it: nothing of it was acknowledged.
     */
    private @Nullable Moment lateRequest(long acknowledgedByServer, @Nullable Moment serverClosed) {
        Turn turn = open.last;
        Moment began = turn == null ? null : turn.requestBegan;
        if (turn == null || began == null || serverClosed == null || turn.responseBegan != null) {
            return null;
        }
        boolean crossed = acknowledgedByServer >= 0 && turn.requestPosition >= acknowledgedByServer;
        return crossed || began.packet() > serverClosed.packet() ? began : null;
    }
}
