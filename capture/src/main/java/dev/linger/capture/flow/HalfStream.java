package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a connection: what one end sent, in sequence order (RFC 9293, section 3.4).
 *
 * <p>Sequence numbers are compared by signed 32-bit difference, so they may wrap. Payload in order
 * is handed on at once, without a copy; payload beyond a hole is held until the hole is filled, or
 * until it is clear that it never will be: the opposite end has acknowledged bytes that the capture
 * lacks.
 */
final class HalfStream extends HalfFacts {
    /** An acknowledgment may be captured a little before the data that it answers. */
    static final long REORDERING_NANOS = 5_000_000;

    /**
     * No window is larger (RFC 7323, section 2.3): beyond it an acknowledgment is not this one's.
     */
    private static final int MOST_ACKNOWLEDGED = 1 << 30;

    /** RFC 9293, section 3.8.4. */
    static final String KEEP_ALIVE_PROBE = "keep-alive probe";

    private static final String SEEN_AGAIN = "seen again";

    /** Takes what this direction carries, in order. */
    interface Listener {
        /** Bytes in order; valid during the call. */
        void bytes(HalfStream half, byte[] bytes, int from, int to, long packet, long atNanos);

        /** The next bytes are not in the capture. */
        void missing(HalfStream half, long bytes);

        /** Its FIN is next in order. */
        void ended(HalfStream half);

        /** New bytes come behind a RST in its name, which so was none of its own. */
        void goesOn();
    }

    private final Listener listener;
    private final HeldSegments.Budget budget;

    /** Made for the first segment beyond a hole. */
    private @Nullable HeldSegments held;

    HalfStream(Listener listener, HeldSegments.Budget budget) {
        this.listener = listener;
        this.budget = budget;
    }

    /**
     * Takes a segment that does nothing but acknowledge, the commonest of all, if there is nothing
     * to say about it; else it is left to {@link #segment}.
     */
    boolean takeMereAcknowledgment(Segment segment) {
        if (!segment.isBareAcknowledgment()
                || segment.window == 0
                || segment.sequence == highest - 1
                || zeroWindow != null
                || ttl < 0) {
            return false;
        }
        packets++;
        return true;
    }

    /**
     * Takes a segment of this direction.
     *
     * @param early whether its payload is held, because it answers what {@link #isAwaited}
     * @return what is remarkable about it, for a ladder; empty where nothing is
     */
    String segment(Segment segment, boolean early, Now now) {
        packets++;
        int sequence = segment.sequence;
        if (segment.has(Segment.SYN)) {
            sequence++;
            synSeen = true;
        }
        if (!started) {
            start(sequence);
        }
        if (segment.has(Segment.RST)) {
            reset(segment, now);
            return reset != null && reset.isStray ? "does not fit this end" : "";
        }
        if (ttl < 0) {
            ttl = segment.ttl;
        }
        latestTtl = segment.ttl;
        String remark = "";
        if (sequence == highest - 1 && isProbe(segment)) {
            countRepeat(segment, Repeats.NEVER, now);
            remark = KEEP_ALIVE_PROBE;
        } else if (segment.length > 0) {
            remark = payload(segment, sequence, early, now);
        }
        if (segment.has(Segment.FIN)) {
            remark = finish(segment, sequence + segment.length, now, remark);
        }
        boolean plain = segment.window != 0 && zeroWindow == null;
        return plain || segment.has(Segment.SYN) ? remark : window(segment, now, remark);
    }

    /** The opposite end still sends; what it says once this end gave it up changes nothing. */
    void answered() {
        if (repeats != null && (reset == null || !repeats.areInVain())) {
            repeats.answered();
        }
    }

    /** The opposite end acknowledged everything before this sequence number. */
    void acknowledge(int acknowledgment, Now now) {
        if (!started || (acknowledgment - first == 1 && hasOnlyProbed())) {
            start(acknowledgment);
        }
        if (hasAcknowledgment && acknowledgment - acknowledged <= 0) {
            return;
        }
        hasAcknowledgment = true;
        acknowledged = acknowledgment;
        if (fin != null && acknowledgment - finSequence > 0) {
            finAcknowledged = true;
        }
        if (aheadSinceNanos == 0 && acknowledgment - next > 0) {
            aheadSinceNanos = now.atNanos;
        }
        if (acknowledgment - highest == 1 && fin == null && packets > 0) {
            finAnswered = now.moment();
        }
    }

    /**
     * What comes first in mid connection may be probes, which repeat the number before the next.
     */
    private boolean hasOnlyProbed() {
        return !synSeen && highest == first && packets > 0 && fin == null && reset == null;
    }

