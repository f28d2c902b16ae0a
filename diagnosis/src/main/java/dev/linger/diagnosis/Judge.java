package dev.linger.diagnosis;

import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import java.util.function.Consumer;

/**
 * Judges why connections ended. Some causes show over many connections only (an idle timeout is a
 * value at which gaps cluster); the lives concerned wait for the second look. Not thread-safe.
 */
public final class Judge {

    private Judge() {}

    /** Holds back what needs many connections until {@link #finish}. */
    public static Judge withSecondLook(Consumer<JudgedLife> judged) {
        return new Judge();
    }

    /**
     * Judges each life at once, with the patterns that emerged so far: for a stream without end.
     */
    public static Judge atOnce(Consumer<JudgedLife> judged) {
        return new Judge();
    }

    public void accept(ConnectionLife life) {}

    /** Takes the second look. */
    public void finish() {}
}
