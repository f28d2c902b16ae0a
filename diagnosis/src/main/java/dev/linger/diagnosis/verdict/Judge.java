package dev.linger.diagnosis.verdict;

import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import dev.linger.life.Side;
import dev.linger.life.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Judges why connections ended. Some causes show over many connections only (an idle timeout is a
 * value at which gaps cluster); the lives concerned wait for the second look. Not thread-safe.
 */
public final class Judge {
    private final Consumer<JudgedLife> judged;
    private final boolean secondLook;
    private final Patterns patterns;
    private final Waiting waiting = new Waiting();

    private Judge(Consumer<JudgedLife> judged, boolean secondLook, List<MeasuredServer> servers) {
        this.judged = judged;
        this.secondLook = secondLook;
        this.patterns = new Patterns(servers, !secondLook);
    }

    /** Holds back what needs many connections until {@link #finish}. */
    public static Judge withSecondLook(Consumer<JudgedLife> judged) {
        return withSecondLook(judged, List.of());
    }

    /** The same, where a probe measured these servers. */
    public static Judge withSecondLook(Consumer<JudgedLife> judged, List<MeasuredServer> servers) {
        return new Judge(judged, true, servers);
    }

    /**
     * Judges each life at once, with the patterns that emerged so far: for a stream without end.
     */
    public static Judge atOnce(Consumer<JudgedLife> judged) {
        return atOnce(judged, List.of());
    }

    /** The same, where a probe measured these servers. */
    public static Judge atOnce(Consumer<JudgedLife> judged, List<MeasuredServer> servers) {
        return new Judge(judged, false, servers);
    }

    public void accept(ConnectionLife life) {
        patterns.add(life);
        Verdict verdict = Rules.first(life);
        if (verdict != null) {
            judged.accept(new JudgedLife(life, verdict));
        } else if (secondLook) {
            waiting.add(life);
        } else {
            second(life);
        }
    }

    /** Takes the second look. */
    public void finish() {
        waiting.forEach(this::second);
    }

    /** The idle timeouts that showed, most closings first. */
    public List<IdleTimeout> idleTimeouts() {
        List<IdleTimeout> timeouts = new ArrayList<>();
        for (Map.Entry<ClosingGroup, Closings> one : patterns.groups().entrySet()) {
            Histogram.Cluster cluster = one.getValue().idleCluster();
            if (cluster != null && !one.getValue().areDrained()) {
                ClosingGroup group = one.getKey();
                Side closer = group.closer();
                timeouts.add(
                        new IdleTimeout(
                                group.server(),
                                closer,
                                closer == Side.CLIENT ? group.client() : null,
                                cluster.seconds(),
                                cluster.spreadSeconds(),
                                cluster.count(),
                                one.getValue().product(closer, cluster)));
            }
        }
        timeouts.sort((a, b) -> Integer.compare(b.closings(), a.closings()));
        return timeouts;
    }

    /** Which measurements were of no use for these lives, and why: each a sentence. */
    public List<String> doubts() {
        return patterns.doubts();
    }

    private void second(ConnectionLife life) {
        Verdict verdict = Rules.second(life, patterns);
        Side closer = Closers.deciderOf(life);
        Closings closings = closer == null ? null : patterns.of(life, closer);
        if (closings != null) {
            closings.judged(verdict.closing().cause());
        }
        judged.accept(new JudgedLife(life, verdict));
    }
}