    /**
     * The opposite end goes on with this: what it has acknowledged some time ago does not come any
     * more, so that a request of which the capture lacks the end is not taken for unfinished. One
     * byte may be a FIN's number.
     */
    void passAcknowledged(Segment segment, Now now) {
        if (aheadSinceNanos == 0
                || packets == 0
                || now.atNanos - aheadSinceNanos <= REORDERING_NANOS
                || segment.isBareAcknowledgment()) {
            return;
        }
        int hole = acknowledged - next;
        if (hole <= 1 || hole > MOST_ACKNOWLEDGED) {
            return;
        }
        int to = fin != null && acknowledged - finSequence > 0 ? finSequence : acknowledged;
        if (held != null && !held.isEmpty() && held.firstSequence() - to < 0) {
            to = held.firstSequence();
        }
        leap(to);
        checkEnd();
    }

    /**
     * Whether the opposite end has just acknowledged bytes that the capture may have a moment
     * later, as where each direction has its own tap or queue: what it says behind them waits, so
     * that no response comes before its request. One byte may be a FIN's number.
     */
    boolean isAwaited(Now now) {
        if (aheadSinceNanos == 0 || packets == 0) {
            return false;
        }
        return isBeyond(acknowledged) && now.atNanos - aheadSinceNanos <= REORDERING_NANOS;
    }

    /** Whether the segment leaves bytes out that did not come yet. */
    boolean isBeyondHole(Segment segment) {
        return started && segment.length > 0 && segment.sequence - next > 0;
    }

    /** What waited for the opposite direction is handed on. */
    void release() {
        if (held != null && !held.isEmpty() && held.firstSequence() - next <= 0) {
            deliverHeld();
            checkEnd();
        }
    }

    /** Nothing comes that could fill a hole: hands on what is held, with the holes named. */
    void flush() {
        while (held != null && !held.isEmpty()) {
            leap(held.firstSequence());
        }
        leap(isAcknowledgedUnseen() ? acknowledged : lastSequence());
        checkEnd();
    }

    /** Whether the capture has all that arrived, as far as the opposite end tells. */
    boolean hasAll() {
        boolean holds = held != null && !held.isEmpty();
        boolean lostOnTheWay = holds && !(hasAcknowledgment && acknowledged - next > 0);
        return lostOnTheWay || (next == lastSequence() && !isAcknowledgedUnseen());
    }

    /**
     * Whether the opposite end acknowledged bytes that did not come, nor anything behind them; not
     * where this direction was not captured, or has ended.
     */
    private boolean isAcknowledgedUnseen() {
        return packets > 0 && fin == null && hasAcknowledgment && isBeyond(acknowledged);
    }

    /** Whether there are bytes between: one may be the number of a FIN that was not captured. */
    private boolean isBeyond(int sequence) {
        int ahead = sequence - highest;
        return ahead > 1 && ahead <= MOST_ACKNOWLEDGED;
    }

    /** In a capture of flags only the RST's number tells how many bytes came, as a FIN's does. */
    private int lastSequence() {
        Reset seen = fin == null ? reset : null;
        return seen != null && seen.tellsOfBytes() ? seen.sequence : highest;
    }

    private void start(int sequence) {
        started = true;
        first = sequence;
        next = sequence;
        highest = sequence;
    }

    private String payload(Segment segment, int sequence, boolean early, Now now) {
        int end = sequence + segment.length;
        String remark = "";
        if (end - highest <= 0 && countRepeat(segment, lastByteNanos, now)) {
            retransmissions++;
            remark = "sent again";
        } else if (end - highest <= 0) {
            remark = end - next > 0 ? "out of order" : SEEN_AGAIN;
        } else {
            highest = end;
            finAnswered = null;
            if (reset != null && reset.noteBehind(sequence, now)) {
                remark = "goes on after a RST in its name";
                listener.goesOn();
            }
            ipId = segment.ipId;
            lastBytePacket = now.packet;
            lastByteNanos = now.atNanos;
            if (firstByte == null) {
                firstByte = now.moment();
            }
        }
        int ahead = sequence - next;
        if (ahead > 0) {
            hold(segment, sequence, now);
            return remark.isEmpty() ? "out of order" : remark;
        }
        if (early && end - next > 0) {
            hold(segment, sequence, now);
        } else if (end - next > 0) {
            deliver(
                    segment.bytes,
                    segment.from - ahead,
                    segment.to,
                    end - next,
                    now.packet,
                    now.atNanos);
            deliverHeld();
            checkEnd();
        }
        return remark;
    }

