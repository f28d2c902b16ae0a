package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.Pauses;
import dev.linger.life.Wording;

/**
 * How often a request must be expected to be on its way when the server closes: a request that the
 * client sends less than a round trip before it would see the close is too late. So it is the
 * number of pauses for each second of their length, just below the timeout, times the round trip.
 *
 * @param pausesNear pauses that ended in the last fifth of the server's idle timeout
 * @param perDay late requests to be expected in a day like what was watched; 0 where nothing is
 *     known of the round trip or of the timeout, and not a number where the watch was too short
 */
record RaceOdds(long pausesNear, double perDay) {
    private static final double NEAR = 0.2;

    /** Fewer pauses show no density. */
    private static final int FEWEST_PAUSES = 3;

    /** Of all clients. */
    static RaceOdds of(Watched watched, double serverSeconds) {
        return of(watched, watched.all().pauses(), serverSeconds);
    }

    /**
     * Of some clients.
     *
     * @param pauses between their requests
     */
    static RaceOdds of(Watched watched, Pauses pauses, double serverSeconds) {
        if (serverSeconds <= 0) {
            return new RaceOdds(0, 0);
        }
        // A longer pause does not happen; what seems longer shares its step with the timeout.
        double near = pauses.between(serverSeconds * (1 - NEAR), serverSeconds * 2);
        double roundTrip = Math.max(0, watched.all().handshakeNanos()) / 1e9;
        double late = near / (serverSeconds * NEAR) * roundTrip;
        if (watched.seconds() < Phrase.SHORTEST_FOR_DAYS) {
            return new RaceOdds(Math.round(near), Double.NaN);
        }
        double days = watched.seconds() / Phrase.SECONDS_OF_DAY;
        return new RaceOdds(Math.round(near), Phrase.roughly(late / days));
    }

    /** The expectation, and what it rests on, as a clause. */
    String told(double serverSeconds, long roundTripNanos) {
        return "about "
                + Phrase.number(perDay)
                + " lost requests a day are to be expected: "
                + Wording.count(pausesNear, "request")
                + " came in the last "
                + Phrase.seconds(serverSeconds * NEAR)
                + " before the close, and what is sent less than a round trip ("
                + Wording.duration(roundTripNanos)
                + ") before it comes too late";
    }

    /** Whether at least one a day must be expected. */
    boolean areBad() {
        return pausesNear >= FEWEST_PAUSES && perDay >= 1;
    }
}
