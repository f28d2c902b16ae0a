package dev.linger.diagnosis.finding;

import dev.linger.life.JudgedLife;
import java.util.ArrayList;
import java.util.List;

/** Connections that are alike: how many, and the first few of them. Not thread-safe. */
public final class Samples {
    private final int most;
    private final List<JudgedLife> kept = new ArrayList<>(1);
    private long count;

    Samples() {
        this(Detail.FINE.samples());
    }

    /**
     * @param most to keep
     */
    Samples(int most) {
        this.most = most;
    }

    void add(JudgedLife life) {
        count++;
        if (kept.size() < most) {
            kept.add(life);
        }
    }

    public long count() {
        return count;
    }

    /** The first ones, in the order in which they ended. */
    public List<JudgedLife> kept() {
        return List.copyOf(kept);
    }
}
