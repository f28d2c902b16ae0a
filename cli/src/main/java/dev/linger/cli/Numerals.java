package dev.linger.cli;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Writes times by hand: a capture has two or more of them per connection, and the formatters of the
 * JDK would cost more than reading it. Not thread-safe.
 */
final class Numerals {
    private static final long SECOND = 1_000_000_000L;

    /** {@code 2026-11-20T09:13:16.} of the second written last: most lives share theirs. */
    private final byte[] instant = new byte[40];

    private long secondWritten = Long.MIN_VALUE;
    private int prefixLength;

    private final char[] seconds = new char[24];
    private int secondsFrom;

    /** The bytes of the instant written last: ISO 8601, UTC. */
    byte[] instant() {
        return instant;
    }

    /**
     * Writes nanoseconds since the epoch with 6 decimals, or 9 where they are not whole
     * microseconds.
     *
     * @return how many bytes of {@link #instant()} it takes
     */
    int writeInstant(long atNanos) {
        long second = Math.floorDiv(atNanos, SECOND);
        if (second != secondWritten) {
            writePrefix(second);
        }
        int nanos = (int) Math.floorMod(atNanos, SECOND);
        int digits = nanos % 1000 == 0 ? 6 : 9;
        int rest = digits == 6 ? nanos / 1000 : nanos;
        for (int at = prefixLength + digits - 1; at >= prefixLength; at--) {
            instant[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        instant[prefixLength + digits] = 'Z';
        return prefixLength + digits + 1;
    }

    private void writePrefix(long second) {
        LocalDate day = LocalDate.ofEpochDay(Math.floorDiv(second, 86_400L));
        int ofDay = (int) Math.floorMod(second, 86_400L);
        String text =
                day
                        + "T"
                        + twoDigits(ofDay / 3600)
                        + ":"
                        + twoDigits(ofDay / 60 % 60)
                        + ":"
                        + twoDigits(ofDay % 60)
                        + ".";
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, instant, 0, bytes.length);
        prefixLength = bytes.length;
        secondWritten = second;
    }

    private static String twoDigits(int value) {
        return value < 10 ? "0" + value : Integer.toString(value);
    }

    /** The characters of the seconds written last, from {@link #secondsFrom()} to the end. */
    char[] seconds() {
        return seconds;
    }

    int secondsFrom() {
        return secondsFrom;
    }

    /**
     * Writes nanoseconds as seconds, never in scientific notation, with 6 decimals, or 9 where they
     * are not whole microseconds.
     *
     * @return how many characters of {@link #seconds()} it takes
     */
    int writeSeconds(long nanos) {
        long rest = Math.abs(nanos);
        int digits = 9;
        if (rest % 1000 == 0) {
            digits = 6;
            rest /= 1000;
        }
        int at = seconds.length;
        for (int written = 0; rest > 0 || written <= digits; written++) {
            if (written == digits) {
                seconds[--at] = '.';
            }
            seconds[--at] = (char) ('0' + rest % 10);
            rest /= 10;
        }
        if (nanos < 0) {
            seconds[--at] = '-';
        }
        secondsFrom = at;
        return seconds.length - at;
    }
}
