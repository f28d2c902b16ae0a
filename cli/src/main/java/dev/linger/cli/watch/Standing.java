package dev.linger.cli.watch;

import dev.linger.life.Endpoint;
import dev.linger.linux.Census;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Connections in CLOSE_WAIT that stand there. Each connection that the opposite side closes first
 * passes through this state, for as long as its program takes to close; that is no leak, and who
 * held it has closed it before anybody has looked. What is a second old stands. Its age begins anew
 * with each keep-alive probe, so what was met a second ago does as well. Not thread-safe.
 */
final class Standing {
    private static final long MILLIS = 1000;
    private static final long NANOS = MILLIS * 1_000_000;

    private record Ends(Endpoint local, Endpoint opposite) {
        static Ends of(Census.Unclosed one) {
            return new Ends(one.local(), one.opposite());
        }
    }

    private final boolean once;
    private Map<Ends, Long> firstMet = new HashMap<>();

    /**
     * @param once whether there is one look alone: what has no age stands then
     */
    Standing(boolean once) {
        this.once = once;
    }

    /**
     * Those of a look.
     *
     * @param nowNanos when, by a clock that nobody sets
     */
    List<Census.Unclosed> of(List<Census.Unclosed> unclosed, long nowNanos) {
        Map<Ends, Long> met = new HashMap<>();
        unclosed.forEach(one -> met.put(Ends.of(one), firstMet(one, nowNanos)));
        firstMet = met;
        return unclosed.stream().filter(one -> stands(one, nowNanos)).toList();
    }

    private long firstMet(Census.Unclosed one, long nowNanos) {
        return firstMet.getOrDefault(Ends.of(one), nowNanos);
    }

    private boolean stands(Census.Unclosed one, long nowNanos) {
        return one.ageMillis() >= MILLIS
                || nowNanos - firstMet(one, nowNanos) >= NANOS
                || (once && one.ageMillis() < 0);
    }
}
