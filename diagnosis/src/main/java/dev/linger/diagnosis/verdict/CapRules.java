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

/**
 * Closings that the server announced, or made right after an exchange, because a cap was reached.
 */
final class CapRules {
    private static final int SAME = 3;
    private static final double SHORTEST_AGE_SECONDS = 1;
    private static final double SHORTEST_HANDLER_TIMEOUT_SECONDS = 0.3;

    private CapRules() {}

    static @Nullable Ruling maxRequests(ConnectionLife life, Patterns patterns) {
        Talk.Http http = closedByServer(life);
        Closings closings = patterns.of(life, Side.SERVER);
        int requests = http == null ? 0 : Announced.taken(life, http);
        if (http == null || closings == null || requests < 2) {
            return null;
        }
        if (isEndOfAll(life, http, closings)) {
            return null;
        }
        int alike = closings.withRequests(requests);
        boolean capped =
                alike >= SAME
                        && closings.mostRequests() == requests
                        && alike * 5 >= closings.capped() * 3;
        boolean countedDown =
                http.hintMax() == 0 || (http.hintMax() == 1 && http.serverOffer() != null);
        if ((!capped || isRatherAge(life, closings, requests)) && !countedDown) {
            return null;
        }
        Ruling ruling =
                Ruling.likely(life, CloseCause.MAX_REQUESTS, DecidedBy.SERVER)
                        .because(
                                http.serverOffer() == null ? null : http.serverOffer().at(),
                                "response " + requests + " carries \"Connection: close\"");
        return capped
                ? ruling.note(
                        alike
                                + " of "
                                + closings.capped()
                                + " connections that this server closed after an exchange carried "
                                + requests
                                + " requests, none carried more")
                : ruling.note("\"Keep-Alive: max\" had counted down to " + http.hintMax());
    }

    /** Where clients keep one pace, number and age are both constant: which of them is round? */
    private static boolean isRatherAge(ConnectionLife life, Closings closings, int requests) {
        Moment first = life.ending().first();
        double age = first == null ? 0 : life.secondsTo(first);
        Histogram.Cluster ages = closings.ages.around(age);
        return ages != null
                && age >= SHORTEST_AGE_SECONDS
                && requests % 5 != 0
                && RoundSeconds.isRound(ages.seconds());
    }

    /**
     * Whether it and most that this server closed ended at one moment, together with some that had
     * waited, or itself without a word and not just after a response: clients that keep one pace
     * have as many requests then, and the same age.
     */
    private static boolean isEndOfAll(ConnectionLife life, Talk.Http http, Closings closings) {
        Moment first = life.ending().first();
        if (first == null) {
            return false;
        }
        IdleCloses.Together burst = closings.idleBurst(first.atNanos());
        boolean waited =
                http.serverOffer() == null
                        && life.ending().quietNanos() / 1e9 >= Patterns.PROMPTLY_SECONDS;
        return (waited || burst.waited() >= StopRules.BURST)
                && burst.count() * 2 > closings.capped();
    }

    /** 503 or 504 after the same wait each time. */
    static @Nullable Ruling handlerTimeout(ConnectionLife life, Patterns patterns) {
        Talk.Http http = closedByServer(life);
        Exchange last = http == null ? null : http.last();
        if (last == null || (last.status() != 503 && last.status() != 504)) {
            return null;
        }
        double waited = Says.between(last.requestEnded(), last.responseBegan());
        Closings closings = patterns.of(life, Side.SERVER);
        boolean clustered = closings != null && closings.errorWaits.around(waited) != null;
        if (waited < SHORTEST_HANDLER_TIMEOUT_SECONDS
                || (!clustered && !RoundSeconds.isRound(waited))) {
            return null;
        }
        return (clustered
                        ? Ruling.likely(life, CloseCause.HANDLER_TIMEOUT, DecidedBy.SERVER)
                        : Ruling.guess(life, CloseCause.HANDLER_TIMEOUT, DecidedBy.SERVER))
                .because(
                        last.responseBegan(),
                        "server answered " + last.status() + " after " + Says.seconds(waited));
    }

    /** 503 to the first request, at once, and closed, which this server does not always do. */
    static @Nullable Ruling overLimit(ConnectionLife life, Patterns patterns) {
        Talk.Http http = closedByServer(life);
        Exchange last = http == null ? null : http.last();
        Closings closings = patterns.of(life, Side.SERVER);
        if (last == null || last.status() != 503 || last.number() > 1) {
            return null;
        }
        if ("CONNECT".equals(last.method())) {
            return null; // the server of which a tunnel was wanted may have refused it
        }
        if (closings != null && closings.closesAlways()) {
            return null;
        }
        double waited = Math.max(0, Says.between(last.requestEnded(), last.responseBegan()));
        if (waited >= SHORTEST_HANDLER_TIMEOUT_SECONDS) {
            return null; // a refusal is quick
        }
        return Ruling.likely(life, CloseCause.OVER_LIMIT, DecidedBy.SERVER)
                .because(
                        last.responseBegan(),
                        "server answered 503 to the first request after "
                                + Says.seconds(waited)
                                + " and closed");
    }

    static @Nullable Ruling maxAge(ConnectionLife life, Patterns patterns) {
        Talk.Http http = closedByServer(life);
        Closings closings = patterns.of(life, Side.SERVER);
        Moment first = life.ending().first();
        if (http == null || closings == null || first == null || http.requests() < 2) {
            return null;
        }
        if (isEndOfAll(life, http, closings)) {
            return null;
        }
        double age = life.secondsTo(first);
        Histogram.Cluster cluster = closings.ages.around(age);
        if (cluster == null || age < SHORTEST_AGE_SECONDS || cluster.count() * 2 < cluster.of()) {
            return null;
        }
        return Ruling.likely(life, CloseCause.MAX_AGE, DecidedBy.SERVER)
                .because(
                        http.serverOffer() == null ? null : http.serverOffer().at(),
                        "the last response carries \"Connection: close\"")
                .note(
                        cluster.count()
                                + " of "
                                + cluster.of()
                                + " connections that this server closed after an exchange were "
                                + Says.seconds(cluster.seconds())
                                + " old");
    }

    /**
     * HTTP, after a complete exchange, by announcement of the server or by its FIN without a wait.
     */
    static Talk.@Nullable Http closedByServer(ConnectionLife life) {
        if (!(life.talk() instanceof Talk.Http http) || Announced.phase(life) != Phase.IDLE) {
            return null;
        }
        boolean atOnce =
                Closers.of(life) == Side.SERVER
                        && life.ending().quietNanos() / 1e9 < Patterns.SHORTEST_IDLE_SECONDS;
        return http.clientOffer() == null && (http.serverOffer() != null || atOnce) ? http : null;
    }
}
