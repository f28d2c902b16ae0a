package dev.linger.capture.link;

import java.util.Iterator;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams that came in fragments (RFC 791, section 3.2; RFC 8200, section 4.5) and are not whole
 * yet. At most {@link #MOST} of them, each for at most {@link #PATIENCE_NANOS} of capture time: the
 * oldest is given up first, and counted.
 */
final class Fragments {
    static final int MOST = 64;

    /** As long as Linux waits (net.ipv4.ipfrag_time). */
    static final long PATIENCE_NANOS = 30_000_000_000L;

    /** What the fragments of one datagram have in common. */
    record Key(long sourceHigh, long sourceLow, long destinationHigh, long destinationLow, int id) {
        Key(Segment segment, int id) {
            this(
                    segment.sourceHigh,
                    segment.sourceLow,
                    segment.destinationHigh,
                    segment.destinationLow,
                    id);
        }
    }

    private final LinkedHashMap<Key, Datagram> waiting = new LinkedHashMap<>();
    private long givenUp;

    /** The datagram, if this was its last missing fragment. */
    @Nullable Datagram add(Key key, Fragment fragment, long now) {
        giveUpBefore(now - PATIENCE_NANOS);
        Datagram datagram = waiting.get(key);
        if (datagram == null) {
            makeRoom();
            datagram = new Datagram(now);
            waiting.put(key, datagram);
        }
        if (!datagram.add(fragment)) {
            return null;
        }
        waiting.remove(key);
        return datagram;
    }

    private void giveUpBefore(long time) {
        Iterator<Datagram> oldestFirst = waiting.values().iterator();
        while (oldestFirst.hasNext() && oldestFirst.next().since() < time) {
            oldestFirst.remove();
            givenUp++;
        }
    }

    private void makeRoom() {
        if (waiting.size() == MOST) {
            waiting.pollFirstEntry();
            givenUp++;
        }
    }

    /** Datagrams of which some fragment has not been seen. */
    long unfinished() {
        return givenUp + waiting.size();
    }
}
