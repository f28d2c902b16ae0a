package dev.linger.capture.flow;

import dev.linger.life.Moment;
import org.jspecify.annotations.Nullable;

/** The times in which one end took no data; made when it first says so, for most never do. */
final class ZeroWindow {
    private @Nullable Moment since;
    private @Nullable Moment longest;
    private long longestNanos;

    void begin(Now now) {
        if (since == null) {
            since = now.moment();
        }
    }

    boolean isNow() {
        return since != null;
    }

    void end(long atNanos) {
        Moment began = since;
        if (began != null && atNanos - began.atNanos() >= longestNanos) {
            longest = began;
            longestNanos = atNanos - began.atNanos();
        }
        since = null;
    }

    /** When the longest one began; null before one has ended. */
    @Nullable Moment longest() {
        return longest;
    }

    long longestNanos() {
        return longestNanos;
    }
}