    /**
     * Counts what was sent once more, where this is not the very packet that was seen before; tells
     * whether it was.
     *
     * @param firstNanos when it was sent the first time
     */
    private boolean countRepeat(Segment segment, long firstNanos, Now now) {
        if (Repeats.isCopy(repeats, segment, firstNanos, ipId, now)) {
            return false;
        }
        if (repeats == null) {
            repeats = new Repeats();
        }
        repeats.add(segment, now);
        ipId = segment.ipId;
        return true;
    }

    /**
     * RFC 9293, section 3.8.4: a probe repeats the sequence number before the next one, with no
     * byte or one of garbage. What was acknowledged already is not sent again for its own sake.
     */
    private boolean isProbe(Segment segment) {
        boolean plain = synSeen && (segment.flags & ~Segment.PSH) == Segment.ACK;
        boolean garbage = segment.length == 1 && hasAcknowledgment && acknowledged == highest;
        return plain && (garbage || (segment.length == 0 && highest != first));
    }

    /** Bytes on from the next in order, of which the capture may hold fewer. */
    private void deliver(byte[] bytes, int from, int to, int length, long packet, long atNanos) {
        next += length;
        int captured = Math.max(0, Math.min(length, to - from));
        position += captured;
        if (captured > 0) {
            listener.bytes(this, bytes, from, from + captured, packet, atNanos);
        }
        if (captured < length) {
            missing += length - captured;
            position += length - captured;
            listener.missing(this, length - captured);
        }
    }

    private void deliverHeld() {
        while (held != null && !held.isEmpty() && held.firstSequence() - next <= 0) {
            HeldSegments.One one = held.removeFirst();
            int behind = next - one.sequence;
            int length = one.length - behind;
            if (length > 0) {
                byte[] bytes = one.bytes;
                deliver(
                        bytes,
                        Math.min(behind, bytes.length),
                        bytes.length,
                        length,
                        one.packet,
                        one.atNanos);
            }
        }
        if (acknowledged - next <= 0) {
            aheadSinceNanos = 0;
        }
    }

    private void hold(Segment segment, int sequence, Now now) {
        if (held == null) {
            held = new HeldSegments(budget);
        }
        held.add(segment, sequence, now);
        boolean acknowledgedLongAgo =
                hasAcknowledgment
                        && acknowledged - next > 0
                        && aheadSinceNanos != 0
                        && now.atNanos - aheadSinceNanos > REORDERING_NANOS;
        if (acknowledgedLongAgo || held.isOverBudget()) {
            leap(held.firstSequence());
            checkEnd();
        }
    }

    private void leap(int sequence) {
        int hole = sequence - next;
        if (hole > 0) {
            missing += hole;
            position += hole;
            next = sequence;
            if (sequence - highest > 0) {
                highest = sequence;
            }
            listener.missing(this, hole);
        }
        deliverHeld();
    }

    private String finish(Segment segment, int sequence, Now now, String remark) {
        if (fin != null) {
            return countRepeat(segment, fin.atNanos(), now) ? "FIN sent again" : SEEN_AGAIN;
        }
        fin = now.moment();
        closeAcknowledges(segment);
        ipId = segment.ipId;
        finSequence = sequence;
        if (sequence - highest > 0) {
            highest = sequence; // flags only: the FIN's number tells how many bytes came before it
        }
        if (hasAcknowledgment && acknowledged - finSequence > 0) {
            finAcknowledged = true;
        }
        checkEnd();
        return remark;
    }

    private void checkEnd() {
        if (fin != null && !ended && next - finSequence >= 0) {
            ended = true;
            listener.ended(this);
        }
    }

    private void reset(Segment segment, Now now) {
        if (reset != null) {
            reset.comesAgain();
            return;
        }
        reset = new Reset(segment, isBeyond(segment.sequence), ttl, latestTtl, now);
        if (fin == null) {
            closeAcknowledges(segment);
        }
    }

    private void closeAcknowledges(Segment segment) {
        hasCloseAcknowledgment = segment.has(Segment.ACK);
        closeAcknowledgment = segment.acknowledgment;
    }

    private String window(Segment segment, Now now, String remark) {
        if (segment.window == 0) {
            if (zeroWindow == null) {
                zeroWindow = new ZeroWindow();
            }
            zeroWindow.begin(now);
            return remark.isEmpty() ? "window 0" : remark;
        }
        if (zeroWindow != null) {
            zeroWindow.end(now.atNanos);
        }
        return remark;
    }
}
