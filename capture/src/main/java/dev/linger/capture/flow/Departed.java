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

    /** A hash and the end of its connection side by side, in one line of the processor's cache. */
    private final long[] slots = new long[SLOTS * 2];

    private int next;

    void add(long hash, long atNanos) {
        int slot = slotOf(hash);
        if (slots[slot] == hash) {
            slots[slot + 1] = atNanos;
            return;
        }
        long oldest = ring[next];
        ring[next] = hash;
        next = (next + 1) & (REMEMBERED - 1);
        if (oldest != 0) {
            remove(oldest);
            slot = slotOf(hash);
        }
        slots[slot] = hash;
        slots[slot + 1] = atNanos;
    }

    boolean contains(long hash) {
        return slots[slotOf(hash)] == hash;
    }

    /** How long ago it ended; -1 where it is not among these. */
    long sinceNanos(long hash, long nowNanos) {
        int slot = slotOf(hash);
        return slots[slot] == hash ? Math.max(0, nowNanos - slots[slot + 1]) : -1;
    }

    /** Index where the hash is, or would be. */
    private int slotOf(long hash) {
        int at = home(hash);
        while (slots[at] != 0 && slots[at] != hash) {
            at = after(at);
        }
        return at;
    }

    private void remove(long hash) {
        int hole = slotOf(hash);
        for (int at = after(hole); slots[at] != 0; at = after(at)) {
            int toHome = (at - home(slots[at])) & (SLOTS * 2 - 1);
            if (toHome >= ((at - hole) & (SLOTS * 2 - 1))) {
                slots[hole] = slots[at];
                slots[hole + 1] = slots[at + 1];
                hole = at;
            }
        }
        slots[hole] = 0;
    }

    private static int home(long hash) {
        return ((int) hash & (SLOTS - 1)) * 2;
    }

    private static int after(int slot) {
        return (slot + 2) & (SLOTS * 2 - 1);
    }
}
