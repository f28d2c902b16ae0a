package dev.linger.diagnosis.verdict;

import dev.linger.life.ClosedFirst;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Moment;
import dev.linger.life.SeenBy;
import org.jspecify.annotations.Nullable;

/** Durations in words and numbers. */
final class Says {
    private Says() {}

    /** What a verdict rests on where neither FIN nor RST came. */
    static String lastSeen(ConnectionLife life) {
        return life.seenBy() == SeenBy.KERNEL
                ? "the last that the kernel showed of it"
                : "the last packet seen";
    }

    static String whyUnknown(ConnectionLife life) {
        if (life.seenBy() != SeenBy.KERNEL) {
            return "nothing in the packets says why";
        }
        return life.ending().closedFirst() == ClosedFirst.UNKNOWN
                ? "the kernel does not show which side closed first"
                : "the kernel shows how it ended, not why";
    }

    /** Seconds between two moments; -1 where one is missing. */
    static double between(@Nullable Moment from, @Nullable Moment to) {
        return from == null || to == null ? -1 : (to.atNanos() - from.atNanos()) / 1e9;
    }

    /** {@code 19 us}, {@code 3.20 ms}, {@code 2.003 s}, {@code 75.0 s}. */
    static String seconds(double seconds) {
        if (seconds < 0.001) {
            return Math.round(seconds * 1e6) + " us";
        }
        if (seconds < 1) {
            return decimals(seconds * 1e3, seconds < 0.1 ? 2 : 0) + " ms";
        }
        return decimals(seconds, seconds < 10 ? 3 : seconds < 100 ? 2 : 1) + " s";
    }

    private static String decimals(double value, int places) {
        long scale = 1;
        for (int i = 0; i < places; i++) {
            scale *= 10;
        }
        long scaled = Math.round(value * scale);
        if (places == 0) {
            return Long.toString(scaled);
        }
        String fraction = Long.toString(scaled % scale + scale).substring(1);
        return scaled / scale + "." + fraction;
    }
}
