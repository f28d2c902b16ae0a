package dev.linger.diagnosis.finding;

import dev.linger.life.ClosedFirst;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Manner;
import dev.linger.life.Talk;

/** What a connection may show besides its end. */
public enum Trait {
    /** The client sent its SYN again, and the handshake was completed later. */
    SYN_SENT_AGAIN,
    /** The server sent its SYN ACK again, to a client that had something to say. */
    SYN_ACK_SENT_AGAIN,
    /** The SYN met an earlier connection of the same ports that the server had not forgotten. */
    SYN_MET_TIME_WAIT,
    /** The ports had carried an earlier connection until less than a minute before. */
    PORTS_USED_AGAIN,
    /** The client had closed and the server never did. */
    HALF_CLOSED_BY_CLIENT,
    /** The server had closed and the client never did. */
    HALF_CLOSED_BY_SERVER,
    /** The client spoke HTTP/1.0. */
    HTTP_10;

    boolean isOf(ConnectionLife life) {
        return switch (this) {
            case SYN_SENT_AGAIN ->
                    life.opening().syns() > 1 && life.opening().established() != null;
            // One that waits for the first byte before it accepts does so as well.
            case SYN_ACK_SENT_AGAIN ->
                    life.opening().synAcks() > 1 && life.fromClient().firstByte() != null;
            case SYN_MET_TIME_WAIT -> life.opening().challenge() != null;
            case PORTS_USED_AGAIN ->
                    life.opening().reusedAfterNanos() >= 0
                            && life.opening().reusedAfterNanos() < Tally.TIME_WAIT_NANOS;
            case HALF_CLOSED_BY_CLIENT -> isHalfClosed(life, ClosedFirst.CLIENT);
            case HALF_CLOSED_BY_SERVER -> isHalfClosed(life, ClosedFirst.SERVER);
            case HTTP_10 -> life.talk() instanceof Talk.Http http && http.http10();
        };
    }

    private static boolean isHalfClosed(ConnectionLife life, ClosedFirst closer) {
        return life.ending().manner() == Manner.HALF_CLOSED
                && life.ending().closedFirst() == closer;
    }
}
