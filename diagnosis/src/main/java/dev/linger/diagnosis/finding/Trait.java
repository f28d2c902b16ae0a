package dev.linger.diagnosis.finding;

import dev.linger.life.CloseCause;
import dev.linger.life.CloseOffer;
import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import dev.linger.life.Moment;
import dev.linger.life.Opening;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/** What a connection may show besides its end. */
public enum Trait {
    /**
     * SYN or SYN ACK was sent again before the connection was of use, and not because the SYN met
     * an earlier connection.
     */
    HANDSHAKE_REPEATED,
    /**
     * The same, and the server had not answered the first SYN, or did not heed the ACK that
     * completed the handshake: a full queue does so, and a network that lost the packet.
     */
    HANDSHAKE_NOT_TAKEN,
    /** The server answered the SYN, and nothing came of it. */
    HALF_OPEN,
    /** The same, and the client sent its SYN again: it is there, and waits. */
    HALF_OPEN_RETRIED,
    /** The client repeated itself, and nothing answered. */
    SERVER_VANISHED,
    /** The server did, and the client was gone. */
    CLIENT_VANISHED,
    /** The SYN met an earlier connection of the same ports that the server had not forgotten. */
    SYN_MET_TIME_WAIT,
    /** The last answer was 503 or 504, and came after a wait: nobody had answered behind it. */
    LATE_ERROR,
    /** The ports had carried an earlier connection until less than a minute before. */
    PORTS_USED_AGAIN,
    /** A proxy passed the requests on. */
    FORWARDED,
    /** The client spoke HTTP/1.0. */
    HTTP_10,
    /** The server, unasked, said with its first response that it would close. */
    CLOSE_WITH_FIRST_RESPONSE,
    /** The server, unasked, said with an error that it would close. */
    CLOSE_WITH_ERROR,
    /** The server answered in HTTP/1.0 without keep-alive, though the client would have kept. */
    CLOSE_BY_OLD_RESPONSE;

    private static final long SOON_NANOS = 500_000_000;

    /** A refusal is quicker. */
    private static final long LATE_NANOS = 300_000_000;

    boolean isOf(JudgedLife judged) {
        ConnectionLife life = judged.life();
        return switch (this) {
            case HANDSHAKE_REPEATED -> isRepeated(life);
            case HANDSHAKE_NOT_TAKEN -> isRepeated(life) && isNotTaken(life.opening());
            case HALF_OPEN -> isHalfOpen(life);
            case HALF_OPEN_RETRIED -> isHalfOpen(life) && life.opening().syns() > 1;
            case SERVER_VANISHED -> hasVanished(judged) && !repeatsMore(life, Side.SERVER);
            case CLIENT_VANISHED -> hasVanished(judged) && repeatsMore(life, Side.SERVER);
            case SYN_MET_TIME_WAIT -> life.opening().challenge() != null;
            case LATE_ERROR -> isLateError(life);
            case PORTS_USED_AGAIN ->
                    life.opening().reusedAfterNanos() >= 0
                            && life.opening().reusedAfterNanos() < Tally.TIME_WAIT_NANOS;
            case FORWARDED -> life.talk() instanceof Talk.Http http && http.forwarded();
            case HTTP_10 -> life.talk() instanceof Talk.Http http && http.http10();
            case CLOSE_WITH_FIRST_RESPONSE -> {
                CloseOffer offer = closeOfServer(life);
                yield offer != null && offer.exchange() == 1;
            }
            case CLOSE_WITH_ERROR ->
                    closeOfServer(life) != null
                            && life.talk() instanceof Talk.Http http
                            && http.last() != null
                            && http.last().status() >= 400;
            case CLOSE_BY_OLD_RESPONSE -> {
                CloseOffer offer = closeOfServer(life);
                yield offer != null && offer.http10();
            }
        };
    }

    /** The server's word that it closes; null where the client had asked for it, or nobody did. */
    private static @Nullable CloseOffer closeOfServer(ConnectionLife life) {
        return life.talk() instanceof Talk.Http http && http.clientOffer() == null
                ? http.serverOffer()
                : null;
    }

    private static boolean isRepeated(ConnectionLife life) {
        Opening opening = life.opening();
        if (opening.challenge() != null || opening.established() == null) {
            return false;
        }
        // A server that waits for the first byte before it accepts repeats its SYN ACK as well.
        return opening.syns() > 1
                || (opening.synAcks() > 1 && life.fromClient().firstByte() != null);
    }

    private static boolean isHalfOpen(ConnectionLife life) {
        Opening opening = life.opening();
        return opening.syn() != null
                && opening.synAck() != null
                && opening.established() == null
                && life.fromServer().bytes() <= 0
                && life.ending().first() == null;
    }

    private static boolean hasVanished(JudgedLife judged) {
        return judged.verdict().closing().cause() == CloseCause.VANISHED;
    }

    private static boolean repeatsMore(ConnectionLife life, Side side) {
        return life.from(side).unanswered() > life.from(side.opposite()).unanswered();
    }

    private static boolean isNotTaken(Opening opening) {
        boolean synUnheeded = opening.syns() > 1 && !isSoon(opening.syn(), opening.synAck());
        boolean ackUnheeded =
                opening.synAcks() > 1 && isSoon(opening.synAck(), opening.established());
        return synUnheeded || ackUnheeded;
    }

    /** Before anything is sent again (RFC 6298, section 2: after a second). */
    private static boolean isSoon(@Nullable Moment sent, @Nullable Moment answered) {
        return sent != null && answered != null && answered.atNanos() - sent.atNanos() < SOON_NANOS;
    }

    private static boolean isLateError(ConnectionLife life) {
        return life.talk() instanceof Talk.Http http
                && http.last() != null
                && (http.last().status() == 503 || http.last().status() == 504)
                && http.last().waitNanos() >= LATE_NANOS;
    }
}
