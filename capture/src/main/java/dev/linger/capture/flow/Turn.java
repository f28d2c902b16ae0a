package dev.linger.capture.flow;

import dev.linger.life.Exchange;
import dev.linger.life.Moment;
import dev.linger.life.Phase;
import org.jspecify.annotations.Nullable;

/** An exchange in progress: filled as its messages come. Steps of one packet share their moment. */
final class Turn {
    @Nullable Moment requestBegan;
    @Nullable Moment requestHeadEnded;
    @Nullable Moment requestEnded;
    @Nullable Moment responseBegan;
    @Nullable Moment responseHeadEnded;
    @Nullable Moment responseEnded;

    int number;
    @Nullable String method;
    int status;
    long requestDeclared;
    long requestBody;
    long responseDeclared;
    long responseBody;
    boolean untilClose;

    /** Whether its request could not be read, and does not count yet. */
    boolean broken;

    /** Offset of the request's first byte in the client's stream. */
    long requestPosition;

    /** The exchange that began after this one and is open too; kept by {@link OpenTurns}. */
    @Nullable Turn after;

    void begin(int number) {
        requestBegan = null;
        requestHeadEnded = null;
        requestEnded = null;
        responseBegan = null;
        responseHeadEnded = null;
        responseEnded = null;
        this.number = number;
        method = null;
        status = 0;
        requestDeclared = -1;
        requestBody = 0;
        responseDeclared = -1;
        responseBody = 0;
        untilClose = false;
        requestPosition = -1;
        broken = false;
        after = null;
    }

    /** Whether nothing of it is to come; a request that was not seen does not come any more. */
    boolean isOver() {
        return responseEnded != null && (requestEnded != null || requestBegan == null);
    }

    /** Whether the next request began in the packet in which this one ended. */
    boolean isPipelined() {
        Turn next = after;
        Moment ended = requestEnded;
        Moment began = next == null ? null : next.requestBegan;
        return ended != null && began != null && ended.packet() == began.packet();
    }

    /** The phase that it is in, as the oldest one that is not over. */
    Phase phase() {
        boolean requestOver = requestEnded != null || requestBegan == null;
        if (responseBegan != null) {
            return requestOver
                    ? responseHeadEnded != null ? Phase.RESPONSE_BODY : Phase.RESPONSE_HEAD
                    : requestHeadEnded != null ? Phase.EARLY_RESPONSE : Phase.REQUEST_HEAD;
        }
        if (requestOver) {
            return Phase.HANDLING;
        }
        return requestHeadEnded != null ? Phase.REQUEST_BODY : Phase.REQUEST_HEAD;
    }

    Exchange toExchange() {
        return new Exchange(
                number,
                method,
                status,
                requestBegan,
                requestHeadEnded,
                requestEnded,
                responseBegan,
                responseHeadEnded,
                responseEnded,
                requestDeclared,
                requestBody,
                responseDeclared,
                responseBody,
                untilClose);
    }
}
