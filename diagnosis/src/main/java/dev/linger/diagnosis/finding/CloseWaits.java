package dev.linger.diagnosis.finding;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Half;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
import dev.linger.life.Side;
import org.jspecify.annotations.Nullable;

/**
 * Connections that one side closed and the opposite side never did, though it had the FIN and sent
 * nothing more: its sockets are in CLOSE_WAIT (RFC 9293, section 3.3.2). Not thread-safe.
 */
public final class CloseWaits {
    private final Series since = new Series();
    private final Samples samples = new Samples();
    private long firstNanos = Long.MAX_VALUE;
    private long lastNanos = Long.MIN_VALUE;

    /**
     * Since when this side could have closed and has not; null where it closed, or where it is not
     * known that the FIN reached it.
     */
    static @Nullable Moment since(ConnectionLife life, Side side) {
        Half kept = life.from(side);
        Half closed = life.from(side.opposite());
        boolean waits =
                life.ending().manner() == Manner.HALF_CLOSED
                        && closed.finAcknowledged()
                        && kept.fin() == null
                        && kept.isSeen();
        Moment fin = closed.fin();
        if (!waits || fin == null) {
            return null;
        }
        Moment last = kept.lastByte();
        return last != null && last.atNanos() > fin.atNanos() ? last : fin;
    }

    /** The side that could have closed by now and has not; null where there is none. */
    public static @Nullable Side leftOpenBy(ConnectionLife life) {
        for (Side side : Side.values()) {
            if (since(life, side) != null) {
                return side;
            }
        }
        return null;
    }

    /**
     * For how long the side that could have closed has not, in nanoseconds; -1 where there is none.
     *
     * @param toNanos when watching stopped, since the epoch
     */
    public static long waitedNanos(ConnectionLife life, long toNanos) {
        Side side = leftOpenBy(life);
        Moment since = side == null ? null : since(life, side);
        return since == null ? -1 : Math.max(0, toNanos - since.atNanos());
    }

    void add(JudgedLife judged, Moment moment) {
        samples.add(judged);
        since.add(moment.atNanos(), 1);
        firstNanos = Math.min(firstNanos, moment.atNanos());
        lastNanos = Math.max(lastNanos, moment.atNanos());
    }

    public Samples samples() {
        return samples;
    }

    /** Since when the oldest waits, in nanoseconds since the epoch; the latest of all if none. */
    public long firstNanos() {
        return firstNanos;
    }

    /** Since when the youngest waits, likewise; the earliest of all if none. */
    public long lastNanos() {
        return lastNanos;
    }

    /** How many wait since before that time, to the accuracy of a step of {@link Series}. */
    public long before(long atNanos) {
        int[] amounts = since.amounts();
        long sum = 0;
        for (int step = 0; step < amounts.length; step++) {
            long end = since.startNanos() + (step + 1) * since.stepNanos();
            sum += end <= atNanos ? amounts[step] : 0;
        }
        return sum;
    }
}
