package dev.linger.cli.watch;

import dev.linger.linux.Census;
import dev.linger.linux.DestroyEvents;
import dev.linger.linux.HostCounters;
import dev.linger.linux.PortRange;
import dev.linger.linux.RefusedByKernelException;
import dev.linger.linux.SocketEntry;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What ended since watching began, by the kernel's events: how many, how many of them aborted, and
 * how long they had been idle. A connection between two programs of this host is two sockets, and
 * both end. Not thread-safe.
 */
final class Endings {
    /**
     * What is known of them.
     *
     * @param areTold whether the kernel tells of them at all
     * @param aborted those without a FIN of this side that was acknowledged
     * @param lost events that were lost
     * @param unkept ends for which the kernel had no room in TIME_WAIT
     * @param idle connections by the milliseconds they had been idle when they ended, shortest
     *     first
     */
    record Told(
            boolean areTold,
            long ended,
            long aborted,
            long lost,
            long unkept,
            SortedMap<Long, Long> idle) {}

    /** How long a port of the range, which may be a client's next, is held for a server's. */
    private static final long SERVED_NANOS = 60_000_000_000L;

    private static final long SHORTEST_MILLIS = 100;
    private static final long LONGEST_MILLIS = 24 * 3_600_000L;

    private final @Nullable DestroyEvents events;
    private final Set<Integer> ports;
    private final LongSupplier overflows;
    private final long overflowsBefore;
    private final TreeMap<Long, Long> idle = new TreeMap<>();

    /** Where somebody listened, and when last: what was accepted may outlive the listener. */
    private final Map<Integer, Long> served = new HashMap<>();

    private @Nullable PortRange range;
    private long ended;
    private long aborted;

    /**
     * @param ports that count, at either end; all where there are none
     */
    Endings(@Nullable DestroyEvents events, Set<Integer> ports) {
        this(events, ports, HostCounters::timeWaitOverflows);
    }

    /**
     * @param overflows ends without room in TIME_WAIT so far, of the whole namespace
     */
    Endings(@Nullable DestroyEvents events, Set<Integer> ports, LongSupplier overflows) {
        this.events = events;
        this.ports = Set.copyOf(ports);
        this.overflows = overflows;
        overflowsBefore = overflows.getAsLong();
    }

    /**
     * Tells a server's sockets from a client's by what a look met.
     *
     * @param nowNanos when, by a clock that nobody sets
     */
    void learn(Census census, PortRange portRange, long nowNanos) {
        census.listening().stream()
                .filter(Census.Listening::isOpen)
                .forEach(one -> served.put(one.at().port(), nowNanos));
        served.values().removeIf(listened -> nowNanos - listened > SERVED_NANOS);
        range = portRange;
    }

    /** Takes in what ended meanwhile. */
    void look() throws RefusedByKernelException {
        if (events != null) {
            events.takeThose(this::add);
        }
    }

    private void add(SocketEntry socket) {
        if (!ports.isEmpty()
                && !ports.contains(socket.localPort())
                && !ports.contains(socket.oppositePort())) {
            return;
        }
        if (socket.wasDiscarded()) {
            ended++;
            aborted++;
        }
        if (socket.oppositePort() == 0) {
            return; // nothing else is known of it, or it was a listener
        }
        ended++;
        if (socket.bytesAcknowledged() < 0 || socket.bytesSent() < 0) {
            return; // an old kernel
        }
        // An acknowledged FIN counts like a byte, and so does the SYN of the side that connected
        // (tcp_info, tcpi_bytes_acked).
        long sent = socket.bytesSent() - Math.max(0, socket.bytesRetransmitted());
        int orderly = isServer(socket) ? 1 : 2;
        if (socket.bytesAcknowledged() - sent < orderly) {
            aborted++;
        }
        long quiet = Math.min(socket.lastDataSentMillis(), socket.lastDataReceivedMillis());
        if (quiet >= SHORTEST_MILLIS && socket.bytesReceived() > 1) {
            idle.merge(rounded(quiet), 1L, Long::sum);
        }
    }

    private boolean isServer(SocketEntry socket) {
        return served.containsKey(socket.localPort())
                || (range != null && !range.contains(socket.localPort()));
    }

    /** To a tenth of a second below ten, to a second below an hour, to a minute above. */
    private static long rounded(long millis) {
        long step = millis < 10_000 ? 100 : millis < 3_600_000 ? 1000 : 60_000;
        return (Math.min(millis, LONGEST_MILLIS) + step / 2) / step * step;
    }

    /** What is known by now. */
    Told told() {
        return new Told(
                events != null,
                ended,
                aborted,
                events == null ? 0 : events.lost(),
                overflows.getAsLong() - overflowsBefore,
                Collections.unmodifiableSortedMap(new TreeMap<>(idle)));
    }
}
