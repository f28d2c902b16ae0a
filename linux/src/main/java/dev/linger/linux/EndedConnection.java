package dev.linger.linux;

import dev.linger.life.Side;
import org.jspecify.annotations.Nullable;

/** A connection of which one end is over, or both where both are on this host. */
final class EndedConnection {
    final EndedSocket first;

    /** The opposite end; null where it is elsewhere, or not over. */
    @Nullable EndedSocket second;

    /** Which side the first end was. */
    Side sideOfFirst = Side.CLIENT;

    /** Whether that is no more than a guess by the port's number. */
    boolean sideGuessed;

    /** What the kernel keeps at the opposite end, where that was not seen to end. */
    Leftover oppositeLeftover = Leftover.NOTHING;

    /** Whether the opposite end is on this host and not over. */
    boolean oppositeLives;

    /** Whether a look found the opposite end over that is on this host, if any is. */
    boolean oppositeGone;

    /** Whether a socket of the opposite end's port was discarded before. */
    boolean oppositeDiscarded;

    /** How many TIME_WAIT the kernel had not kept for want of room, some time before the end. */
    long overflowsBefore;

    /** Whether these became more: then it says nothing that an end kept no TIME_WAIT. */
    boolean overflowed;

    /** When it is to be looked at again, or to be told. */
    long dueNanos;

    EndedConnection(EndedSocket first) {
        this.first = first;
    }

    @Nullable EndedSocket end(Side side) {
        return side == sideOfFirst ? first : second;
    }

    /** Whether this end left something behind, and so closed first, or both did at once. */
    boolean hadLeftover(Side side) {
        EndedSocket end = end(side);
        return end != null
                ? end.hadLeftover()
                : oppositeLeftover == Leftover.TIME_WAIT || oppositeLeftover == Leftover.FIN_WAIT2;
    }

    Leftover leftover(Side side) {
        EndedSocket end = end(side);
        return end != null ? end.leftover() : oppositeLeftover;
    }

    /** Whether this side's FIN was acknowledged, as far as its own end shows. */
    boolean finAcknowledged(Side side) {
        EndedSocket end = end(side);
        return end != null ? end.finAcknowledged(side) : hadLeftover(side);
    }

    boolean discarded(Side side) {
        EndedSocket end = end(side);
        return end != null ? end.discarded : oppositeDiscarded;
    }

    /** The one end that was seen; null where both were. */
    @Nullable Side onlyEnd() {
        return second == null ? sideOfFirst : null;
    }
}
