package dev.linger.server;

import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there are, and whether there may be more. Thread-safe. */
final class Places {
    /** Refused ones that are open until their clients have the answer, for each takes a file. */
    static final int MOST_REFUSED = 256;

    private final Settings.Capacity capacity;
    private final AtomicInteger taken = new AtomicInteger();
    private final Map<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();
    private final AtomicInteger refused = new AtomicInteger();
    private final boolean countsAddresses;

    Places(Settings.Capacity capacity) {
        this.capacity = capacity;
        this.countsAddresses = capacity.perAddress() < Integer.MAX_VALUE;
    }

    int taken() {
        return taken.get();
    }

    /** Whether another connection may be taken from the kernel's queue. */
    boolean hasRoom() {
        return capacity.refuse() || taken.get() < capacity.connections();
    }

    /** Whether a connection from there is taken; then it counts until it leaves. */
    boolean take(InetAddress from) {
        if (taken.incrementAndGet() > capacity.connections() && capacity.refuse()) {
            taken.decrementAndGet();
            return false;
        }
        if (countsAddresses && byAddress.merge(from, 1, Integer::sum) > capacity.perAddress()) {
            leave(from);
            return false;
        }
        return true;
    }

    void leave(InetAddress from) {
        taken.decrementAndGet();
        if (countsAddresses) {
            byAddress.computeIfPresent(from, (address, count) -> count == 1 ? null : count - 1);
        }
    }

    /**
     * A connection is refused; it counts until {@link #refusedLeaves}.
     *
     * @return whether there is room to tell it so
     */
    boolean refuse() {
        return refused.incrementAndGet() <= MOST_REFUSED;
    }

    void refusedLeaves() {
        refused.decrementAndGet();
    }
}
