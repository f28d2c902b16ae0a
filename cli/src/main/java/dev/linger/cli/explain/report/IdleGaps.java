package dev.linger.cli.explain.report;

import dev.linger.diagnosis.verdict.IdleTimeout;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Ending;
import dev.linger.life.JudgedLife;
import dev.linger.life.Pauses;
import dev.linger.life.Phase;

/**
 * How long connections lay idle before one side closed them, in steps of a fifth, from the shortest
 * time on that is a pause. Not thread-safe.
 */
final class IdleGaps {
    static final int STEPS = 72;
    private static final double STEP = Math.log(2) / 4;

    private final long[] byClient = new long[STEPS];
    private final long[] byServer = new long[STEPS];

    void add(JudgedLife judged) {
        Ending ending = judged.life().ending();
        double seconds = ending.quietNanos() / 1e9;
        if (ending.phase() != Phase.IDLE || seconds < Pauses.SHORTEST_SECONDS) {
            return;
        }
        if (ending.closedFirst() == ClosedFirst.CLIENT) {
            byClient[step(seconds)]++;
        } else if (ending.closedFirst() == ClosedFirst.SERVER) {
            byServer[step(seconds)]++;
        }
    }

    private static int step(double seconds) {
        double steps = Math.log(seconds / Pauses.SHORTEST_SECONDS) / STEP;
        return (int) Math.clamp(steps, 0, STEPS - 1.0);
    }

    /** Begin of a step, in seconds; with the number of steps, the end of the last one. */
    static double edge(int step) {
        return Pauses.SHORTEST_SECONDS * Math.exp(step * STEP);
    }

    static int step(IdleTimeout timeout) {
        return step(Math.max(timeout.seconds(), Pauses.SHORTEST_SECONDS));
    }

    /** How many steps have to be drawn to show all of these and the longest of the pauses. */
    int used(Pauses pauses) {
        int used = pauses.longestNanos() == 0 ? 0 : step(pauses.longestNanos() / 1e9) + 1;
        for (int at = used; at < STEPS; at++) {
            if (byClient[at] + byServer[at] > 0) {
                used = at + 1;
            }
        }
        return used;
    }

    long byClient(int step) {
        return byClient[step];
    }

    long byServer(int step) {
        return byServer[step];
    }
}
