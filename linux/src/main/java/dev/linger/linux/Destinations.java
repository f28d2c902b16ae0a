package dev.linger.linux;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts of connections by source address, destination address and its port. Open addressing with
 * plain numbers: a socket of a destination that is known makes no object. Not thread-safe.
 */
final class Destinations {
    private static final int FEWEST_SLOTS = 64;

    private static final class Slot {
        private final Census.Outgoing key;
        private final SocketCount count;

        Slot(Census.Outgoing key, SocketCount count) {
            this.key = key;
            this.count = count;
        }

        private boolean is(long sourceHigh, long sourceLow, long high, long low, int port) {
            return key.destination().low() == low
                    && key.destination().port() == port
                    && key.source().low() == sourceLow
                    && key.destination().high() == high
                    && key.source().high() == sourceHigh;
        }
    }

    private final int most;
    private @Nullable Slot[] slots = new @Nullable Slot[FEWEST_SLOTS];
    private int size;

    /**
     * @param most that are told apart
     */
    Destinations(int most) {
        this.most = most;
    }

    /** The count of a socket's destination; null where there are too many of them. */
    @Nullable SocketCount of(SocketEntry socket) {
        long sourceHigh = socket.localHigh();
        long sourceLow = socket.localLow();
        long high = socket.oppositeHigh();
        long low = socket.oppositeLow();
        int port = socket.oppositePort();
        int at = home(sourceLow, low, port);
        for (Slot slot = slots[at]; slot != null; slot = slots[at]) {
            if (slot.is(sourceHigh, sourceLow, high, low, port)) {
                return slot.count;
            }
            at = at + 1 & slots.length - 1;
        }
        return size == most ? null : add(Census.Outgoing.of(socket), new SocketCount());
    }

    /** Adds one that is not there. */
    SocketCount add(Census.Outgoing key, SocketCount count) {
        if (++size * 2 > slots.length) {
            grow();
        }
        put(new Slot(key, count));
        return count;
    }

    private void grow() {
        @Nullable Slot[] old = slots;
        slots = new @Nullable Slot[old.length * 2];
        for (Slot slot : old) {
            if (slot != null) {
                put(slot);
            }
        }
    }

    private void put(Slot slot) {
        Census.Outgoing key = slot.key;
        int at = home(key.source().low(), key.destination().low(), key.destination().port());
        while (slots[at] != null) {
            at = at + 1 & slots.length - 1;
        }
        slots[at] = slot;
    }

    private int home(long sourceLow, long low, int port) {
        long mixed = (sourceLow * 31 + low * 0x9E37_79B9L + port) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32) & slots.length - 1;
    }

    Map<Census.Outgoing, SocketCount> all() {
        Map<Census.Outgoing, SocketCount> all = HashMap.newHashMap(size);
        Arrays.stream(slots)
                .forEach(slot -> {
                    if (slot != null) {
                        all.put(slot.key, slot.count);
                    }
                });
        return all;
    }
}
