package dev.linger.capture.flow;

import dev.linger.life.Exchange;
import dev.linger.life.Moment;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** An exchange in progress: filled as its messages come, used again for a later one. */
final class Turn {

    // Steps of an exchange, in the order of an undisturbed one.
    static final int REQUEST_BEGAN = 0;
    static final int REQUEST_HEAD_ENDED = 1;
    static final int REQUEST_ENDED = 2;
    static final int RESPONSE_BEGAN = 3;
    static final int RESPONSE_HEAD_ENDED = 4;
    static final int RESPONSE_ENDED = 5;
    private static final int STEPS = 6;

    private final long[] packets = new long[STEPS];
    private final long[] nanos = new long[STEPS];

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

    void begin(int number) {
        Arrays.fill(packets, 0);
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
    }

    void reach(int step, long packet, long atNanos) {
        packets[step] = packet;
        nanos[step] = atNanos;
    }

    boolean has(int step) {
        return packets[step] != 0;
    }

    long nanos(int step) {
        return nanos[step];
    }

    boolean isComplete() {
        return has(REQUEST_ENDED) && has(RESPONSE_ENDED);
    }

    Exchange toExchange() {
        Moment requestBegan = moment(REQUEST_BEGAN);
        Moment requestHeadEnded = moment(REQUEST_HEAD_ENDED, requestBegan);
        Moment requestEnded = moment(REQUEST_ENDED, requestHeadEnded);
        Moment responseBegan = moment(RESPONSE_BEGAN);
        Moment responseHeadEnded = moment(RESPONSE_HEAD_ENDED, responseBegan);
        Moment responseEnded = moment(RESPONSE_ENDED, responseHeadEnded);
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

    /** Steps of one packet share their moment. */
    private @Nullable Moment moment(int step, @Nullable Moment before) {
        return before != null && before.packet() == packets[step] ? before : moment(step);
    }

    @Nullable Moment moment(int step) {
        return packets[step] == 0 ? null : new Moment(packets[step], nanos[step]);
    }
}
