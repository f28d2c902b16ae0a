package dev.linger.diagnosis.rule;

import dev.linger.diagnosis.finding.Ends;
import dev.linger.life.Weight;
import dev.linger.life.Wording;

/** How much it matters that exchanges were lost: by their number and by their share. */
final class Loss {
    /** Fewer are chance. */
    private static final int FEW = 3;

    private static final int MANY = 10;

    /** Who waits as long for the opposite side is patient enough. */
    private static final long PATIENT_NANOS = 20_000_000_000L;

    /** Shorter limits hit the merely slow. */
    private static final int SHORTEST_SECONDS = 10;

    private static final int LONGEST_SECONDS = 3600;

    private Loss() {}

    /** Critical from one request in twenty on, a warning from one in a thousand on. */
    static Weight weight(long lost, long requests) {
        if (lost >= MANY && lost * 20 >= requests) {
            return Weight.CRITICAL;
        }
        return lost >= FEW && lost * 1000 >= requests ? Weight.WARNING : Weight.NOTICE;
    }

    /** The same, one less where the side that gave up had waited long: it is not to blame. */
    static Weight weight(long lost, long requests, long waitedNanos) {
        Weight weight = weight(lost, requests);
        if (waitedNanos < PATIENT_NANOS) {
            return weight;
        }
        return weight == Weight.CRITICAL ? Weight.WARNING : Weight.NOTICE;
    }

    /** Of connects that failed: critical from every second on, a warning from one in twenty on. */
    static Weight weightOfConnects(long lost, long connections) {
        if (lost >= MANY && lost * 2 >= connections) {
            return Weight.CRITICAL;
        }
        return lost * 20 >= connections ? Weight.WARNING : Weight.NOTICE;
    }

    /** {@code 12 of 4,096 requests (0.3 %)}. */
    static String share(long lost, long requests) {
        long all = Math.max(lost, requests);
        return Wording.count(lost)
                + " of "
                + Wording.count(all, "request")
                + " ("
                + Wording.share(lost, all)
                + ")";
    }

    /** {@code 3.000 s}, {@code 3.000 s to 3.412 s}. */
    static String waits(Ends ends) {
        String shortest = Wording.duration(ends.shortestWaitNanos());
        String longest = Wording.duration(ends.longestWaitNanos());
        return shortest.equals(longest) ? shortest : shortest + " to " + longest;
    }

    /** A limit that would have been long enough, in seconds: twice what was waited, or more. */
    static int longer(long waitedNanos) {
        return Math.clamp(2 * Math.round(waitedNanos / 1e9), SHORTEST_SECONDS, LONGEST_SECONDS);
    }
}
