package dev.linger.capture.flow;

/**
 * Connections that were handed over, so that a stray of one (a FIN sent again, a late RST) does not
 * look like a connection of its own. The latest 16,384: pairs of endpoints by their hash of 64
 * bits, and when each ended.
 *
 * <p>Every new connection is looked for here, and hardly ever found. So the table that is looked at
 * is small enough for the processor's cache: of each hash it has a part, and the place in the ring
 * where the rest is.
 */
final class Departed {
    private static final int REMEMBERED = 1 << 14;
    private static final int SLOTS = REMEMBERED * 2;

    /** The lower bits of a slot are a place in the ring, the upper ones those of the hash. */
    private static final int PLACE = REMEMBERED - 1;

    private static final int NONE = -1;

    /** In the order of their adding. 0 is no hash of a connection. */
    private final long[] hashes = new long[REMEMBERED];

    private final long[] ends = new long[REMEMBERED];
    private final int[] slots = new int[SLOTS];
    private int next;

    void add(long hash, long atNanos) {
        int place = placeOf(hash);
        if (place != NONE) {
            ends[place] = atNanos;
            return;
        }
        if (hashes[next] != 0) {
            remove(next);
        }
        hashes[next] = hash;
        ends[next] = atNanos;
        insert(next);
        next = (next + 1) & PLACE;
    }

    boolean contains(long hash) {
        return placeOf(hash) != NONE;
    }

    /** How long ago it ended; -1 where it is not among these. */
    long sinceNanos(long hash, long nowNanos) {
        int place = placeOf(hash);
        return place == NONE ? -1 : Math.max(0, nowNanos - ends[place]);
    }

    private int placeOf(long hash) {
        int part = part(hash);
        for (int at = home(hash); slots[at] != 0; at = after(at)) {
            if ((slots[at] & ~PLACE) == part && hashes[slots[at] & PLACE] == hash) {
                return slots[at] & PLACE;
            }
        }
        return NONE;
    }

    private void insert(int place) {
        int at = home(hashes[place]);
        while (slots[at] != 0) {
            at = after(at);
        }
        slots[at] = part(hashes[place]) | place;
    }

    private void remove(int place) {
        int slot = part(hashes[place]) | place;
        int hole = home(hashes[place]);
        while (slots[hole] != slot) {
            hole = after(hole);
        }
        for (int at = after(hole); slots[at] != 0; at = after(at)) {
            int toHome = (at - home(hashes[slots[at] & PLACE])) & (SLOTS - 1);
            if (toHome >= ((at - hole) & (SLOTS - 1))) {
                slots[hole] = slots[at];
                hole = at;
            }
        }
        slots[hole] = 0;
    }

    /** Never 0, which is an empty slot. */
    private static int part(long hash) {
        return ((int) (hash >>> 32) & ~PLACE) | Integer.MIN_VALUE;
    }

    private static int home(long hash) {
        return (int) hash & (SLOTS - 1);
    }

    private static int after(int slot) {
        return (slot + 1) & (SLOTS - 1);
    }
}
