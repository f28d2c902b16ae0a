package dev.linger.server;

import java.util.Locale;

/** Times in sentences. */
final class Seconds {
    private Seconds() {}

    /** {@code 2.5 s}, {@code 340 ms}, {@code 75 us}. */
    static String text(long nanos) {
        if (nanos >= 1_000_000_000) {
            return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
        }
        return nanos >= 1_000_000 ? nanos / 1_000_000 + " ms" : nanos / 1000 + " us";
    }
}
