package dev.linger.capture.flow;

import java.util.Comparator;
import java.util.List;

/**
 * Finds the connections of which nothing but SYNs was seen and nothing else is to be expected. They
 * do not end by themselves: without this a scan of a million addresses would keep a million flows.
 *
 * <p>All flows are looked at, but only once in a while, so that a packet pays nothing for it.
 */
final class HalfOpenFlows {
    /** By then a SYN is not sent again any more: R2 of RFC 9293, section 3.8.3. */
    static final int PATIENCE_SECONDS = 180;

    private static final long PATIENCE_NANOS = PATIENCE_SECONDS * 1_000_000_000L;
    private static final long BETWEEN_LOOKS_NANOS = 60_000_000_000L;

    private long lookedAtNanos;

    /** Those that are given up now, in order of opening; mostly none. */
    List<Flow> givenUp(FlowTable table, long nowNanos) {
        long since = nowNanos - lookedAtNanos;
        if (since >= 0 && since < BETWEEN_LOOKS_NANOS) {
            return List.of();
        }
        lookedAtNanos = nowNanos;
        if (table.isEmpty()) {
            return List.of();
        }
        return table.flows()
                .filter(flow -> flow.hasOnlyBegun(nowNanos - PATIENCE_NANOS))
                .sorted(Comparator.comparingLong(flow -> flow.number))
                .toList();
    }
}
