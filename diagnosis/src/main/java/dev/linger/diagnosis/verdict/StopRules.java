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
    /** Fewer together are no burst. */
    static final int BURST = 4;

    private StopRules() {}

    /** The client closed an unanswered request; over many, after the same wait. */
    static @Nullable Ruling responseTimeout(ConnectionLife life, Patterns patterns) {
        Closings closings = patterns.of(life, Side.CLIENT);
        if (!(life.talk() instanceof Talk.Http http)
                || Announced.phase(life) != Phase.HANDLING
                || Closers.of(life) != Side.CLIENT
                || closings == null
                || http.last() == null) {
            return null;
        }
        Exchange last = http.last();
        double waited = Says.between(last.requestEnded(), life.ending().first());
        Histogram.Cluster cluster = closings.waits.around(waited);
        if (cluster == null && last.number() == 1) {
            // A limit on the whole call runs from the opening of its connection.
            double called = Says.between(life.opened(), life.ending().first());
            cluster = closings.waits.around(called);
            if (cluster != null) {
                return waited(life, cluster, areOneMoment(life, closings, cluster))
                        .because(
                                life.opened(),
                                "request 1 waited "
                                        + Says.seconds(called)
                                        + " for an answer, its connection's opening included");
            }
        }
        if (waited < 0.05 || (cluster == null && !RoundSeconds.isRound(waited))) {
            return null;
        }
        return waited(life, cluster, areOneMoment(life, closings, cluster))
                .because(
                        last.requestEnded(),
                        "request "
                                + last.number()
                                + " waited "
                                + Says.seconds(waited)
                                + " for an answer");
    }

    /** Whether all that waited as long ended together: requests that began at once do, too. */
    private static boolean areOneMoment(
            ConnectionLife life, Closings closings, Histogram.@Nullable Cluster cluster) {
        Moment first = life.ending().first();
        return cluster != null
                && first != null
                && closings.busyBurst(first.atNanos()).atOnce() >= cluster.count();
    }

    private static Ruling waited(
            ConnectionLife life, Histogram.@Nullable Cluster cluster, boolean atOneMoment) {
        if (cluster == null) {
            return Ruling.guess(life, CloseCause.RESPONSE_TIMEOUT, DecidedBy.CLIENT)
                    .note("the wait is a round number");
        }
        Ruling ruling =
                atOneMoment && !RoundSeconds.isRound(cluster.seconds())
                        ? Ruling.guess(life, CloseCause.RESPONSE_TIMEOUT, DecidedBy.CLIENT)
                                .note("all ended at one moment: the client may have been stopped")
                        : Ruling.likely(life, CloseCause.RESPONSE_TIMEOUT, DecidedBy.CLIENT);
        return ruling.note(
                cluster.count()
                        + " of "
                        + cluster.of()
                        + " requests that this client left unanswered waited as long");
    }

    /** Connections of one side that end in mid exchange, all at once. */
    static @Nullable Ruling stopped(ConnectionLife life, Patterns patterns) {
        Side closer = Closers.of(life);
        Moment first = life.ending().first();
        if (!(life.talk() instanceof Talk.Http http)
                || closer == null
                || first == null
                || Closers.knewNone(life)) {
            return null;
        }
        Phase phase = Announced.phase(life);
        Closings closings = patterns.of(life, closer);
        boolean midExchange = phase == Phase.HANDLING || phase == Phase.RESPONSE_BODY;
        if (!midExchange || closings == null || http.last() == null) {
            return null;
        }
        Burst burst = closings.busyBurst(first.atNanos());
        return burst.count() < BURST ? null : stopped(life, http.last(), closer, burst);
    }

    /**
     * The same of one whose request had not all come. That many of those end at once may be a
     * timeout of requests that began at once; a server that stops ends what it answers, too.
     */
    static @Nullable Ruling stoppedInRequest(ConnectionLife life, Patterns patterns) {
        Moment first = life.ending().first();
        Closings closings = patterns.of(life, Side.SERVER);
        if (!(life.talk() instanceof Talk.Http http)
                || http.last() == null
                || first == null
                || closings == null) {
            return null;
        }
        Burst burst = closings.busyBurst(first.atNanos());
        return burst.answering() < BURST || burst.count() < BURST
                ? null
                : stopped(life, http.last(), Side.SERVER, burst);
    }

    private static Ruling stopped(ConnectionLife life, Exchange last, Side closer, Burst burst) {
        return Ruling.likely(life, CloseCause.STOPPED, DecidedBy.of(closer))
                .because(last.requestBegan(), "request " + last.number() + " was under way")
                .note(
                        burst.count()
                                + " connections of this "
                                + closer.word()
                                + " ended in mid exchange "
                                + burst.within());
    }

    /** Idle connections of one side that end all at once, whatever their gaps, as seldom do. */
    static @Nullable Ruling drain(ConnectionLife life, Patterns patterns) {
        Side closer = Closers.of(life);
        Moment first = life.ending().first();
        if (closer == null || first == null) {
            return null;
        }
        Closings closings = patterns.of(life, closer);
        // A client's pool may need that long to find that a connection is too many.
        double least = closer == Side.SERVER ? Patterns.PROMPTLY_SECONDS : Patterns.AT_ONCE_SECONDS;
        boolean waited = life.ending().quietNanos() / 1e9 >= least;
        boolean idle =
                life.talk() instanceof Talk.Http
                        ? life.ending().phase() == Phase.IDLE
                        : !(life.talk() instanceof Talk.Other)
                                || life.ending().quietNanos() / 1e9
                                        >= Patterns.leastIdleSeconds(life);
        if (closings == null || !waited || !idle) {
            return null;
        }
        int burst = closings.idleBurst(first.atNanos()).count();
        double usual = closings.idleCloses.usualBeside(burst);
        return burst < BURST * (1 + usual) ? null : drained(life, closer, burst);
    }

    /** The same, announced by "Connection: close" on the last responses. */
    static @Nullable Ruling announcedDrain(ConnectionLife life, Patterns patterns) {
        Closings closings = patterns.of(life, Side.SERVER);
        Moment first = life.ending().first();
        if (!(life.talk() instanceof Talk.Http http)
                || http.serverOffer() == null
                || http.responses() < 2
                || closings == null
                || first == null
                || Announced.phase(life) != Phase.IDLE) {
            return null;
        }
        int burst = closings.idleBurst(first.atNanos()).count();
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
                                + " ended within three quarters of a second");
    }
}
