package dev.linger.linux;

import dev.linger.life.ClosedFirst;
import dev.linger.life.Manner;
import dev.linger.life.Side;

/**
 * Who closed first and how, from what the two ends of a connection left behind. The end that closes
 * first keeps 256 bytes of TIME_WAIT or FIN_WAIT2, the other nothing (RFC 9293, section 3.6); where
 * neither keeps anything, a FIN that was not acknowledged tells of a RST.
 *
 * @param because what it rests on, in a clause; for people
 */
record WhoClosed(ClosedFirst first, Manner manner, String because) {
    private static final int REPEATED_IN_VAIN = 3;

    static WhoClosed of(EndedConnection connection) {
        boolean client = connection.hadLeftover(Side.CLIENT);
        boolean server = connection.hadLeftover(Side.SERVER);
        if (client && server) {
            return new WhoClosed(
                    ClosedFirst.BOTH, Manner.FIN, "both ends kept TIME_WAIT: their FINs crossed");
        }
        if (client || server) {
            return byLeftover(connection, client ? Side.CLIENT : Side.SERVER);
        }
        for (Side side : Side.values()) {
            if (connection.discarded(side)) {
                return new WhoClosed(
                        ClosedFirst.of(side),
                        Manner.RESET,
                        "the " + side.word() + "'s end was discarded with all that it knew");
            }
        }
        Side only = connection.onlyEnd();
        return only == null
                ? ofTwo(connection)
                : ofOne(connection.first, only, connection.overflowed);
    }

    private static WhoClosed byLeftover(EndedConnection connection, Side closer) {
        ClosedFirst first = ClosedFirst.of(closer);
        Side opposite = closer.opposite();
        Leftover leftover = connection.leftover(closer);
        String kept = "the " + closer.word() + "'s end kept ";
        if (leftover == Leftover.TIME_WAIT || connection.finAcknowledged(opposite)) {
            return new WhoClosed(first, Manner.FIN, kept + "TIME_WAIT");
        }
        if (leftover == Leftover.FIN_WAIT2) {
            boolean late = connection.end(opposite) != null;
            return new WhoClosed(
                    first,
                    late ? Manner.RESET : Manner.HALF_CLOSED,
                    kept
                            + "FIN_WAIT2: the "
                            + opposite.word()
                            + "'s FIN did not come"
                            + (late ? " in time" : ""));
        }
        return new WhoClosed(
                first,
                Manner.RESET,
                kept
                        + "FIN_WAIT2 until a RST ended it: the "
                        + opposite.word()
                        + "'s, or the answer to data that came after the close");
    }

    private static WhoClosed ofTwo(EndedConnection connection) {
        boolean client = connection.finAcknowledged(Side.CLIENT);
        boolean server = connection.finAcknowledged(Side.SERVER);
        if (client && server) {
            return unknown(
                    Manner.FIN,
                    "no end kept TIME_WAIT: its table was full, or the ports were used again");
        }
        if (client || server) {
            Side closer = client ? Side.CLIENT : Side.SERVER;
            return new WhoClosed(
                    ClosedFirst.of(closer),
                    Manner.RESET,
                    "only the " + closer.word() + "'s FIN was acknowledged");
        }
        // Whoever sends a RST is over at once; the opposite end when its owner closes it.
        Side closer = connection.sideOfFirst;
        return new WhoClosed(
                ClosedFirst.of(closer),
                Manner.RESET,
                "no FIN was acknowledged, and the " + closer.word() + "'s end was over first");
    }

    private static WhoClosed unconnected(EndedSocket end) {
        return end.segmentsReceived > 0
                ? new WhoClosed(ClosedFirst.SERVER, Manner.REFUSED, "a RST answered the SYN")
                : new WhoClosed(ClosedFirst.NOBODY, Manner.SILENCE, "nothing answered the SYN");
    }

    private static WhoClosed ofOne(EndedSocket end, Side side, boolean overflowed) {
        Side opposite = side.opposite();
        if (end.neverConnected()) {
            return unconnected(end);
        }
        if (!end.isCounted()) {
            return unknown(Manner.UNKNOWN, "the kernel gave no counters of it");
        }
        if (end.leftover() == Leftover.UNKNOWN) {
            return unknown(Manner.UNKNOWN, "the kernel did not say what it kept");
        }
        boolean fromCloseWait = end.before != null && end.before.finCameNanos >= 0;
        if (end.finAcknowledged(side) && overflowed && !fromCloseWait) {
            return unknown(
                    Manner.FIN,
                    "the table of TIME_WAIT was full (TCPTimeWaitOverflow rose): that the "
                            + side.word()
                            + "'s end kept none does not show who closed first");
        }
        if (end.finAcknowledged(side)) {
            return new WhoClosed(
                    ClosedFirst.of(opposite),
                    Manner.FIN,
                    "the " + side.word() + "'s end kept no TIME_WAIT after its FIN");
        }
        if (end.unanswered >= REPEATED_IN_VAIN) {
            return new WhoClosed(
                    ClosedFirst.NOBODY,
                    Manner.SILENCE,
                    "nothing answered what was sent again, or the probes");
        }
        if (end.absent || fromCloseWait) {
            return new WhoClosed(
                    ClosedFirst.of(opposite),
                    Manner.RESET,
                    end.absent
                            ? "the " + side.word() + "'s end was dead before its owner closed it"
                            : "the " + side.word() + "'s end was in CLOSE_WAIT before");
        }
        return unknown(
                Manner.RESET,
                "no FIN was acknowledged; from the "
                        + side.word()
                        + "'s end alone it does not show who sent the RST");
    }

    private static WhoClosed unknown(Manner manner, String because) {
        return new WhoClosed(ClosedFirst.UNKNOWN, manner, because);
    }
}
