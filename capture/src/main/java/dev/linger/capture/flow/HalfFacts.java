package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
import dev.linger.life.Evidence;
import dev.linger.life.Half;
import dev.linger.life.Moment;
import org.jspecify.annotations.Nullable;

/** What was seen of one direction of a connection, and where in its sequence it stands. */
sealed class HalfFacts permits HalfStream {
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

    int retransmissions;
    @Nullable Repeats repeats;

    /** Identification of the newest packet with payload or FIN; -1 where it has none. */
    int ipId;

    @Nullable Moment firstByte;
    long lastBytePacket;
    long lastByteNanos;
    @Nullable Moment fin;
    int finSequence;
    boolean finAcknowledged;

    /**
     * When the opposite end first acknowledged the number behind the last byte: that of a FIN which
     * the capture lacks, if nothing else of it comes.
     */
    @Nullable Moment finAnswered;

    /** Whether the FIN is known by its acknowledgment alone. */
    boolean finUnseen;

    boolean ended;
    @Nullable Reset reset;

    /** What its first FIN, or a RST without one before, acknowledged of the opposite direction. */
    int closeAcknowledgment;

    boolean hasCloseAcknowledgment;

    @Nullable ZeroWindow zeroWindow;
    private @Nullable Evidence unreachable;
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
        retransmissions = 0;
        repeats = null;
        ipId = -1;
        firstByte = null;
        lastBytePacket = 0;
        lastByteNanos = 0;
        fin = null;
        finSequence = 0;
        finAcknowledged = false;
        finAnswered = null;
        finUnseen = false;
        ended = false;
        reset = null;
        closeAcknowledgment = 0;
        hasCloseAcknowledgment = false;
        zeroWindow = null;
        unreachable = null;
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
        return repeats == null ? 0 : repeats.unanswered();
    }

    final @Nullable Moment fin() {
        return fin;
    }

    /** An ICMP error answered a segment of this direction. */
    final void unreachable(Evidence error) {
        unreachable = unreachable == null ? error : unreachable;
    }

    final boolean isUnreachable() {
        return unreachable != null;
    }

    /** When a FIN was acknowledged that did not come; null where there is none such. */
    final @Nullable Moment unseenFin() {
        return fin == null && acknowledged - highest == 1 ? finAnswered : null;
    }

    final void takeUnseenFin() {
        fin = finAnswered;
        finUnseen = true;
        finAcknowledged = true;
        finSequence = highest;
    }

    /** Its FIN, else a RST by which it closed; null where it only knew of no connection. */
    final @Nullable Moment closed() {
        return fin != null || reset == null || reset.isAnswer ? fin : reset.moment;
    }

    final boolean hasRst() {
        return reset != null;
    }

    /** Whether it sent a RST, and no more behind it: nobody who has closed sends on. */
    final boolean isReset() {
        return reset != null && reset.isEnd();
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
                finUnseen,
                finAcknowledged,
                reset == null ? null : reset.moment,
                reset != null && reset.isStray,
                reset != null && reset.isAnswer,
                reset == null ? null : reset.behind(),
                unreachable,
                retransmissions,
                repeats == null ? null : repeats.unansweredSince(),
                unanswered(),
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
