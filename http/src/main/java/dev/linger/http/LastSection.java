package dev.linger.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that a view was parsed from, kept. Captures show many connections of few programs: most
 * heads repeat the one before byte by byte, and then the view is already what parsing would make
 * it.
 */
final class LastSection {
    static final int NOT_AGAIN = -1;

    /** A longer one is not worth its copy. */
    private static final int LONGEST = 4096;

    private final Fields view;
    private byte[] bytes = {};
    private int length;

    /** Under which it was found to be in order. */
    private @Nullable Limits limits;

    LastSection(Fields view) {
        this.view = view;
    }

    /** The view is no longer that of these bytes. */
    void forget() {
        length = 0;
    }

    /** Keeps what the view was parsed from. */
    void keep(Limits limits) {
        int needed = view.to - view.from;
        if (needed > LONGEST) {
            return;
        }
        if (needed > bytes.length) {
            bytes = new byte[Math.max(needed, 2 * bytes.length)];
        }
        System.arraycopy(view.bytes, view.from, bytes, 0, needed);
        length = needed;
        this.limits = limits;
    }

    /**
     * Position after the section where the same one begins again, and the view is that of it; else
     * {@link #NOT_AGAIN}.
     */
    @SuppressWarnings("ReferenceEquality") // equal limits of another reader cost a parse, no more
    int again(Limits limits, byte[] next, int from, int to) {
        int end = from + length;
        if (length == 0
                || end > to
                || limits != this.limits
                || !Arrays.equals(bytes, 0, length, next, from, end)) {
            return NOT_AGAIN;
        }
        if (view.bytes != bytes) {
            view.moveTo(bytes);
        }
        return end;
    }
}
