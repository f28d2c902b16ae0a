package dev.linger.capture.flow;

/**
 * Connections that were handed over, so that a stray of one (a FIN sent again, a late RST) does not
 * look like a connection of its own. The latest 16,384: pairs of endpoints by their hash of 64
 * bits, and when each ended.
 */
final class Departed {
    private static final int REMEMBERED = 1 << 14;
    private static final int SLOTS = REMEMBERED * 2;

    private final long[] ring = new long[REMEMBERED];
    private final long[] slots = new long[SLOTS];
    private final long[] endedNanos = new long[SLOTS];
    private int next;

    void add(long hash, long atNanos) {
        int known = slotOf(hash);
        if (slots[known] == hash) {
            endedNanos[known] = atNanos;
            return;
        }
        long oldest = ring[next];
        if (oldest != 0) {
            remove(oldest);
        }
        ring[next] = hash;
        next = (next + 1) & (REMEMBERED - 1);
        int slot = slotOf(hash);
        slots[slot] = hash;
        endedNanos[slot] = atNanos;
    }

    boolean contains(long hash) {
        return slots[slotOf(hash)] == hash;
    }

    /** How long ago it ended; -1 where it is not among these. */
    long sinceNanos(long hash, long nowNanos) {
        int slot = slotOf(hash);
        return slots[slot] == hash ? Math.max(0, nowNanos - endedNanos[slot]) : -1;
    }

    /** Where the hash is, or would be. */
    private int slotOf(long hash) {
        int at = home(hash);
        while (slots[at] != 0 && slots[at] != hash) {
            at = (at + 1) & (SLOTS - 1);
        }
        return at;
    }

    private void remove(long hash) {
        int hole = slotOf(hash);
        for (int at = (hole + 1) & (SLOTS - 1); slots[at] != 0; at = (at + 1) & (SLOTS - 1)) {
            if (((at - home(slots[at])) & (SLOTS - 1)) >= ((at - hole) & (SLOTS - 1))) {
                slots[hole] = slots[at];
                endedNanos[hole] = endedNanos[at];
                hole = at;
            }
        }
        slots[hole] = 0;
    }

    private static int home(long hash) {
        return (int) hash & (SLOTS - 1);
    }
}
