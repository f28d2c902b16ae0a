package dev.linger.diagnosis.verdict;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Exchange;
import dev.linger.life.Moment;
import dev.linger.life.Phase;
import dev.linger.life.Talk;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** Connections that one side ended in mid exchange within a moment. */
final class Burst {
    /** A process that ends takes all its connections along in less than that. */
    static final long AT_ONCE_NANOS = 20_000_000;

    /** What ended within three of these ended at one moment. */
    private static final long MOMENT_NANOS = AT_ONCE_NANOS / 2;

    /** How far values lie apart. */
    private static final class Range {
        private long least = Long.MAX_VALUE;
        private long most = Long.MIN_VALUE;

        void add(long value) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }

        void add(Range other) {
            least = Math.min(least, other.least);
            most = Math.max(most, other.most);
        }

        /** Of none, none is alike. */
        long width() {
            return most < least ? Long.MAX_VALUE : most - least;
        }
    }

    /** How many ended in each moment of a bucket. */
    private final int[] moments = new int[(int) (Patterns.BUCKET_NANOS / MOMENT_NANOS)];

    private final Range ends = new Range();
    private final Range ages = new Range();
    private final Range exchanges = new Range();
    private final Range silences = new Range();
    private long first = Long.MAX_VALUE;
    private int together;
    private int answering;
    private int later;

    /**
     * Whether this side served others of its connections before and behind: then one of its
     * processes may have ended, with all that it had at one moment.
     */
    private boolean goesOn;

    /** How many ended at the very moment around which this is. */
    private int atOnce;

    void add(ConnectionLife life, Phase phase, Moment end) {
        first = Math.min(first, end.atNanos());
        if (life.opened().atNanos() > first) {
            later++;
            return;
        }
        together++;
        moments[moment(end.atNanos())]++;
        answering += phase == Phase.HANDLING || phase == Phase.RESPONSE_BODY ? 1 : 0;
        ends.add(end.atNanos());
        ages.add(end.atNanos() - life.opened().atNanos());
        silences.add(life.ending().quietNanos());
        Moment asked = began(life);
        if (asked != null) {
            exchanges.add(end.atNanos() - asked.atNanos());
        }
    }

    private static @Nullable Moment began(ConnectionLife life) {
        Exchange last = life.talk() instanceof Talk.Http http ? http.last() : null;
        return last == null ? null : last.requestBegan();
    }

    private static int moment(long atNanos) {
        return (int) (Math.floorMod(atNanos, Patterns.BUCKET_NANOS) / MOMENT_NANOS);
    }

    private static int at(NavigableMap<Long, Burst> bursts, long atNanos) {
        Burst one = bursts.get(Math.floorDiv(atNanos, Patterns.BUCKET_NANOS));
        return one == null ? 0 : one.moments[moment(atNanos)];
    }

    /** All in three quarters of a second: those of this quarter and of the next ones. */
    static Burst around(NavigableMap<Long, Burst> bursts, long atNanos, boolean goesOn) {
        long bucket = Math.floorDiv(atNanos, Patterns.BUCKET_NANOS);
        Burst all = new Burst();
        all.goesOn = goesOn;
        all.atOnce =
                at(bursts, atNanos - MOMENT_NANOS)
                        + at(bursts, atNanos)
                        + at(bursts, atNanos + MOMENT_NANOS);
        for (Burst near : bursts.subMap(bucket - 1, true, bucket + 1, true).values()) {
            all.together += near.together;
            all.answering += near.answering;
            all.later += near.later;
            all.ends.add(near.ends);
            all.ages.add(near.ages);
            all.exchanges.add(near.exchanges);
            all.silences.add(near.silences);
        }
        return all;
    }

    /**
     * How many ended together, of connections that were all open when the first of them did; 0
     * where more came and went meanwhile, for one after the other is no end of a process, and where
     * each ended after a time of its own. Of a side that goes on only those of one moment.
     */
    int count() {
        if (together < later || isByTimers()) {
            return 0;
        }
        return goesOn ? atOnce : together;
    }

    /** How many ended at the very moment around which this is, whatever their times. */
    int atOnce() {
        return atOnce;
    }

    /** Within what time so many ended. */
    String within() {
        return goesOn
                ? "within " + 3 * MOMENT_NANOS / 1_000_000 + " ms"
                : "within three quarters of a second";
    }

    /** Those of them that had their whole request. */
    int answering() {
        return answering;
    }

    /** Whether their times are more alike than their ends are: since each one's own beginning. */
    private boolean isByTimers() {
        long alike = Math.min(ages.width(), Math.min(exchanges.width(), silences.width()));
        return ends.width() >= AT_ONCE_NANOS && alike < ends.width() / 2;
    }
}
