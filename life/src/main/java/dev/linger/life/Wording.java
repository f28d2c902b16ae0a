package dev.linger.life;

/** Numbers and foreign text for people: units in words, thousands apart, nothing to decode. */
public final class Wording {
    private static final long MICROSECOND = 1_000L;
    private static final long MILLISECOND = 1_000_000L;
    private static final long SECOND = 1_000_000_000L;

    private Wording() {}

    /** {@code 49,210}. */
    public static String count(long count) {
        StringBuilder text = new StringBuilder(Long.toString(count));
        for (int at = text.length() - 3; at > (count < 0 ? 1 : 0); at -= 3) {
            text.insert(at, ',');
        }
        return text.toString();
    }

    /** {@code 1 request}, {@code 49,210 requests}. */
    public static String count(long count, String noun) {
        return count(count) + " " + noun + (count == 1 ? "" : "s");
    }

    /** {@code 99.9 %}; never 0 % of something and never 100 % of less than all. */
    public static String share(long part, long whole) {
        if (part == whole) {
            return "100 %";
        }
        double percent = 100.0 * part / whole;
        if (percent < 0.1) {
            return "< 0.1 %";
        }
        long tenths = Math.min(999, Math.round(percent * 10));
        boolean rough = (tenths >= 100 && tenths <= 900) || tenths % 10 == 0;
        return rough ? Math.round(percent) + " %" : decimals(tenths, 1) + " %";
    }

    /** {@code 3.7}; whole where it is. */
    public static String ratio(long part, long whole) {
        if (part % whole == 0) {
            return count(part / whole);
        }
        double ratio = (double) part / whole;
        return ratio >= 100 ? count(Math.round(ratio)) : decimals(Math.round(ratio * 10), 1);
    }

    /** {@code 19 us}, {@code 1.204 ms}, {@code 5.004 s}, {@code 12 min 5 s}, {@code 2 h 3 min}. */
    public static String duration(long nanos) {
        if (nanos < MICROSECOND) {
            return nanos + " ns";
        }
        if (nanos < MILLISECOND) {
            return nanos / MICROSECOND + " us";
        }
        if (nanos < SECOND) {
            return decimals(nanos / MICROSECOND, 3) + " ms";
        }
        long seconds = nanos / SECOND;
        if (seconds < 600) {
            return decimals(nanos / MILLISECOND, 3) + " s";
        }
        if (seconds < 7200) {
            return seconds / 60 + " min " + seconds % 60 + " s";
        }
        return count(seconds / 3600) + " h " + seconds / 60 % 60 + " min";
    }

    /** Seconds with 6 decimals, for a column. */
    public static String seconds(long nanos) {
        return (nanos < 0 ? "-" : "") + decimals(Math.abs(nanos) / MICROSECOND, 6);
    }

    /** {@code 12.6 MB}. */
    public static String bytes(long bytes) {
        if (bytes < 1000) {
            return bytes + " B";
        }
        String[] units = {"kB", "MB", "GB", "TB", "PB", "EB"};
        int unit = 0;
        long tenths = bytes / 100;
        while (tenths >= 10_000) {
            tenths /= 1000;
            unit++;
        }
        return decimals(tenths, 1) + " " + units[unit];
    }

    private static String decimals(long scaled, int digits) {
        String text = Long.toString(scaled);
        if (text.length() <= digits) {
            text = "0".repeat(digits + 1 - text.length()) + text;
        }
        int point = text.length() - digits;
        return text.substring(0, point) + "." + text.substring(point);
    }

    /**
     * Text from the wire, fit for a terminal: what is not printable is a question mark, so that no
     * header can move the cursor or change its colour.
     */
    public static String printable(String text) {
        StringBuilder clean = null;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c < ' ' || c == 0x7f || (c > 0x7e && !Character.isLetterOrDigit(c))) {
                clean = clean == null ? new StringBuilder(text) : clean;
                clean.setCharAt(at, '?');
            }
        }
        return clean == null ? text : clean.toString();
    }

    /** At most this long, with an ellipsis where something is left out. */
    public static String cut(String text, int length) {
        if (text.length() <= length) {
            return text;
        }
        return length <= 3 ? text.substring(0, length) : text.substring(0, length - 3) + "...";
    }
}
