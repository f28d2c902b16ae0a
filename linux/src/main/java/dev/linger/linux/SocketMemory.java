package dev.linger.linux;

import org.jspecify.annotations.Nullable;

/**
 * Sockets by cookie, {@value #MOST} at most: open addressing, so that a look at a hundred thousand
 * sockets makes nothing. When it is full, those that the table no longer shows are forgotten, and
 * if there are none, new ones are not remembered.
 */
final class SocketMemory {
    static final int MOST = 1 << 17;

    private static final int SLOTS = MOST * 2;

    private final long[] cookies = new long[SLOTS];
    private final @Nullable RememberedSocket[] sockets = new @Nullable RememberedSocket[SLOTS];
    private int size;

    @Nullable RememberedSocket get(long cookie) {
        return sockets[slotOf(cookie)];
    }

    /** False where there is no room. */
    boolean put(long cookie, RememberedSocket socket) {
        if (size == MOST) {
            return false;
        }
        int slot = slotOf(cookie);
        size += sockets[slot] == null ? 1 : 0;
        cookies[slot] = cookie;
        sockets[slot] = socket;
        return true;
    }

    boolean isFull() {
        return size == MOST;
    }

    @Nullable RememberedSocket remove(long cookie) {
        int hole = slotOf(cookie);
        RememberedSocket removed = sockets[hole];
        if (removed == null) {
            return null;
        }
        size--;
        for (int at = after(hole); sockets[at] != null; at = after(at)) {
            int toHome = (at - home(cookies[at])) & (SLOTS - 1);
            if (toHome >= ((at - hole) & (SLOTS - 1))) {
                cookies[hole] = cookies[at];
                sockets[hole] = sockets[at];
                hole = at;
            }
        }
        sockets[hole] = null;
        return removed;
    }

    /** Forgets those that looks before this one met last. */
    void forgetBefore(int look) {
        for (int at = SLOTS - 1; at >= 0; at--) {
            RememberedSocket socket = sockets[at];
            if (socket != null && socket.look < look) {
                remove(cookies[at]);
            }
        }
    }

    /** Where the cookie is, or would be. */
    private int slotOf(long cookie) {
        int at = home(cookie);
        while (sockets[at] != null && cookies[at] != cookie) {
            at = after(at);
        }
        return at;
    }

    private static int home(long cookie) {
        long mixed = cookie * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 46) & (SLOTS - 1);
    }

    private static int after(int slot) {
        return (slot + 1) & (SLOTS - 1);
    }
}
