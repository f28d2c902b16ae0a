package dev.linger.linux;

import dev.linger.life.Endpoint;
import dev.linger.life.Side;
import org.jspecify.annotations.Nullable;

/** What the looks at the table showed of one socket. */
final class RememberedSocket {
    private static final long MILLION = 1_000_000;

    final Endpoint local;
    final Endpoint opposite;
    final long firstSeenNanos;

    /** Whether it was there at the first look already. */
    final boolean older;

    /** Whether a program listened at its local end when it was first met. */
    final boolean accepted;

    /** Number of the last look that met it, and when that was. */
    int look;

    long lastSeenNanos;

    TcpState state = TcpState.CLOSE;
    @Nullable Side side;

    /** When the FIN of the opposite side came; -1 where it did not, or was not seen to. */
    long finCameNanos = -1;

    RememberedSocket(SocketEntry socket, long atNanos, boolean older, boolean accepted) {
        local = socket.local();
        opposite = socket.opposite();
        firstSeenNanos = atNanos;
        this.older = older;
        this.accepted = accepted;
    }

    void seen(SocketEntry socket, int inLook, long atNanos) {
        look = inLook;
        lastSeenNanos = atNanos;
        state = socket.state();
        if (side == null && state == TcpState.ESTABLISHED && socket.sendQueue() == 0) {
            side = side(socket.bytesAcknowledged(), payloadSent(socket));
        }
        long age = socket.closeWaitMillis();
        if (age >= 0) {
            long came = atNanos - age * MILLION;
            finCameNanos = finCameNanos < 0 ? came : Math.min(finCameNanos, came);
        }
    }

    private static long payloadSent(SocketEntry socket) {
        return socket.bytesSent() < 0 ? -1 : socket.bytesSent() - socket.bytesRetransmitted();
    }

    /** All that was sent is acknowledged: a SYN is among it, or it is not. */
    private static @Nullable Side side(long acknowledged, long sent) {
        if (acknowledged < 0 || sent < 0) {
            return null;
        }
        return acknowledged == sent ? Side.SERVER : acknowledged == sent + 1 ? Side.CLIENT : null;
    }
}
