package dev.linger.server;

import dev.linger.life.Phase;
import java.time.Duration;
import java.util.Map;

/**
 * How an orderly shutdown went.
 *
 * @param connections that were open when it began
 * @param cut those that were cut at the deadline, by the phase they were in
 * @param took from its begin to the end of the last connection
 */
public record DrainReport(int connections, Map<Phase, Integer> cut, Duration took) {
    public DrainReport {
        cut = Map.copyOf(cut);
    }

    /** How many were cut. */
    public int cutInAll() {
        return cut.values().stream().mapToInt(Integer::intValue).sum();
    }
}
