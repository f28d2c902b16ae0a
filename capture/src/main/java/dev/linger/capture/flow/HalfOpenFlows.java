package dev.linger.capture.flow;

import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * Finds the connections of which nothing but SYNs was seen and nothing else is to be expected. They
 * do not end by themselves: without this a scan of a million addresses would keep a million flows,
 * and a flood of SYNs as many as come until they are given up.
 *
 * <p>All flows are looked at, but only once in a while, so that a packet pays nothing for it.
 */
final class HalfOpenFlows {
    /** By then a SYN is not sent again any more: R2 of RFC 9293, section 3.8.3. */
    static final int PATIENCE_SECONDS = 180;

    /** Of those that are still waited for, more are given up, the oldest first. */
    static final int MOST = 200_000;

    private static final long PATIENCE_NANOS = PATIENCE_SECONDS * 1_000_000_000L;
    private static final long BETWEEN_LOOKS_NANOS = 60_000_000_000L;

    /** So many more than {@link #MOST} there may be, so that looking is seldom. */
    private static final int BETWEEN_LOOKS = MOST / 4;

    private long lookedAtNanos;

    /** How many more connections may begin before the next look. */
    private int room = MOST + BETWEEN_LOOKS;

    /**
     * One more begins: hands over those that are given up now, in order of opening; mostly none.
     *
     * @param taker of each, which removes it from the table
     */
    void giveUp(FlowTable table, long nowNanos, Consumer<Flow> taker) {
        room--;
        long since = nowNanos - lookedAtNanos;
        if (room > 0 && since >= 0 && since < BETWEEN_LOOKS_NANOS) {
            return;
        }
        lookedAtNanos = nowNanos;
        List<Flow> begun =
                table.flows()
                        .filter(Flow::hasOnlyBegun)
                        .sorted(Comparator.comparingLong(flow -> flow.number))
                        .toList();
        int crowd = begun.size();
        for (Flow flow : begun) {
            boolean isOld = flow.openedBefore(nowNanos - PATIENCE_NANOS);
            if (isOld || crowd > MOST) {
                flow.handedOver = isOld ? HandedOver.GIVEN_UP : HandedOver.CROWDED_OUT;
                crowd--;
                taker.accept(flow);
            }
        }
        room = BETWEEN_LOOKS + MOST - crowd;
    }
}
