package dev.linger.server;

import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.loop.Alarm;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The orderly end of one loop. Responses announce the close from now on. Idle connections are given
 * time to bring the request that may be under way: only those end by our FIN that have been idle
 * for a while, a few at a time. What is left at the deadline is cut.
 */
final class Drain extends Alarm {
    /** How connections between two exchanges end. */
    enum Manner {
        /** After the time in which a request may come that is under way. */
        POLITE,
        /** When the last exchange of the loop has ended. */
        PROMPT
    }

    private static final long STEP_NANOS = 25_000_000;
    private static final long PROMPT_STEP_NANOS = 2_000_000;
    private static final long ANY_AGE = Long.MIN_VALUE;
    private static final long LEAST_IDLE_NANOS = 1_000_000_000;

    private static final Reason ORDERLY =
            Reason.operator(CloseCause.DRAIN, Phase.IDLE, "the server is shutting down");
    private static final Reason CUT =
            Reason.operator(
                    CloseCause.STOPPED,
                    Phase.HANDLING,
                    "the deadline of the server's shutdown has passed");

    private final ServerLoop loop;
    private final long deadline;
    private final long leastIdle;
    private final Manner manner;
    private final Map<Phase, Integer> cut = new EnumMap<>(Phase.class);

    /**
     * @param deadline nanoseconds of the clock
     */
    Drain(ServerLoop loop, long deadline, Manner manner) {
        this.loop = loop;
        this.deadline = deadline;
        this.manner = manner;
        this.leastIdle = Math.clamp((deadline - loop.clock()) / 4, 1, LEAST_IDLE_NANOS);
    }

    /** Begins, on the loop's thread. */
    void begin() {
        loop.stopListening();
        goesOff(loop.now());
    }

    @Override
    protected void goesOff(long now) {
        List<Connection> open = loop.connections();
        switch (manner) {
            case POLITE -> politely(open, now);
            case PROMPT -> promptly(open, now);
        }
        if (loop.connections().isEmpty()) {
            loop.drained().countDown();
        } else {
            loop.loop()
                    .wheel()
                    .set(this, now + (manner == Manner.POLITE ? STEP_NANOS : PROMPT_STEP_NANOS));
        }
    }

    private void politely(List<Connection> open, long now) {
        if (now >= deadline) {
            open.forEach(this::cut);
            return;
        }
        // As many a step as let the last one end well before the deadline.
        long steps = Math.max(1, (deadline - now) / STEP_NANOS / 2);
        long most = Math.max(8, open.size() / steps);
        open.stream().limit(most).forEach(one -> one.farewell().drain(leastIdle, ORDERLY));
        open.stream().skip(most).forEach(one -> one.farewell().drain(2 * leastIdle, ORDERLY));
    }

    private void promptly(List<Connection> open, long now) {
        open.stream()
                .filter(Drain::isAnswered)
                .forEach(one -> one.farewell().drain(ANY_AGE, ORDERLY));
        if (now >= deadline || open.stream().noneMatch(Drain::isBusy)) {
            open.forEach(one -> one.farewell().drain(ANY_AGE, ORDERLY));
            open.forEach(this::cut);
        }
    }

    /** Whether nothing is left of the exchange but what is thrown away. */
    private static boolean isAnswered(Connection connection) {
        connection.phase();
        return connection.state() instanceof State.Draining;
    }

    /** Whether cutting it would cost an exchange, or the end of a response on its way. */
    private static boolean isBusy(Connection connection) {
        connection.phase();
        return switch (connection.state()) {
            case State.Busy _, State.Draining _, State.Lingering _ -> true;
            case State.Handshaking _, State.Unused _, State.InHead _, State.Idle _ -> false;
            case State.Parting _, State.HandedOver _, State.Closed _ -> false;
        };
    }

    private void cut(Connection connection) {
        if (!connection.isEnding()) {
            cut.merge(connection.state().phase(), 1, Integer::sum);
        }
        connection.farewell().cut(CUT);
    }

    /** Whether no connection is left. */
    boolean isOver() {
        return loop.drained().getCount() == 0;
    }

    /** What was cut, once it is over. */
    Map<Phase, Integer> cut() {
        return cut;
    }
}
