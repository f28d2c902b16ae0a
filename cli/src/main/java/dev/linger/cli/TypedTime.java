package dev.linger.cli;

import dev.linger.life.Wording;
import dev.linger.server.Deadlines;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as it is typed: {@code 500ms}, {@code 75s}, {@code 1.5m}, {@code 1h}; or {@code off}. */
public final class TypedTime {
    private static final Pattern TIME =
            Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,3})?)(ms|[smh])");
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Deadlines.NEVER.toNanos());

    private TypedTime() {}

    /** A time longer than 0. */
    public static Duration parse(Flag flag, String typed) {
        return parse(flag, typed, "");
    }

    /** The same, or {@link Deadlines#NEVER}. */
    public static Duration parseOrOff(Flag flag, String typed) {
        return typed.equals("off") ? Deadlines.NEVER : parse(flag, typed, "; \"off\" is no limit");
    }

    private static Duration parse(Flag flag, String typed, String orElse) {
        String asked = "--" + flag.word() + " " + Wording.printable(typed) + ": ";
        Matcher matcher = TIME.matcher(typed);
        if (!matcher.matches()) {
            throw new Refusal(
                    asked + "a time is a number and its unit, as 500ms, 75s, 2m or 1h" + orElse);
        }
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(unit(matcher.group(2)));
        if (nanos.signum() == 0) {
            throw new Refusal(asked + "must be longer than 0" + orElse);
        }
        if (nanos.compareTo(LONGEST) >= 0) {
            throw new Refusal(asked + "is longer than this machine will run" + orElse);
        }
        return Duration.ofNanos(nanos.longValue());
    }

    private static BigDecimal unit(String unit) {
        return BigDecimal.valueOf(
                switch (unit) {
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    default -> 3_600_000_000_000L;
                });
    }

    /** {@code 75 s}, {@code 1 h}, {@code off}. */
    public static String text(Duration duration) {
        if (duration.equals(Deadlines.NEVER)) {
            return "off";
        }
        if (duration.toMillis() % 1000 != 0) {
            return Wording.duration(duration.toNanos());
        }
        long seconds = duration.toSeconds();
        if (seconds % 3600 == 0) {
            return seconds / 3600 + " h";
        }
        return seconds > 60 && seconds % 60 == 0 ? seconds / 60 + " min" : seconds + " s";
    }
}
