package dev.linger.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * An idle timeout out of several gaps. A server with a timer for each connection closes each after
 * the same gap; one that looks at all of them now and then closes several at the same moment, and
 * its timeout lies between the shortest gap and the longest one that it had passed over a look
 * earlier.
 *
 * @param time the timeout
 * @param kind of its clock
 * @param groups the times that differ widely, shortest first: one, unless there are several clocks
 */
record Ticks(Value.Time time, Kind kind, List<Value.Time> groups) {
    Ticks {
        groups = List.copyOf(groups);
    }

    private Ticks(Value.Time time, Kind kind) {
        this(time, kind, List.of(time));
    }

    /** A spread of more than this part is no chance. */
    private static final int SPREAD = 25;

    /** Nobody spreads the times of one server over more than this part. */
    private static final int APART = 4;

    private static final long SAME_MOMENT_NANOS = 30_000_000L;

    /** A spread beyond this is no timer's own lateness. */
    private static final long LATENESS_NANOS = 80_000_000L;

    /** A machine that is later than half of this measures nothing any more. */
    private static final long LATEST_NANOS = 400_000_000L;

    /** How a server measures idle time. */
    enum Kind {
        /** A timer for each connection. */
        TIMERS,
        /** The same, each with another time. */
        SPREAD,
        /** A look at all connections now and then. */
        NOW_AND_THEN,
        /** Several servers, each with a time of its own. */
        SEVERAL
    }

    /** From an answer's end to the close, both by System.nanoTime. */
    record Gap(long from, long to) {
        long nanos() {
            return to - from;
        }
    }

    /**
     * Of these gaps.
     *
     * @param lateness how late this machine itself was meanwhile, in nanoseconds
     */
    static Ticks of(List<Gap> gaps, long lateness) {
        long chance = Math.clamp(lateness * 2, LATENESS_NANOS, LATEST_NANOS);
        Value.Time all = Value.Time.ofAll(gaps.stream().map(Gap::nanos).toList());
        List<Value.Time> groups = groups(gaps, chance);
        if (groups.size() > 1) {
            long least = groups.getFirst().nanos();
            return new Ticks(
                    new Value.Time(least, all.least(), all.most(), all.samples()),
                    Kind.SEVERAL,
                    groups);
        }
        long looks = looks(gaps);
        boolean spread = all.most() - all.least() > chance;
        if (!spread || looks > (gaps.size() + 1) / 2) {
            return ofTimers(gaps, all, chance);
        }
        long passed = longestPassedOver(gaps);
        long estimate =
                passed > 0 && passed < all.least() ? (passed + all.least()) / 2 : all.least();
        return new Ticks(
                new Value.Time(estimate, all.least(), all.most(), all.samples()),
                Kind.NOW_AND_THEN);
    }

    /** Who spreads on purpose shortens: the longest gap is next to what is set. */
    private static Ticks ofTimers(List<Gap> gaps, Value.Time all, long chance) {
        boolean onPurpose = all.most() - all.least() > Math.max(chance, all.least() / SPREAD);
        return onPurpose
                ? new Ticks(
                        new Value.Time(all.most(), all.least(), all.most(), all.samples()),
                        Kind.SPREAD)
                : new Ticks(
                        Value.Time.middleOf(gaps.stream().map(Gap::nanos).toList()), Kind.TIMERS);
    }

    /** Times far apart, each of which was seen twice; the whole where it is not so. */
    private static List<Value.Time> groups(List<Gap> gaps, long chance) {
        List<Value.Time> groups = new ArrayList<>();
        List<Long> group = new ArrayList<>();
        for (long nanos : gaps.stream().map(Gap::nanos).sorted().toList()) {
            if (!group.isEmpty() && nanos - group.getLast() > apart(group.getLast(), chance)) {
                groups.add(Value.Time.middleOf(group));
                group.clear();
            }
            group.add(nanos);
        }
        groups.add(Value.Time.middleOf(group));
        boolean clear =
                groups.stream()
                        .allMatch(one -> one.samples() > 1 && one.most() - one.least() <= chance);
        return clear ? groups : List.of(groups.getFirst());
    }

    private static long apart(long nanos, long chance) {
        return Math.max(nanos / APART, chance * 2);
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
