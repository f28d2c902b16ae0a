package dev.linger.capture.flow;

import dev.linger.life.Exchange;
import dev.linger.life.Moment;
import org.jspecify.annotations.Nullable;

/** An exchange in progress: filled as its messages come, used again for a later one. */
final class Turn {

    /** Steps of an exchange, in the order of an undisturbed one. */
    enum Step {
        REQUEST_BEGAN,
        REQUEST_HEAD_ENDED,
        REQUEST_ENDED,
        RESPONSE_BEGAN,
        RESPONSE_HEAD_ENDED,
        RESPONSE_ENDED;

        private static final int COUNT = values().length;
    }

    private final long[] packets = new long[Step.COUNT];
    private final long[] nanos = new long[Step.COUNT];

    int number;
    @Nullable String method;
    int status;
    long requestDeclared;
    long requestBody;
    long responseDeclared;
    long responseBody;
    boolean untilClose;

    /** Offset of the request's first byte in the client's stream. */
    long requestPosition;

    void begin(int number) {
        for (int step = 0; step < Step.COUNT; step++) {
            packets[step] = 0;
        }
        this.number = number;
        method = null;
        status = 0;
        requestDeclared = -1;
        requestBody = 0;
        responseDeclared = -1;
        responseBody = 0;
        untilClose = false;
        requestPosition = -1;
    }

    void reach(Step step, long packet, long atNanos) {
        packets[step.ordinal()] = packet;
        nanos[step.ordinal()] = atNanos;
    }

    boolean has(Step step) {
        return packets[step.ordinal()] != 0;
    }

    boolean isComplete() {
        return has(Step.REQUEST_ENDED) && has(Step.RESPONSE_ENDED);
    }

    Exchange toExchange() {
        return new Exchange(
                number,
                method,
                status,
                moment(Step.REQUEST_BEGAN),
                moment(Step.REQUEST_HEAD_ENDED),
                moment(Step.REQUEST_ENDED),
                moment(Step.RESPONSE_BEGAN),
                moment(Step.RESPONSE_HEAD_ENDED),
                moment(Step.RESPONSE_ENDED),
                requestDeclared,
                requestBody,
                responseDeclared,
                responseBody,
                untilClose);
    }

    @Nullable Moment moment(Step step) {
        int at = step.ordinal();
        return packets[at] == 0 ? null : new Moment(packets[at], nanos[at]);
    }
}
