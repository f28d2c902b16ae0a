package dev.linger.server;

import dev.linger.life.CloseCause;
import org.jspecify.annotations.Nullable;

/** Which deadline is next, and which has passed: functions of state and time. */
final class Deadline {
    /** How often a wait is looked at whose end cannot be foretold. */
    static final long LOOK_NANOS = 50_000_000;

    private static final long SECOND = 1_000_000_000;

    private Deadline() {}

    /** When the connection is to be looked at next; now or before where a deadline has passed. */
    static long of(Connection connection, State state, ServerLoop loop, long now) {
        return switch (state) {
            case State.Unused unused -> unused.since() + loop.idleNanos(connection.number());
            case State.InHead head -> head.since() + loop.headNanos();
            case State.Idle idle -> idle.since() + loop.idleNanos(connection.number());
            case State.Draining draining -> draining.since() + loop.body().stallNanos();
            case State.Busy busy -> of(busy.call(), loop, now);
            case State.Parting parting -> parting.until();
            case State.Lingering lingering ->
                    connection.wire().unacknowledged() == 0
                            ? now
                            : Math.min(lingering.until(), now + LOOK_NANOS);
            case State.HandedOver _ -> Long.MAX_VALUE;
            case State.Closed _ -> Long.MAX_VALUE;
        };
    }

    private static long of(Call call, ServerLoop loop, long now) {
        if (passed(call, loop, now) != null) {
            return now;
        }
        long next = now + loop.busyNanos();
        if (call.isAwaited()) {
            next =
                    Math.min(
                            next,
                            call.began
                                    + loop.handlerNanos()
                                    + call.inflow.waitedNanos(now));
        }
        long waiting = call.inflow.waitingSince();
        long blocked = call.outflow.blockedSince();
        if (waiting != 0) {
            next = Math.min(next, Math.min(waiting + loop.body().stallNanos(), now + SECOND));
        }
        if (blocked != 0) {
            next = Math.min(next, Math.min(blocked + loop.write().stallNanos(), now + SECOND));
        }
        return Math.max(next, now + 1);
    }

    /**
     * The deadline of an exchange that has passed, by the cause that it gives; null if none has.
     */
    static @Nullable CloseCause passed(Call call, ServerLoop loop, long now) {
        Inflow inflow = call.inflow;
        Outflow outflow = call.outflow;
        if (loop.body()
                .isTooSlow(inflow.waitingSince(), inflow.waitedNanos(now), inflow.came(), now)) {
            return CloseCause.BODY_TIMEOUT;
        }
        if (loop.write()
                .isTooSlow(
                        outflow.blockedSince(),
                        outflow.blockedNanos(now),
                        outflow.blockedBytes(),
                        now)) {
            return CloseCause.WRITE_TIMEOUT;
        }
        boolean waits = call.isAwaited();
        return waits
                        && inflow.waitingSince() == 0
                        && now - call.began - inflow.waitedNanos(now) >= loop.handlerNanos()
                ? CloseCause.HANDLER_TIMEOUT
                : null;
    }

    /** A pace in the clock's nanoseconds. */
    record Pace(long stallNanos, long bytesPerSecond, long graceNanos) {
        static Pace of(Deadlines.Pace pace) {
            return new Pace(pace.stall().toNanos(), pace.bytesPerSecond(), pace.grace().toNanos());
        }

        /**
         * @param since begin of the present wait; 0 where there is none
         * @param waited all the time waited
         * @param bytes that came for it
         */
        boolean isTooSlow(long since, long waited, long bytes, long now) {
            if (since == 0) {
                return false;
            }
            return now - since >= stallNanos
                    || (waited >= graceNanos
                            && bytes < bytesPerSecond * (waited / (double) SECOND));
        }
    }
}
