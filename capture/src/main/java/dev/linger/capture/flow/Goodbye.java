package dev.linger.capture.flow;

import dev.linger.capture.link.Segment;
import dev.linger.life.Manner;
import dev.linger.life.Moment;
import org.jspecify.annotations.Nullable;

/**
 * How the two ends of a connection take leave. Which FIN or RST came first is decided by the order
 * of packets, never by time stamps.
 */
final class Goodbye {
    private final HalfStream first;
    private final HalfStream second;

    private @Nullable HalfStream firstCloser;
    private @Nullable Moment firstClose;
    private boolean finsCrossed;

    /** Both FINs came, and no RST before them. */
    private boolean bothFinished;

    Goodbye(HalfStream first, HalfStream second) {
        this.first = first;
        this.second = second;
    }

    /** Begins anew, for another connection. */
    void begin() {
        firstCloser = null;
        firstClose = null;
        finsCrossed = false;
        bothFinished = false;
    }

    /**
     * A FIN or RST came.
     *
     * @param half the end that it came from, which knows of it
     * @param hadFin whether that one had sent its FIN before
     * @return whether it is the connection's first
     */
    boolean take(Segment segment, HalfStream half, boolean hadFin, Now now) {
        HalfStream opposite = half == first ? second : first;
        if (!hadFin && half.hasFin() && opposite.hasFin()) {
            finsCrossed |=
                    firstCloser == opposite && !opposite.finIsCoveredBy(segment.acknowledgment);
        }
        bothFinished |= first.hasFin() && second.hasFin() && !hasRst();
        if (firstCloser != null) {
            return false;
        }
        firstCloser = half;
        firstClose = now.moment();
        return true;
    }

    /**
     * Nothing more comes. A FIN that the capture lacks is known by its acknowledgment, which was
     * captured behind it: a number that no byte has, acknowledged by an end that then closed.
     */
    void conclude() {
        conclude(first, second);
        conclude(second, first);
    }

    private void conclude(HalfStream half, HalfStream opposite) {
        Moment fin = half.unseenFin();
        if (fin == null || !(opposite.hasFin() || opposite.hasRst())) {
            return;
        }
        half.takeUnseenFin();
        bothFinished |= first.hasFin() && second.hasFin() && !hasRst();
        if (firstClose == null || !fin.isAfter(firstClose)) {
            firstCloser = half;
            firstClose = fin;
            finsCrossed = false;
        }
    }

    private boolean hasRst() {
        return first.hasRst() || second.hasRst();
    }

    /** Whether only strays can follow in either direction, as far as they are captured. */
    boolean isOver() {
        return isReset()
                || ((first.hasFin() || first.packets() == 0)
                        && (second.hasFin() || second.packets() == 0));
    }

    /** Whether the end is complete: both FINs acknowledged, or a RST. */
    boolean isSettled() {
        return isReset() || (first.isFinAcknowledged() && second.isFinAcknowledged());
    }

    private boolean isReset() {
        return first.isReset() || second.isReset();
    }

    /** The end whose FIN or RST came first; null where none came. */
    @Nullable HalfStream firstCloser() {
        return firstCloser;
    }

    @Nullable Moment firstClose() {
        return firstClose;
    }

    /** Whether neither end had seen the FIN of the other when it sent its own. */
    boolean isSimultaneous() {
        return finsCrossed;
    }

    /** Null where neither closed. */
    @Nullable Manner manner() {
        if (bothFinished) {
            return Manner.FIN;
        }
        if (hasRst()) {
            return Manner.RESET;
        }
        return first.hasFin() || second.hasFin() ? Manner.HALF_CLOSED : null;
    }
}
