package dev.linger.http;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Looks at eight bytes of an array at a time, as one little-endian word. Marks are words whose byte
 * has its top bit set where it was hit; marks above the first hit may be false, so only {@link
 * #first} is asked.
 */
final class EightBytes {
    private static final VarHandle WORDS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101010101010101L;
    private static final long TOPS = 0x8080808080808080L;

    private EightBytes() {}

    static long at(byte[] bytes, int index) {
        return (long) WORDS.get(bytes, index);
    }

    /** The word that these eight characters of US-ASCII make. */
    static long of(String text) {
        return at(text.getBytes(StandardCharsets.US_ASCII), 0);
    }

    /** Marks control characters, HTAB among them. */
    static long controls(long word) {
        long del = word ^ (ONES * 0x7f);
        return (((word - ONES * 0x20) & ~word) | ((del - ONES) & ~del)) & TOPS;
    }

    /** Marks everything but the visible characters of US-ASCII. */
    static long invisible(long word) {
        long del = word ^ (ONES * 0x7f);
        return ((word - ONES * 0x21) | ((del - ONES) & ~del) | word) & TOPS;
    }

    /** Marks LF. */
    static long lineFeeds(long word) {
        long lf = word ^ (ONES * '\n');
        return (lf - ONES) & ~lf & TOPS;
    }

    /** Index of the first marked byte, 0 to 7. */
    static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }

    /** Position of the first LF in the range, -1 where there is none. */
    static int lineFeed(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - 8; at += 8) {
            long marks = lineFeeds(at(bytes, at));
            if (marks != 0) {
                return at + first(marks);
            }
        }
        for (; at < to; at++) {
            if (bytes[at] == '\n') {
                return at;
            }
        }
        return -1;
    }
}
