package dev.linger.linux;

import java.util.LinkedHashMap;

/**
 * Connections that were told as reset when one end was over, the {@value #MOST} last ones. What a
 * RST has ended is in no table: its event comes when its owner closes it, however late that is.
 */
final class ToldAlone {
    private static final int MOST = 1 << 14;

    /** What lies between two events of one moment, at most. */
    private static final long NEARLY_NANOS = 200_000_000;

    private final LinkedHashMap<Ends, Long> overNanos = new LinkedHashMap<>();

    void add(EndedSocket end) {
        overNanos.put(Ends.of(end), end.atNanos);
        if (overNanos.size() > MOST) {
            overNanos.pollFirstEntry();
        }
    }

    /**
     * Whether the connection was told that this is the opposite end of; if so, it is taken out. The
     * end of a later connection between the same ends has had an answer since.
     */
    boolean take(EndedSocket end) {
        Ends opposite = Ends.of(end).turned();
        Long toldNanos = overNanos.get(opposite);
        if (toldNanos == null) {
            return false;
        }
        boolean isOfIt = end.absent || end.lastAnswerNanos() <= toldNanos + NEARLY_NANOS;
        if (isOfIt) {
            overNanos.remove(opposite);
        }
        return isOfIt;
    }
}
