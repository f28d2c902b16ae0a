package dev.linger.diagnosis.finding;

import dev.linger.diagnosis.verdict.Histogram;
import dev.linger.life.CloseCause;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.life.Side;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Connections that another protocol had taken over (RFC 9110, sections 7.8 and 9.3.6), and for how
 * long neither side had sent anything when one closed them. Not thread-safe.
 */
public final class Tunnels {
    private static final double SHORTEST_SECONDS = 1;

    private final Map<Side, Histogram> silences = new EnumMap<>(Side.class);
    private final Map<Side, Samples> closed = new EnumMap<>(Side.class);
    private long count;

    void accept(JudgedLife judged) {
        if (judged.verdict().closing().cause() != CloseCause.UPGRADED
                || judged.life().ending().manner() == Manner.OPEN) {
            return;
        }
        count++;
        double silence = judged.life().ending().quietNanos() / 1e9;
        Side closer =
                switch (judged.life().ending().closedFirst()) {
                    case CLIENT -> Side.CLIENT;
                    case SERVER -> Side.SERVER;
                    case BOTH, NOBODY, UNKNOWN -> null;
                };
        if (closer != null && silence >= SHORTEST_SECONDS) {
            silences.computeIfAbsent(closer, _ -> new Histogram()).add(silence);
            closed.computeIfAbsent(closer, _ -> new Samples()).add(judged);
        }
    }

    /** How many ended. */
    public long count() {
        return count;
    }

    /** The silence after which this side closes them; null where no value shows. */
    public Histogram.@Nullable Cluster limit(Side closer) {
        Histogram silent = silences.get(closer);
        Histogram.Cluster cluster = silent == null ? null : silent.largest();
        return cluster != null && cluster.isNarrow() ? cluster : null;
    }

    /** Those that this side closed after a silence. */
    public Samples closedBy(Side closer) {
        return closed.getOrDefault(closer, new Samples());
    }
}
