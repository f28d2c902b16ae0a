package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
import dev.linger.life.Half;
import dev.linger.life.Moment;
import org.jspecify.annotations.Nullable;

/** What was seen of one direction of a connection, and where in its sequence it stands. */
sealed class HalfFacts permits HalfStream {
    /** Before any time of a packet, and so that the difference to one does not overflow. */
    static final long NEVER = Long.MIN_VALUE / 2;

    boolean started;
    boolean synSeen;
    int first;
    int next;
    int highest;
    long position;
    long packets;
    long missing;

    boolean hasAcknowledgment;
    int acknowledged;
    long aheadSinceNanos;

    @Nullable Moment unansweredSince;
    int unanswered;
    int retransmissions;

    /** When something was sent again the last time; {@link #NEVER} before. */
    long lastRepeatNanos;

    int lastRepeatSequence;

    /** Identification of the newest packet with payload or FIN; -1 where it has none. */
    int ipId;

    @Nullable Moment firstByte;
    long lastBytePacket;
    long lastByteNanos;
    @Nullable Moment fin;
    int finSequence;
    boolean finAcknowledged;
    boolean ended;
    @Nullable Moment rst;
    boolean strayRst;
    int rstSequence;

    /** New payload behind its RST: then the RST was none of its own, and ended nothing. */
    @Nullable Moment afterRst;

    /** What its first FIN, or a RST without one before, acknowledged of the opposite direction. */
    int closeAcknowledgment;

    boolean hasCloseAcknowledgment;

    /** It answers a segment of no connection (RFC 9293, section 3.10.7.1), and closes nothing. */
    boolean answeringRst;

    @Nullable ZeroWindow zeroWindow;
    int ttl = -1;

    /** That of its latest packet; most that merely acknowledge are not asked. */
    int latestTtl = -1;

    /** Forgets all, for another connection. */
    final void begin() {
        started = false;
        synSeen = false;
        first = 0;
        next = 0;
        highest = 0;
        position = 0;
        packets = 0;
        missing = 0;
        hasAcknowledgment = false;
        acknowledged = 0;
        aheadSinceNanos = 0;
        unansweredSince = null;
        unanswered = 0;
        retransmissions = 0;
        lastRepeatNanos = NEVER;
        lastRepeatSequence = 0;
        ipId = -1;
        firstByte = null;
        lastBytePacket = 0;
        lastByteNanos = 0;
        fin = null;
        finSequence = 0;
        finAcknowledged = false;
        ended = false;
        rst = null;
        strayRst = false;
        rstSequence = 0;
        afterRst = null;
        closeAcknowledgment = 0;
        hasCloseAcknowledgment = false;
        answeringRst = false;
        zeroWindow = null;
        ttl = -1;
        latestTtl = -1;
    }

    /** Whether all its bytes up to the last one seen came, and in order. */
    final boolean isWhole() {
        return missing == 0 && next == highest;
    }

    final boolean isStarted() {
        return started;
    }

    /** Whether this SYN, of the same direction, is that of another connection. */
    final boolean isFollowedBy(Segment syn, boolean handshakeSeen) {
        if (!started) {
            return false;
        }
        return (synSeen || handshakeSeen) ? first != syn.sequence + 1 : packets > 0;
    }

    final boolean hasEnded() {
        return ended;
    }

    final int firstSequence() {
        return first;
    }

    final boolean hasFin() {
        return fin != null;
    }

    final boolean isFinAcknowledged() {
        return finAcknowledged;
    }

    /** Whether this acknowledgment shows that its sender had seen this side's FIN. */
    final boolean finIsCoveredBy(int acknowledgment) {
        return acknowledgment - finSequence > 0;
    }

    /** Offset in the stream of the next byte in order, from 0. */
    final long position() {
        return position;
    }

    /**
     * Offset in the stream up to which the opposite end had acknowledged when it closed; up to now
     * where its close says nothing of that, -1 where it never did.
     */
    final long positionAcknowledgedAtClose(HalfFacts opposite) {
        if (opposite.hasCloseAcknowledgment) {
            return position + (opposite.closeAcknowledgment - next);
        }
        return hasAcknowledgment ? position + (acknowledged - next) : -1;
    }

    /** Whether it takes no data now. */
    final boolean isWindowClosed() {
        return zeroWindow != null && zeroWindow.isNow();
    }

    final @Nullable Moment firstByte() {
        return firstByte;
    }

    final long lastByteNanos() {
        return lastBytePacket == 0 ? Long.MIN_VALUE : lastByteNanos;
    }

    final int unanswered() {
        return unanswered;
    }

    final @Nullable Moment fin() {
        return fin;
    }

    final @Nullable Moment rst() {
        return rst;
    }

    /** Its FIN, else a RST by which it closed; null where it only knew of no connection. */
    final @Nullable Moment closed() {
        return fin != null || answeringRst ? fin : rst;
    }

    final boolean hasRst() {
        return rst != null;
    }

    /** Whether it sent a RST, and no more behind it: nobody who has not closed sends on. */
    final boolean isReset() {
        return rst != null && afterRst == null;
    }

    final long packets() {
        return packets;
    }

    /** What was seen, once nothing more comes. */
    final Half toHalf(long endNanos) {
        if (packets == 0) {
            return Half.UNSEEN;
        }
        ZeroWindow zero = zeroWindow;
        if (zero != null) {
            zero.end(endNanos);
        }
        long bytes = position + (highest - next);
        long unacknowledged =
                hasAcknowledgment ? Math.max(0, highest - acknowledged) : Math.max(0, bytes);
        return new Half(
                packets,
                Math.max(0, bytes),
                missing,
                firstByte,
                lastByte(),
                fin,
                finAcknowledged,
                rst,
                strayRst,
                afterRst,
                retransmissions,
                unansweredSince,
                unanswered,
                zero == null ? null : zero.longest(),
                zero == null ? 0 : zero.longestNanos(),
                unacknowledged);
    }

    private @Nullable Moment lastByte() {
        Moment byteBefore = firstByte;
        if (byteBefore == null || lastBytePacket == byteBefore.packet()) {
            return byteBefore;
        }
        return new Moment(lastBytePacket, lastByteNanos);
    }
}
