package dev.linger.cli;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;

/**
 * Writes numbers and times into bytes by hand: a capture has two or more times per connection, and
 * the formatters of the JDK would cost more than reading it. Each method returns the position after
 * what it wrote, which takes at most {@link #LONGEST} bytes. Not thread-safe.
 */
final class Numerals {
    /** Bytes of the longest instant; every number is shorter. */
    static final int LONGEST = 40;

    private static final long SECOND = 1_000_000_000L;
    private static final int THOUSAND = 1000;

    /** Three decimal digits each, the first in the lowest byte: divisions are dear. */
    private static final int[] TRIPLES = triples();

    /** {@code 2026-11-20T09:13:16.} of the second written last: most lives share theirs. */
    private byte[] prefix = {};

    private long prefixSecond = Long.MIN_VALUE;

    private static int[] triples() {
        int[] triples = new int[THOUSAND];
        for (int value = 0; value < THOUSAND; value++) {
            int first = '0' + value / 100;
            int second = '0' + value / 10 % 10;
            int third = '0' + value % 10;
            triples[value] = first | second << 8 | third << 16;
        }
        return triples;
    }

    /**
     * Nanoseconds since the epoch as ISO 8601 in UTC, with 6 decimals, or 9 where they are not
     * whole microseconds.
     */
    int writeInstant(byte[] into, int from, long atNanos) {
        long second = Math.floorDiv(atNanos, SECOND);
        if (second != prefixSecond) {
            prefix = prefix(second);
            prefixSecond = second;
        }
        System.arraycopy(prefix, 0, into, from, prefix.length);
        int at = fraction(into, from + prefix.length, (int) (atNanos - second * SECOND));
        into[at] = 'Z';
        return at + 1;
    }

    private static byte[] prefix(long second) {
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
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String twoDigits(int value) {
        return value < 10 ? "0" + value : Integer.toString(value);
    }

    /**
     * Nanoseconds as seconds, never in scientific notation, with 6 decimals, or 9 where they are
     * not whole microseconds.
     */
    static int writeSeconds(byte[] into, int from, long nanos) {
        long second = nanos / SECOND;
        int rest = (int) (nanos - second * SECOND);
        int at = from;
        if (nanos < 0) {
            into[at++] = '-';
        }
        at = writeCount(into, at, Math.abs(second));
        into[at] = '.';
        return fraction(into, at + 1, Math.abs(rest));
    }

    private static int fraction(byte[] into, int from, int nanos) {
        int micros = nanos / THOUSAND;
        int rest = nanos - micros * THOUSAND;
        int millis = micros / THOUSAND;
        triple(into, from, millis);
        triple(into, from + 3, micros - millis * THOUSAND);
        if (rest == 0) {
            return from + 6;
        }
        triple(into, from + 6, rest);
        return from + 9;
    }

    private static void triple(byte[] into, int at, int value) {
        int digits = TRIPLES[value];
        into[at] = (byte) digits;
        into[at + 1] = (byte) (digits >> 8);
        into[at + 2] = (byte) (digits >> 16);
    }

    /** A number that is not negative. */
    static int writeCount(byte[] into, int from, long count) {
        if (count < 10) {
            into[from] = (byte) ('0' + count);
            return from + 1;
        }
        if (count < THOUSAND) {
            int digits = TRIPLES[(int) count];
            int at = from;
            if (count >= 100) {
                into[at++] = (byte) digits;
            }
            into[at] = (byte) (digits >> 8);
            into[at + 1] = (byte) (digits >> 16);
            return at + 2;
        }
        long thousands = count <= Integer.MAX_VALUE ? (int) count / THOUSAND : count / THOUSAND;
        int at = writeCount(into, from, thousands);
        triple(into, at, (int) (count - thousands * THOUSAND));
        return at + 3;
    }
}
