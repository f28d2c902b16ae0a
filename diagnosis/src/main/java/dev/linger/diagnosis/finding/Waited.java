package dev.linger.diagnosis.finding;

import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Exchange;
import dev.linger.life.JudgedLife;
import dev.linger.life.Moment;
import dev.linger.life.Phase;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/** How long the side that gave up an exchange had waited for the opposite one. */
final class Waited {
    private static final long SHORTEST_SILENCE_NANOS = 450_000_000;

    private Waited() {}

    /** -1 where nobody waited, or where that was not seen. */
    static long nanos(JudgedLife judged) {
        ConnectionLife life = judged.life();
        if (!(life.talk() instanceof Talk.Http http) || http.last() == null) {
            return -1;
        }
        Exchange last = http.last();
        Moment first = life.ending().first();
        return switch (judged.verdict().closing().cause()) {
            case HEAD_TIMEOUT, BODY_TIMEOUT ->
                    judged.verdict().closing().decidedBy() == DecidedBy.CLIENT
                            ? between(life.fromServer().lastByte(), first)
                            : forRequest(life, last, earlier(last, first));
            case TRUNCATED ->
                    life.ending().phase() == Phase.RESPONSE_BODY ? life.ending().quietNanos() : -1;
            case RESPONSE_TIMEOUT, ABANDONED, NO_RESPONSE, STOPPED ->
                    life.ending().phase() == Phase.HANDLING
                            ? between(last.requestEnded(), first)
                            : -1;
            case WRITE_TIMEOUT ->
                    Math.max(life.fromClient().zeroWindowNanos(), life.ending().quietNanos());
            default -> -1;
        };
    }

    /** The limit is on silence, or on the whole request where its bytes still came. */
    private static long forRequest(ConnectionLife life, Exchange last, @Nullable Moment end) {
        long silence = between(life.fromClient().lastByte(), end);
        return silence >= SHORTEST_SILENCE_NANOS ? silence : between(last.requestBegan(), end);
    }

    private static @Nullable Moment earlier(Exchange last, @Nullable Moment first) {
        return last.responseBegan() != null ? last.responseBegan() : first;
    }

    private static long between(@Nullable Moment from, @Nullable Moment to) {
        return from == null || to == null ? -1 : Math.max(0, to.atNanos() - from.atNanos());
    }
}
