package dev.linger.diagnosis.verdict;

import dev.linger.life.CloseCause;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.Exchange;
import dev.linger.life.Moment;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.life.Talk;
import org.jspecify.annotations.Nullable;

/** Many connections that end at one moment, and clients that all wait equally long. */
final class StopRules {
    private static final int BURST = 4;

    private StopRules() {}

    /** The client closed an unanswered request; over many, after the same wait. */
    static @Nullable Ruling responseTimeout(ConnectionLife life, Patterns patterns) {
        Patterns.Closings closings = patterns.of(life, Side.CLIENT);
        if (!(life.talk() instanceof Talk.Http http)
                || life.ending().phase() != Phase.HANDLING
                || Closers.of(life) != Side.CLIENT
                || closings == null
                || http.last() == null) {
            return null;
        }
        Exchange last = http.last();
        double waited = Says.between(last.requestEnded(), life.ending().first());
        Histogram.Cluster cluster = closings.waits.around(waited);
        if (waited < 0.05 || (cluster == null && !RoundSeconds.isRound(waited))) {
            return null;
        }
        Ruling ruling =
                (cluster != null
                                ? Ruling.likely(life, CloseCause.RESPONSE_TIMEOUT, DecidedBy.CLIENT)
                                : Ruling.guess(life, CloseCause.RESPONSE_TIMEOUT, DecidedBy.CLIENT))
                        .because(
                                last.requestEnded(),
                                "request "
                                        + last.number()
                                        + " waited "
                                        + Says.seconds(waited)
                                        + " for an answer");
        return cluster != null
                ? ruling.note(
                        cluster.count()
                                + " of "
                                + cluster.of()
                                + " requests that this client gave up waited as long")
                : ruling.note("the wait is a round number");
    }

    /** Connections of one side that end in mid exchange, all at once. */
    static @Nullable Ruling stopped(ConnectionLife life, Patterns patterns) {
        Side closer = Closers.of(life);
        Moment first = life.ending().first();
        if (!(life.talk() instanceof Talk.Http http) || closer == null || first == null) {
            return null;
        }
        Phase phase = life.ending().phase();
        Patterns.Closings closings = patterns.of(life, closer);
        boolean midExchange = phase == Phase.HANDLING || phase == Phase.RESPONSE_BODY;
        if (!midExchange || closings == null || http.last() == null) {
            return null;
        }
        int burst = closings.busyBurst(first.atNanos());
        if (burst < BURST) {
            return null;
        }
        return Ruling.likely(life, CloseCause.STOPPED, DecidedBy.of(closer))
                .because(
                        http.last().requestBegan(),
                        "request " + http.last().number() + " was under way")
                .note(
                        burst
                                + " connections of this "
                                + closer.word()
                                + " ended in mid exchange within a quarter of a second");
    }

    /** Idle connections of one side that end all at once, whatever their gaps. */
    static @Nullable Ruling drain(ConnectionLife life, Patterns patterns) {
        Side closer = Closers.of(life);
        Moment first = life.ending().first();
        if (closer == null || first == null) {
            return null;
        }
        Patterns.Closings closings = patterns.of(life, closer);
        boolean waited = life.ending().quietNanos() / 1e9 >= Patterns.AT_ONCE_SECONDS;
        boolean idle = life.ending().phase() == Phase.IDLE || !(life.talk() instanceof Talk.Http);
        if (closings == null || !waited || !idle) {
            return null;
        }
        int burst = closings.idleBurst(first.atNanos());
        return burst < BURST ? null : drained(life, closer, burst);
    }

    /** The same, announced by "Connection: close" on the last responses. */
    static @Nullable Ruling announcedDrain(ConnectionLife life, Patterns patterns) {
        Patterns.Closings closings = patterns.of(life, Side.SERVER);
        Moment first = life.ending().first();
        if (!(life.talk() instanceof Talk.Http http)
                || http.serverOffer() == null
                || http.responses() < 2
                || closings == null
                || first == null
                || life.ending().phase() != Phase.IDLE) {
            return null;
        }
        int burst = closings.idleBurst(first.atNanos());
        boolean endOfAll = burst >= BURST && burst * 2 >= closings.capped();
        return endOfAll
                ? drained(life, Side.SERVER, burst)
                        .because(
                                http.serverOffer().at(),
                                "response "
                                        + http.serverOffer().exchange()
                                        + " carries \"Connection: close\"")
                : null;
    }

    private static Ruling drained(ConnectionLife life, Side closer, int burst) {
        return Ruling.likely(life, CloseCause.DRAIN, DecidedBy.of(closer))
                .note(
                        burst
                                + " idle connections of this "
                                + closer.word()
                                + " ended within a quarter of a second, after different gaps");
    }
}
