package dev.linger.diagnosis.host;

import dev.linger.life.Wording;
import java.util.List;

/**
 * tcp_tw_reuse_delay: how long a port stays in TIME_WAIT before tcp_tw_reuse gives it away. Before
 * Linux 6.14, which has a setting for it, it was always a second.
 *
 * @param millis from 1 to 60,000
 */
record ReuseDelay(long millis) {
    private static final String NAME = "net.ipv4.tcp_tw_reuse_delay";
    private static final long USUAL_MILLIS = 1000;
    private static final long TIME_WAIT_MILLIS = 60_000;

    static ReuseDelay of(Settings settings) {
        return new ReuseDelay(settings.number(NAME).orElse(USUAL_MILLIS));
    }

    /** Of so many in TIME_WAIT, closed at an even rate, how many are not given away yet. */
    long held(long timeWait) {
        return timeWait * Math.min(millis, TIME_WAIT_MILLIS) / TIME_WAIT_MILLIS;
    }

    /** {@code a second}, {@code 30 s}. */
    String words() {
        if (millis == USUAL_MILLIS) {
            return "a second";
        }
        return millis % 1000 == 0 ? millis / 1000 + " s" : Wording.duration(millis * 1_000_000);
    }

    /** The setting, where it was changed. */
    List<String> evidence() {
        return millis == USUAL_MILLIS
                ? List.of()
                : List.of(NAME + " = " + millis + " (usual: " + USUAL_MILLIS + ", milliseconds)");
    }
}
