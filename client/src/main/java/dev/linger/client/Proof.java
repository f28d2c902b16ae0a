package dev.linger.client;

import dev.linger.linux.OwnSocket;
import dev.linger.linux.TcpState;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request that got no byte of a response was delivered, by what the kernel knows:
 *
 * <pre>
 * what the server did             read here   state        acknowledged  delivery
 * reset before it was written     error       CLOSE        none sent     NOT_DELIVERED
 * closed idle, request came later FIN         CLOSE (RST)  nothing       NOT_DELIVERED
 * read it, then closed            FIN         CLOSE_WAIT   all           DELIVERED
 * half-closed, then read it       FIN         CLOSE_WAIT   all           DELIVERED
 * read it, then reset             RST         CLOSE        all or none   UNKNOWN
 * left it unread, then closed     RST         CLOSE        all or none   UNKNOWN
 * </pre>
 *
 * The second row is a proof: a FIN acknowledges all that came before it, so the server's host had
 * taken nothing of the request when the server closed, and the RST says that it threw away what
 * came later. Without a FIN, bytes that were not acknowledged prove nothing, for acknowledgements
 * are delayed; nor do those that were, for a RST throws away what the program had not read. Without
 * a RST the acknowledgement may be under way; it is waited for.
 *
 * @param unacknowledged bytes of the request; 0 where that is not known
 */
record Proof(Delivery delivery, long unacknowledged) {
    private static final Proof UNKNOWN = new Proof(Delivery.UNKNOWN, 0);
    private static final Proof DELIVERED = new Proof(Delivery.DELIVERED, 0);

    /** Acknowledgements may be delayed by 200 ms (RFC 9293, section 3.8.6.3, allows 500). */
    private static final long PATIENCE_NANOS = 500_000_000L;

    private static final long PAUSE_NANOS = 500_000L;

    /**
     * @param sent bytes of the request that were given to the kernel
     * @param finSeen whether the server's FIN was read, and no RST before it
     * @param decided whether the connection has ended, so that a state to come is worth waiting for
     */
    static Proof of(
            Kernel kernel,
            @Nullable OwnSocket socket,
            long sent,
            boolean finSeen,
            boolean decided) {
        if (sent == 0) {
            return new Proof(Delivery.NOT_DELIVERED, 0);
        }
        if (socket == null) {
            return UNKNOWN;
        }
        long until = System.nanoTime() + (decided && finSeen ? PATIENCE_NANOS : 0);
        while (true) {
            Kernel.Look look = kernel.look(socket);
            Proof proof = look == null ? UNKNOWN : of(look, sent, finSeen);
            if (proof != null) {
                return proof;
            }
            if (until - System.nanoTime() <= 0) {
                return UNKNOWN;
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Null where it is not decided yet. */
    private static @Nullable Proof of(Kernel.Look look, long sent, boolean finSeen) {
        if (look.state() != TcpState.CLOSE) {
            return look.unacknowledged() == 0 ? DELIVERED : finSeen ? null : UNKNOWN;
        }
        return finSeen && look.unacknowledged() >= sent
                ? new Proof(Delivery.NOT_DELIVERED, look.unacknowledged())
                : new Proof(Delivery.UNKNOWN, look.unacknowledged());
    }
}
