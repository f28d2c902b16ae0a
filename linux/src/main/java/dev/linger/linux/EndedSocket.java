package dev.linger.linux;

import dev.linger.life.Endpoint;
import dev.linger.life.Side;
import org.jspecify.annotations.Nullable;

/**
 * One end of a connection that is over, as the kernel counted it (struct tcp_info). Sequence
 * numbers tell what no flag does: the kernel counts an acknowledged FIN like a byte, and at the end
 * that connected the SYN as well (RFC 9293, section 3.4).
 */
final class EndedSocket {
    private static final long MILLION = 1_000_000;

    final Endpoint local;
    final Endpoint opposite;
    final long atNanos;

    /** The interface to which it was bound; 0 for any. */
    final int interfaceIndex;

    /** What was known of it while it lived; null where no look at the table met it. */
    final @Nullable RememberedSocket before;

    /** Whether its owner made the kernel forget all of it at once, as SO_LINGER 0 does. */
    final boolean discarded;

    /** Whether it was gone from the table before it ended: its owner held what a RST had ended. */
    final boolean absent;

    final long received;
    final long receiveQueue;
    final long sendQueue;
    final long segmentsSent;
    final long segmentsReceived;
    final long retransmissions;

    /** Repetitions and probes to which nothing has come back. */
    final int unanswered;

    private final long sent;
    private final long acknowledged;
    private final long notSent;
    private final long roundTrip;
    private final long idleNanos;
    private final long sinceAckNanos;

    private Leftover leftover = Leftover.NOTHING;
    private boolean hadLeftover;
    private long expiresNanos;

    EndedSocket(
            SocketEntry event, long atNanos, @Nullable RememberedSocket before, boolean absent) {
        this.atNanos = atNanos;
        this.before = before;
        this.absent = absent;
        // tcp_disconnect(): the opposite end is forgotten first.
        discarded = event.oppositePort() == 0;
        local = discarded && before != null ? before.local : event.local();
        opposite = discarded && before != null ? before.opposite : event.opposite();
        interfaceIndex = event.interfaceIndex();
        received = event.bytesReceived();
        receiveQueue = event.receiveQueue();
        sendQueue = event.sendQueue();
        segmentsSent = event.segmentsSent();
        segmentsReceived = event.segmentsReceived();
        retransmissions = event.retransmissions();
        unanswered =
                Math.max(0, event.unansweredRepetitions()) + Math.max(0, event.unansweredProbes());
        acknowledged = event.bytesAcknowledged();
        sent = event.bytesSent() < 0 ? -1 : event.bytesSent() - event.bytesRetransmitted();
        notSent = event.notSentBytes();
        roundTrip = event.roundTripMicros();
        idleNanos = event.idleMillis() * MILLION;
        sinceAckNanos = event.lastAckReceivedMillis() * MILLION;
    }

    /** Whether its counters say something. */
    boolean isCounted() {
        return !discarded && sent >= 0;
    }

    /** Whether it tried to connect and never was connected. */
    boolean neverConnected() {
        return isCounted() && acknowledged == 0 && roundTrip == 0;
    }

    /** Which side it was, as far as the counters say; null where they do not. */
    @Nullable Side side() {
        if (before != null && before.side != null) {
            return before.side;
        }
        if (!isCounted()) {
            return null;
        }
        if (neverConnected()) {
            return Side.CLIENT;
        }
        // What left something behind had its FIN acknowledged.
        return switch ((int) flags()) {
            case 0 -> Side.SERVER;
            case 1 -> hadLeftover ? Side.SERVER : null;
            case 2 -> Side.CLIENT;
            default -> null;
        };
    }

    /** Which side it was, by what the opposite end received of it; null where that says nothing. */
    @Nullable Side sideSeenBy(EndedSocket other) {
        boolean finCame = isCounted() && other.isCounted() && other.received - sent == 1;
        return !finCame ? null : flags() == 1 ? Side.SERVER : flags() == 2 ? Side.CLIENT : null;
    }

    /** How many of SYN and FIN it sent, acknowledged or not. */
    private long flags() {
        return excess() + sendQueue - notSent;
    }

    /** Whether its FIN was acknowledged, if this is its side. */
    boolean finAcknowledged(Side side) {
        return hadLeftover || (isCounted() && excess() > (side == Side.CLIENT ? 1 : 0));
    }

    /** Sequence numbers acknowledged beyond what was sent as payload: SYN and FIN. */
    private long excess() {
        return acknowledged - sent;
    }

    /** Payload sent, each byte once; -1 where that is not known. */
    long bytesSent() {
        return isCounted() ? Math.max(0, sent) : -1;
    }

    /** Whether nothing at all was said at this end. */
    boolean wasSilent() {
        return isCounted() && sent == 0 && received <= 1;
    }

    /** Payload that it had not read; the kernel counts an unread FIN as a byte. */
    long unread(boolean finCame) {
        return Math.max(0, receiveQueue - (finCame ? 1 : 0));
    }

    /** When payload last passed here; in an unused connection, when it was established. */
    long lastByteNanos() {
        return isCounted() ? atNanos - idleNanos : -1;
    }

    /** When the opposite end last answered: for whoever closed first, that to its FIN. */
    long lastAnswerNanos() {
        return isCounted() ? atNanos - Math.max(0, sinceAckNanos) : atNanos;
    }

    Leftover leftover() {
        return leftover;
    }

    /** Whether anything was left at any look. */
    boolean hadLeftover() {
        return hadLeftover;
    }

    /** When the kernel lets go of what it left behind, whether a FIN came or not. */
    long expiresNanos() {
        return expiresNanos;
    }

    /** Whether it waits for the FIN of the opposite side, or did until it had waited enough. */
    boolean lacksFin() {
        return leftover == Leftover.FIN_WAIT2;
    }

    /** When an ACK of the opposite end last came; its own end where that is not known. */
    long heardNanos() {
        return atNanos - Math.max(0, sinceAckNanos);
    }

    /**
     * What a look shows of it now. A FIN_WAIT2 that is gone when its time is over has run out, and
     * stays one; gone before, it was ended by a RST.
     */
    void leaves(Leftover now, long leftMillis, long lookNanos) {
        if (lacksFin() && now == Leftover.NOTHING && lookNanos >= expiresNanos) {
            return;
        }
        leftover = now;
        expiresNanos = lookNanos + leftMillis * MILLION;
        hadLeftover |= now == Leftover.FIN_WAIT2 || now == Leftover.TIME_WAIT;
    }
}
