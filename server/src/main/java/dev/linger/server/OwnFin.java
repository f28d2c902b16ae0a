package dev.linger.server;

import dev.linger.life.CloseCause;
import dev.linger.server.State.Lingering;

/**
 * Our FIN, and what is waited for behind it: the client's, or that its system has what was sent.
 * Belongs to the loop's thread.
 */
final class OwnFin {
    private static final long SECOND = 1_000_000_000;

    private final Connection connection;
    private final ServerLoop loop;
    private final Wire wire;

    OwnFin(Connection connection, ServerLoop loop, Wire wire) {
        this.connection = connection;
        this.loop = loop;
        this.wire = wire;
    }

    /**
     * Sends it.
     *
     * @param left bytes that the client's system has not acknowledged; -1 where that is not known
     */
    void send(Reason reason, Lingering.Awaited awaited, long left) {
        connection.account.serverFin(loop.now());
        wire.finish();
        connection.become(new Lingering(reason, awaited, loop.now() + loop.lingerNanos(), left));
        // A connection of which both sides have ended shows just that, again and again.
        wire.listen(awaited != Lingering.Awaited.HEARING);
        connection.armWithin(Math.min(loop.lingerNanos(), Deadline.LOOK_NANOS));
    }

    /** A request that crossed it. */
    void late(Lingering lingering) {
        CloseCause cause = lingering.reason().cause();
        boolean unforeseen =
                cause == CloseCause.IDLE_TIMEOUT
                        || cause == CloseCause.UNUSED
                        || cause == CloseCause.DRAIN;
        if (unforeseen && lingering.awaited() == Lingering.Awaited.FIN) {
            Reason late =
                    new Reason(
                            CloseCause.LATE_REQUEST,
                            lingering.reason().decidedBy(),
                            lingering.reason().phase(),
                            "a request came after the server's FIN; " + lingering.reason().says());
            connection.become(
                    new Lingering(late, lingering.awaited(), lingering.until(), lingering.left()));
        }
    }

    /**
     * Who still takes what was sent, at the least pace of a response, is given as long again.
     *
     * @return whether the client is waited for on
     */
    boolean awaitOn(Lingering lingering) {
        long left = wire.unacknowledged();
        long taken = lingering.left() - left;
        long least = loop.spans().write().bytesPerSecond() * loop.lingerNanos() / SECOND;
        boolean on = left > 0 && taken >= Math.max(1, least);
        if (on) {
            long until = loop.now() + loop.lingerNanos();
            connection.become(new Lingering(lingering.reason(), lingering.awaited(), until, left));
        } else {
            connection.account.unanswered = lingering.awaited() == Lingering.Awaited.FIN;
        }
        return on;
    }
}
