package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
import dev.linger.life.Moment;
import org.jspecify.annotations.Nullable;

/** The first RST in the name of one end, and whether it was that end's own; made when it comes. */
final class Reset {
    /** Further behind a RST it is another connection, of which the SYN is missing. */
    private static final int MOST_BEHIND = 1 << 20;

    final Moment moment;

    /** It answers a segment of no connection (RFC 9293, section 3.10.7.1), and closes nothing. */
    final boolean isAnswer;

    /** Whether it came over another number of hops than the packets before it. */
    final boolean isStray;

    /** Whether its number is beyond the bytes that are known to have been sent. */
    private final boolean isAhead;

    final int sequence;
    private @Nullable Moment behind;
    private boolean again;

    /**
     * @param isAhead whether bytes may be missing before it
     * @param firstTtl that of the end's first packet, -1 where this is the first
     * @param latestTtl that of its latest one: routes change, and SYN proxies hand over
     */
    Reset(Segment segment, boolean isAhead, int firstTtl, int latestTtl, Now now) {
        moment = now.moment();
        this.isAhead = isAhead;
        isAnswer = !segment.has(Segment.ACK);
        isStray = firstTtl >= 0 && isFarFrom(firstTtl, segment) && isFarFrom(latestTtl, segment);
        sequence = segment.sequence;
    }

    /** New payload of the same end behind it: then it was none of its own, and ended nothing. */
    @Nullable Moment behind() {
        return behind;
    }

    /** Whether its number stands behind bytes that its side has sent and the capture lacks. */
    boolean tellsOfBytes() {
        return isAhead && !isStray && behind == null;
    }

    /** Whether nothing came behind it, or another RST behind that. */
    boolean isEnd() {
        return behind == null || again;
    }

    /** Another RST of the same end. */
    void comesAgain() {
        again = behind != null;
    }

    /**
     * New payload comes: keeps when, and tells so, where it is the first that was sent after this
     * RST, as what follows in order, and no packet that was on the way already. A RST without ACK
     * takes its number from what it answers, so that what was sent before may stand behind it; one
     * that was forged may be ahead of all that was sent, to lie within the window when it arrives.
     */
    boolean noteBehind(int sequence, Now now) {
        int distance = sequence - this.sequence;
        boolean follows = (isAhead || distance >= 0) && Math.abs(distance) < MOST_BEHIND;
        boolean onTheWay =
                (isAnswer || isAhead)
                        && now.atNanos - moment.atNanos() <= HalfStream.REORDERING_NANOS;
        if (behind != null || !follows || onTheWay) {
            return false;
        }
        behind = now.moment();
        return true;
    }

    private static boolean isFarFrom(int ttl, Segment segment) {
        return Math.abs(hops(segment.ttl) - hops(ttl)) > 1;
    }

    /** Hops since the sender, taking the usual first values 32, 64, 128 and 255. */
    private static int hops(int ttl) {
        int initial = ttl <= 32 ? 32 : ttl <= 64 ? 64 : ttl <= 128 ? 128 : 255;
        return initial - ttl;
    }
}
