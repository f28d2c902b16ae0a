package dev.linger.cli.watch;

import dev.linger.cli.Refusal;
import dev.linger.linux.Census;
import dev.linger.linux.TcpState;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A condition: {@code MEASURE > NUMBER}, or with {@code <}, {@code >=}, {@code <=}. Numbers are
 * plain, a share with {@code %}, or a time with {@code ms}, {@code s}, {@code m} or {@code h}, as
 * the measure wants.
 *
 * @param text as typed
 */
record Alarm(String text, Measure measure, Comparison comparison, double limit) {
    private static final Pattern GRAMMAR =
            Pattern.compile(
                    "\\s*([a-z0-9 -]+?)\\s*(>=|<=|>|<)\\s*([0-9]+(?:\\.[0-9]+)?)\\s*([a-z%]*)\\s*");

    /** What is measured. */
    enum Measure {
        SOCKETS(Unit.NUMBER, picture -> picture.census().all()),
        ESTABLISHED(Unit.NUMBER, picture -> picture.in(TcpState.ESTABLISHED)),
        TIME_WAIT(Unit.NUMBER, picture -> picture.in(TcpState.TIME_WAIT)),
        CLOSE_WAIT(Unit.NUMBER, picture -> picture.in(TcpState.CLOSE_WAIT)),
        CLOSE_WAIT_AGE(
                Unit.TIME,
                picture ->
                        picture.census().unclosed().stream()
                                        .mapToLong(Census.Unclosed::ageMillis)
                                        .max()
                                        .orElse(0)
                                / 1000.0),
        FIN_WAIT2(Unit.NUMBER, picture -> picture.in(TcpState.FIN_WAIT2)),
        SYN_SENT(Unit.NUMBER, picture -> picture.in(TcpState.SYN_SENT)),
        PORTS(Unit.SHARE, picture -> 100 * picture.fullestPorts()),
        ACCEPT_QUEUE(Unit.SHARE, picture -> 100 * picture.fullestQueue());

        private final Unit unit;
        private final ToDoubleFunction<Snapshot> value;

        Measure(Unit unit, ToDoubleFunction<Snapshot> value) {
            this.unit = unit;
            this.value = value;
        }

        /** Its value in this picture: a number, per cent, or seconds. */
        double of(Snapshot picture) {
            return value.applyAsDouble(picture);
        }

        /** {@code time-wait}, {@code close-wait age}. */
        String words() {
            String words = name().toLowerCase(Locale.ROOT).replace('_', '-');
            return words.endsWith("-age") ? words.replace("-age", " age") : words;
        }
    }

    private enum Unit {
        NUMBER("a number"),
        SHARE("a share with %"),
        TIME("a time with ms, s, m or h");

        private final String words;

        Unit(String words) {
            this.words = words;
        }
    }

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
        Matcher matcher = GRAMMAR.matcher(typed);
        if (!matcher.matches()) {
            throw new Refusal(
                    "--alarm '"
                            + typed
                            + "': must be a measure, > or <, and a number, as 'time-wait > 300'");
        }
        Measure measure = measure(typed, matcher.group(1).replaceAll("\\s+", " "));
        double limit =
                Double.parseDouble(matcher.group(3)) * factor(typed, measure, matcher.group(4));
        return new Alarm(typed.strip(), measure, Comparison.of(matcher.group(2)), limit);
    }

    private static Measure measure(String typed, String words) {
        for (Measure measure : Measure.values()) {
            if (measure.words().equals(words)) {
                return measure;
            }
        }
        String all =
                Arrays.stream(Measure.values())
                        .map(Measure::words)
                        .collect(Collectors.joining(", "));
        throw new Refusal(
                "--alarm '" + typed + "': \"" + words + "\" is no measure; there are " + all);
    }

    /** What makes the number the measure's: seconds for times. */
    private static double factor(String typed, Measure measure, String unit) {
        double factor =
                switch (measure.unit) {
                    case NUMBER -> unit.isEmpty() ? 1 : 0;
                    case SHARE -> unit.equals("%") ? 1 : 0;
                    case TIME ->
                            switch (unit) {
                                case "ms" -> 0.001;
                                case "s" -> 1;
                                case "m" -> 60;
                                case "h" -> 3600;
                                default -> 0;
                            };
                };
        if (factor == 0) {
            throw new Refusal(
                    "--alarm '"
                            + typed
                            + "': "
                            + measure.words()
                            + " is compared with "
                            + measure.unit.words);
        }
        return factor;
    }

    /** The measure's value in this picture. */
    double value(Snapshot picture) {
        return measure.of(picture);
    }

    /** The measure's value, as it is written: {@code 312}, {@code 61 %}, {@code 75.2 s}. */
    String now(Snapshot picture) {
        double value = value(picture);
        return switch (measure.unit) {
            case NUMBER -> String.format(Locale.ROOT, "%,.0f", value);
            case SHARE -> String.format(Locale.ROOT, "%.0f %%", value);
            case TIME -> String.format(Locale.ROOT, "%.1f s", value);
        };
    }

    /** Whether the condition holds. */
    boolean isRaisedBy(Snapshot picture) {
        return comparison.holds(value(picture), limit);
    }
}
