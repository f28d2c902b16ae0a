package dev.linger.cli.live.scene;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for a condition, never for luck. */
public final class Wait {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private Wait() {}

    /**
     * Looks until it holds.
     *
     * @param what is waited for, a clause
     * @throws IOException after 20 s
     */
    public static void until(String what, Callable<Boolean> holds) throws Exception {
        long began = System.nanoTime();
        while (!holds.call()) {
            if (System.nanoTime() - began > PATIENCE.toNanos()) {
                throw new IOException(
                        "waited " + PATIENCE.toSeconds() + " s in vain until " + what);
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }
}
