package dev.linger.diagnosis.finding;

import dev.linger.life.JudgedLife;
import java.util.ArrayList;
import java.util.List;

/** Connections that are alike: how many, and the first few of them. Not thread-safe. */
public final class Samples {
    private static final int KEPT = 3;

    private final List<JudgedLife> kept = new ArrayList<>(1);
    private long count;

    void add(JudgedLife life) {
        count++;
        if (kept.size() < KEPT) {
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
