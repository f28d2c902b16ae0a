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
            case State.Handshaking shaking -> shaking.since() + loop.tls().handshakeNanos();
            case State.Unused unused -> unused.since() + connection.idleNanos();
            case State.InHead head -> head.since() + loop.spans().head();
            case State.Idle idle -> idle.since() + connection.idleNanos();
            case State.Draining draining -> of(draining, connection, now);
            case State.Busy busy -> of(busy.call(), now);
            case State.Parting parting -> parting.until();
            case State.Lingering lingering -> of(lingering, connection, loop, now);
            case State.HandedOver _ -> Long.MAX_VALUE;
            case State.Closed _ -> Long.MAX_VALUE;
        };
    }

    /** It is looked at ever more seldom whether the client has all that was sent. */
    private static long of(
            State.Lingering lingering, Connection connection, ServerLoop loop, long now) {
        if (lingering.isForAnswer() && connection.hasBeenHeard(now)) {
            return now;
        }
        long lasted = now - (lingering.until() - loop.lingerNanos());
        return Math.min(lingering.until(), now + Math.max(LOOK_NANOS, lasted));
    }

    /** The rest of a body is waited for as the handler would wait for it. */
    private static long of(State.Draining draining, Connection connection, long now) {
        Pace pace = draining.call().spans().body();
        long heard = lastHeard(draining, connection);
        long came = connection.requests().cameSinceAnswer();
        return pace.isTooSlow(heard, now - draining.since(), came, now)
                ? now
                : Math.min(heard + pace.stallNanos(), now + SECOND);
    }

    /** Since when nothing has come of the body of an answered request. */
    static long lastHeard(State.Draining draining, Connection connection) {
        return Math.max(draining.since(), connection.account.lastIn);
    }

    private static long of(Call call, long now) {
        Spans spans = call.spans();
        if (passed(call, now) != null) {
            return now;
        }
        long next = now + spans.look();
        if (call.isAwaited()) {
            next = Math.min(next, call.began + spans.handler() + call.inflow.waitedNanos(now));
        }
        long waiting = call.bodyAwaitedSince();
        long blocked = call.outflow.blockedSince();
        if (waiting != 0) {
            next = Math.min(next, Math.min(waiting + spans.body().stallNanos(), now + SECOND));
        }
        if (blocked != 0) {
            next = Math.min(next, Math.min(blocked + spans.write().stallNanos(), now + SECOND));
        }
        return Math.max(next, now + 1);
    }

    /**
     * The deadline of an exchange that has passed, by the cause that it gives; null if none has.
     */
    static @Nullable CloseCause passed(Call call, long now) {
        Spans spans = call.spans();
        Inflow inflow = call.inflow;
        Outflow outflow = call.outflow;
        if (spans.body()
                .isTooSlow(
                        call.bodyAwaitedSince(), inflow.waitedNanos(now), call.bodyCame(), now)) {
            return CloseCause.BODY_TIMEOUT;
        }
        if (spans.write()
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
                        && now - call.began - inflow.waitedNanos(now) >= spans.handler()
                ? CloseCause.HANDLER_TIMEOUT
                : null;
    }

    /** A pace in the clock's nanoseconds. */
    record Pace(long stallNanos, long bytesPerSecond, long graceNanos) {
        static Pace of(Deadlines.Pace pace) {
            return new Pace(pace.stall().toNanos(), pace.bytesPerSecond(), pace.grace().toNanos());
        }

        /** How soon after its begin a wait may be too long. */
        long look() {
            return bytesPerSecond == 0 ? stallNanos : Math.min(stallNanos, graceNanos);
        }

        /** What was too slow, as a clause. */
        String says(
                long since, long waited, long bytes, long now, String stalled, String trickled) {
            if (now - since >= stallNanos) {
                return stalled
                        + Seconds.text(now - since)
                        + " (limit "
                        + Seconds.text(stallNanos)
                        + ")";
            }
            return bytes
                    + " bytes "
                    + trickled
                    + Seconds.text(waited - (now - since))
                    + " (limit "
                    + bytesPerSecond
                    + " bytes a second)";
        }

        /**
         * The present wait is measured by the stall limit, those that ended by the rate.
         *
         * @param since begin of the present wait; 0 where there is none
         * @param waited all the time waited
         * @param bytes that came for it
         */
        boolean isTooSlow(long since, long waited, long bytes, long now) {
            if (since == 0) {
                return false;
            }
            long before = waited - (now - since);
            return now - since >= stallNanos
                    || (before >= graceNanos
                            && bytes < bytesPerSecond * (before / (double) SECOND));
        }
    }
}
