package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
import dev.linger.life.Moment;
import org.jspecify.annotations.Nullable;

/** What one end sent again; made when it first does, for most never do. */
final class Repeats {
    /** A packet is seen again so soon at most, at the next interface or behind a tunnel. */
    private static final long COPY_NANOS = 50_000_000;

    /** The same where its number does not tell it from one that was sent again. */
    private static final long UNNUMBERED_COPY_NANOS = 1_000_000;

    /** A sender counts its packets; one that is seen again is at most so many behind. */
    private static final int COPY_BEHIND = 256;

    /** Before any time of a packet, and so that the difference to one does not overflow. */
    static final long NEVER = Long.MIN_VALUE / 2;

    private static final int IN_VAIN = 3;

    private long lastNanos;
    private int lastSequence;
    private @Nullable Moment unansweredSince;
    private int unanswered;

    /**
     * Whether this is the very packet that was seen before, sent first or again: soon after it, and
     * with its number, which one sent again seldom shares.
     *
     * @param before what was sent again before it; null where nothing was
     * @param firstNanos when it was sent the first time
     * @param ipId identification of the newest packet of this end
     */
    static boolean isCopy(
            @Nullable Repeats before, Segment segment, long firstNanos, int ipId, Now now) {
        long first = now.atNanos - firstNanos;
        long again = before == null ? Long.MAX_VALUE : now.atNanos - before.lastNanos;
        if (segment.ipId > 0) {
            return Math.min(first, again) < COPY_NANOS
                    && ((ipId - segment.ipId) & 0xffff) < COPY_BEHIND;
        }
        boolean isRepeat = before != null && segment.sequence == before.lastSequence;
        return first < UNNUMBERED_COPY_NANOS || (isRepeat && again < UNNUMBERED_COPY_NANOS);
    }

    void add(Segment segment, Now now) {
        lastNanos = now.atNanos;
        lastSequence = segment.sequence;
        unanswered++;
        if (unansweredSince == null) {
            unansweredSince = now.moment();
        }
    }

    /** The opposite end still sends. */
    void answered() {
        unanswered = 0;
        unansweredSince = null;
    }

    /** Whether they were many enough to say that nobody was there. */
    boolean areInVain() {
        return unanswered >= IN_VAIN;
    }

    int unanswered() {
        return unanswered;
    }

    @Nullable Moment unansweredSince() {
        return unansweredSince;
    }
}
