package dev.linger.cli.watch;

import dev.linger.cli.Refusal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A condition: {@code MEASURE > NUMBER}, or with {@code <}, {@code >=}, {@code <=}. Numbers are
 * plain, a share with {@code %}, or a time with {@code ms}, {@code s}, {@code m} or {@code h}, as
 * the measure wants.
 *
 * @param text as typed
 */
record Alarm(String text, Measure measure, Comparison comparison, double limit) {
    private static final Pattern SIGN = Pattern.compile("[<>]=?");
    private static final Pattern NUMBER =
            Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)\\s*([a-z%]*)");

    /** How value and limit are compared. */
    enum Comparison {
        ABOVE,
        BELOW,
        AT_LEAST,
        AT_MOST;

        private static Comparison of(String sign) {
            return switch (sign) {
                case ">" -> ABOVE;
                case "<" -> BELOW;
                case ">=" -> AT_LEAST;
                default -> AT_MOST;
            };
        }

        private boolean holds(double value, double limit) {
            return switch (this) {
                case ABOVE -> value > limit;
                case BELOW -> value < limit;
                case AT_LEAST -> value >= limit;
                case AT_MOST -> value <= limit;
            };
        }
    }

    /** Reads a condition as it was typed. */
    static Alarm of(String typed) {
        if (typed.isBlank()) {
            throw refusal(typed, 0, "here must come a condition, as time-wait > 300");
        }
        Matcher sign = SIGN.matcher(typed);
        if (!sign.find()) {
            throw refusal(typed, typed.length(), "here must come >, <, >= or <=, and a number");
        }
        String words = typed.substring(0, sign.start()).strip().replaceAll("\\s+", " ");
        Measure measure =
                Measure.of(words)
                        .orElseThrow(() ->
                                refusal(
                                        typed,
                                        begin(typed, 0),
                                        "\""
                                                + words
                                                + "\" is no measure; there are "
                                                + Measure.all()));
        int at = begin(typed, sign.end());
        Matcher number = NUMBER.matcher(typed.substring(at).strip());
        if (!number.matches()) {
            throw refusal(typed, at, "here must come " + measure.unit().words());
        }
        double factor = measure.unit().factor(number.group(2));
        if (factor == 0) {
            throw refusal(
                    typed, at, measure.words() + " is compared with " + measure.unit().words());
        }
        return new Alarm(
                typed.strip(),
                measure,
                Comparison.of(sign.group()),
                Double.parseDouble(number.group(1)) * factor);
    }

    /** Where the next word begins. */
    private static int begin(String typed, int from) {
        int at = from;
        while (at < typed.length() && Character.isWhitespace(typed.charAt(at))) {
            at++;
        }
        return at;
    }

    private static Refusal refusal(String typed, int at, String sentence) {
        return new Refusal("--alarm '" + typed + "', character " + (at + 1) + ": " + sentence);
    }

    /** The measure's value in this picture. */
    double value(Snapshot picture) {
        return measure.of(picture);
    }

    /** The measure's value, as it is written: {@code 312}, {@code 61.5 %}, {@code 75.2 s}. */
    String now(Snapshot picture) {
        double value = value(picture);
        if (Double.isInfinite(value)) {
            return "never";
        }
        return switch (measure.unit()) {
            case NUMBER -> String.format(Locale.ROOT, "%,.0f", value);
            case SHARE -> String.format(Locale.ROOT, isWhole(value) ? "%.0f %%" : "%.1f %%", value);
            case TIME -> String.format(Locale.ROOT, "%.1f s", value);
        };
    }

    /** The measure's value for scripts, without unit: {@code 12345}, {@code 61.5}; or nothing. */
    static String plain(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value)
                        .setScale(1, RoundingMode.HALF_UP)
                        .stripTrailingZeros()
                        .toPlainString()
                : "";
    }

    private static boolean isWhole(double value) {
        return value == Math.rint(value);
    }

    /** Whether nothing tells the measure's value here. */
    boolean isUnknownIn(Snapshot picture) {
        return Double.isNaN(value(picture));
    }

    /** Whether the condition holds. */
    boolean isRaisedBy(Snapshot picture) {
        return comparison.holds(value(picture), limit);
    }
}
