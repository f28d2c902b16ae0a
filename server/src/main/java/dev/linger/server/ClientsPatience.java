package dev.linger.server;

import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long a client is waited for that was told of the close: a few times what clients at its
 * address have taken. Where they never close first, hardly any more, but for a try now and then. Of
 * the addresses used last, a bounded number. Belongs to one loop.
 */
final class ClientsPatience {
    private static final int MOST_ADDRESSES = 4096;
    private static final long FIRST_NANOS = 100_000_000;
    private static final long MOST_NANOS = 1_000_000_000;
    private static final int IN_VAIN = 3;
    private static final int TRY_EVERY = 64;

    /** What is known of one address. */
    private static final class Known {
        private long nanos = -1;
        private int inVain;
        private long stayedAt;
        private int skipped;
    }

    private final Map<InetAddress, Known> known =
            new LinkedHashMap<>(64, 0.75f, true) {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<InetAddress, Known> eldest) {
                    return size() > MOST_ADDRESSES;
                }
            };

    private long waits;
    private long hits;

    /** Nanoseconds to wait for a client of this address; 0 where that would be in vain. */
    long patience(InetAddress address) {
        Known one = known.get(address);
        if (one == null) {
            waits++;
            return FIRST_NANOS;
        }
        if (one.inVain >= IN_VAIN && ++one.skipped % TRY_EVERY != 0) {
            return 0;
        }
        waits++;
        return one.nanos < 0 ? FIRST_NANOS : Math.clamp(4 * one.nanos, FIRST_NANOS, MOST_NANOS);
    }

    /** A client has closed first, after this time. */
    void clientClosed(InetAddress address, long nanos) {
        hits++;
        Known one = known.computeIfAbsent(address, unknown -> new Known());
        one.inVain = 0;
        // A slow one counts at once, a fast one by and by: patience errs to the long side.
        one.nanos = nanos > one.nanos ? nanos : one.nanos + (nanos - one.nanos) / 8;
    }

    /**
     * A client was waited for in vain. Those that were waited for at the same time count once: they
     * may all have been held up by one thing.
     */
    void clientStayed(InetAddress address, long since, long now) {
        Known one = known.computeIfAbsent(address, unknown -> new Known());
        if (one.inVain == 0 || since - one.stayedAt >= 0) {
            one.inVain++;
            one.stayedAt = now;
        }
    }

    /** How often a client was waited for. */
    long waits() {
        return waits;
    }

    /** How often it closed first. */
    long hits() {
        return hits;
    }
}
