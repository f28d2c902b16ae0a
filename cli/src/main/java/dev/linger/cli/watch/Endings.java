package dev.linger.cli.watch;

import dev.linger.linux.DestroyEvents;
import dev.linger.linux.RefusedByKernelException;
import dev.linger.linux.SocketEntry;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What ended since watching began, by the kernel's events: how many, how many of them aborted, and
 * how long they had been idle. Not thread-safe.
 */
final class Endings {
    private static final long SHORTEST_MILLIS = 100;

    private final @Nullable DestroyEvents events;
    private final TreeMap<Long, Long> idle = new TreeMap<>();
    private long ended;
    private long aborted;

    Endings(@Nullable DestroyEvents events) {
        this.events = events;
    }

    /** Takes in what ended meanwhile. */
    void look() throws RefusedByKernelException {
        if (events == null) {
            return;
        }
        while (events.await(0, this::add) > 0) {
            // All that are there.
        }
    }

    /**
     * A FIN of ours counts as a byte that was acknowledged and not sent (tcp_info's
     * tcpi_bytes_acked); without one the socket was aborted (research of the kernel's events:
     * docs/kernel.md).
     */
    private void add(SocketEntry socket) {
        if (socket.oppositePort() == 0 && socket.bytesAcknowledged() <= 0) {
            return;
        }
        ended++;
        long sent = socket.bytesSent() - Math.max(0, socket.bytesRetransmitted());
        if (socket.bytesAcknowledged() - sent < 1) {
            aborted++;
        }
        long quiet = Math.min(socket.lastDataSentMillis(), socket.lastDataReceivedMillis());
        if (quiet >= SHORTEST_MILLIS && socket.bytesReceived() > 1) {
            idle.merge(rounded(quiet), 1L, Long::sum);
        }
    }

    /** To a tenth of a second below ten, to a second above. */
    private static long rounded(long millis) {
        long step = millis < 10_000 ? 100 : 1000;
        return (millis + step / 2) / step * step;
    }

    /** Whether the kernel tells of them at all. */
    boolean areTold() {
        return events != null;
    }

    long ended() {
        return ended;
    }

    long aborted() {
        return aborted;
    }

    /** How often events were lost. */
    long lost() {
        return events == null ? 0 : events.lost();
    }

    /** Connections by the milliseconds they had been idle when they ended, shortest first. */
    TreeMap<Long, Long> idle() {
        return idle;
    }
}
