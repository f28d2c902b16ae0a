package dev.linger.server;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of a file, in bytes (RFC 9110, section 14.1.2).
 *
 * @param from the first one
 * @param count at least one
 */
record ByteRange(long from, long count) {
    /** More parts than this are not honoured: each costs the server more than the client. */
    private static final int MOST = 16;

    private static final String UNIT = "bytes=";
    private static final Pattern SPEC = Pattern.compile("([0-9]*)-([0-9]*)");

    /**
     * The parts that a Range field asks for, those that the file has; empty where it has none of
     * them. Null where the field is to be ignored: it is not understood, or what it asks for is no
     * less than the whole (section 14.2). Empty elements are none (section 5.6.1.2).
     */
    static @Nullable List<ByteRange> parse(String field, long size) {
        if (!field.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return null;
        }
        String[] specs = field.substring(UNIT.length()).split(",", -1);
        if (specs.length > MOST) {
            return null;
        }
        List<ByteRange> ranges = new ArrayList<>();
        long sum = 0;
        boolean isEmpty = true;
        for (String spec : specs) {
            String text = spec.strip();
            if (text.isEmpty()) {
                continue;
            }
            isEmpty = false;
            Spec one = Spec.parse(text);
            if (one == null) {
                return null;
            }
            ByteRange range = one.of(size);
            if (range != null) {
                ranges.add(range);
                sum += range.count();
            }
        }
        return isEmpty || (ranges.size() > 1 && sum >= size) ? null : ranges;
    }

    /** {@code bytes 0-99/1234}. */
    String contentRange(long size) {
        return "bytes " + from + "-" + (from + count - 1) + "/" + size;
    }

    /**
     * One element.
     *
     * @param first -1 where only a suffix is asked for
     * @param last or the length of the suffix; -1 where it is left open
     */
    private record Spec(long first, long last) {

        static @Nullable Spec parse(String text) {
            Matcher matcher = SPEC.matcher(text);
            if (!matcher.matches()) {
                return null;
            }
            long first = number(matcher.group(1));
            long last = number(matcher.group(2));
            boolean isEmpty = first < 0 && last < 0;
            return isEmpty || (last >= 0 && first > last) ? null : new Spec(first, last);
        }

        private static long number(String digits) {
            if (digits.isEmpty()) {
                return -1;
            }
            return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
        }

        /** Null where a file of this size has nothing of it. */
        @Nullable ByteRange of(long size) {
            if (first < 0) {
                long count = Math.min(last, size);
                return count == 0 ? null : new ByteRange(size - count, count);
            }
            if (first >= size) {
                return null;
            }
            long end = last < 0 ? size - 1 : Math.min(last, size - 1);
            return new ByteRange(first, end - first + 1);
        }
    }
}
