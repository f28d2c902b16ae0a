package dev.linger.probe;

import java.util.List;

/**
 * An idle timeout out of several gaps. A server with a timer for each connection closes each after
 * the same gap; one that looks at all of them now and then closes several at the same moment, and
 * its timeout lies between the shortest gap and the longest one that it had passed over a look
 * earlier.
 *
 * @param time the timeout
 * @param kind of its clock
 */
record Ticks(Value.Time time, Kind kind) {
    /** A spread of more than this part is no chance. */
    private static final int SPREAD = 25;

    private static final long SAME_MOMENT_NANOS = 30_000_000L;

    /** A spread beyond this is no timer's own lateness. */
    private static final long LATENESS_NANOS = 80_000_000L;

    /** How a server measures idle time. */
    enum Kind {
        /** A timer for each connection. */
        TIMERS,
        /** The same, each with another time. */
        SPREAD,
        /** A look at all connections now and then. */
        NOW_AND_THEN
    }

    /** From an answer's end to the close, both by System.nanoTime. */
    record Gap(long from, long to) {
        long nanos() {
            return to - from;
        }
    }

    static Ticks of(List<Gap> gaps) {
        Value.Time all = Value.Time.ofAll(gaps.stream().map(Gap::nanos).toList());
        long looks = looks(gaps);
        boolean spread = all.most() - all.least() > LATENESS_NANOS;
        if (!spread || looks > (gaps.size() + 1) / 2) {
            return ofTimers(gaps, all);
        }
        long passed = longestPassedOver(gaps);
        long estimate =
                passed > 0 && passed < all.least() ? (passed + all.least()) / 2 : all.least();
        return new Ticks(
                new Value.Time(estimate, all.least(), all.most(), all.samples()),
                Kind.NOW_AND_THEN);
    }

    /** Who spreads on purpose shortens: the longest gap is next to what is set. */
    private static Ticks ofTimers(List<Gap> gaps, Value.Time all) {
        boolean onPurpose =
                all.most() - all.least() > Math.max(LATENESS_NANOS, all.least() / SPREAD);
        return onPurpose
                ? new Ticks(
                        new Value.Time(all.most(), all.least(), all.most(), all.samples()),
                        Kind.SPREAD)
                : new Ticks(
                        Value.Time.middleOf(gaps.stream().map(Gap::nanos).toList()), Kind.TIMERS);
    }

    /** Moments at which anything was closed. */
    private static long looks(List<Gap> gaps) {
        List<Long> moments = gaps.stream().map(Gap::to).sorted().toList();
        long looks = 1;
        for (int at = 1; at < moments.size(); at++) {
            looks += moments.get(at) - moments.get(at - 1) > SAME_MOMENT_NANOS ? 1 : 0;
        }
        return looks;
    }

    /**
     * Longest time for which a connection had been idle when others were closed, and it was not.
     */
    private static long longestPassedOver(List<Gap> gaps) {
        long longest = 0;
        for (Gap one : gaps) {
            for (Gap other : gaps) {
                if (one.to - other.to > SAME_MOMENT_NANOS) {
                    longest = Math.max(longest, other.to - one.from);
                }
            }
        }
        return longest;
    }
}
