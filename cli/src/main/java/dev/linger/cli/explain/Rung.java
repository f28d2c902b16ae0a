package dev.linger.cli.explain;

import dev.linger.life.Side;

/**
 * One line of a ladder. Segments of a body are folded, and so are many exchanges that look alike;
 * acknowledgments are drawn only where they answer a SYN or a FIN, silence is drawn as what it is:
 * most of a connection's life.
 */
public sealed interface Rung {
    /** Width of the column of times. */
    int TIME = 14;

    /**
     * One segment, or several folded ones.
     *
     * @param label may be cut where there is no room
     * @param extent its length and what is remarkable, never cut
     */
    record Arrow(
            long nanos,
            Side from,
            String label,
            String extent,
            boolean isFirstClose,
            boolean isTrouble)
            implements Rung {}

    /**
     * A time without packets.
     *
     * @param in the phase that it filled, as a word; empty where it is not the last one
     */
    record Silence(long nanos, String in) implements Rung {}

    /**
     * Requests and answers that look like those before and after them.
     *
     * @param nanos from the first of them to the end of the last
     */
    record Alike(long exchanges, long nanos) implements Rung {}

    /** Packets that were not kept. */
    record LeftOut(long packets) implements Rung {}

    /** The side that has not closed, though the opposite one has: CLOSE_WAIT. */
    record Unclosed(Side at) implements Rung {}

    /** The side that keeps TIME_WAIT. */
    record Stay(Side at) implements Rung {}
}
