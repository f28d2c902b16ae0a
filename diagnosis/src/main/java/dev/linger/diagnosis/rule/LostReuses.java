package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.Tally;
import dev.linger.diagnosis.finding.Watched;
import dev.linger.life.Wording;

/**
 * Reuses that would become new connections if the clients closed idle connections before the server
 * does.
 *
 * @param lost about how many
 * @param reuses requests that were not the first on their connection
 * @param afterSeconds the timeout of the clients
 */
record LostReuses(long lost, long reuses, long afterSeconds) {

    static LostReuses of(Watched watched, double serverSeconds) {
        Tally all = watched.all();
        long after = IdleOrder.belowServer(serverSeconds);
        long reuses = Math.max(0, all.requests() - all.readable());
        long longer = Math.round(all.pauses().between((double) after, serverSeconds * 2));
        return new LostReuses(Math.min(longer, reuses), reuses, after);
    }

    /** Whether such clients would have hardly any use of their pools. */
    boolean areMost() {
        return lost * 2 > reuses;
    }

    /** A clause. */
    String told() {
        return "clients that close after "
                + afterSeconds
                + " s open "
                + Wording.count(lost)
                + " more connections: so many of "
                + Wording.count(reuses, "reuse")
                + " came later than that";
    }
}
