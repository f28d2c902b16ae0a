package dev.linger.cli.serve;

import dev.linger.cli.Flag;
import dev.linger.cli.Refusal;
import dev.linger.life.Wording;
import dev.linger.server.Deadlines;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A time as it is typed: {@code 500ms}, {@code 75s}, {@code 1.5m}, {@code 1h} or {@code off}. */
final class TypedTime {
    private static final Pattern TIME = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)(ms|[smh])");
    private static final BigDecimal LONGEST = BigDecimal.valueOf(Deadlines.NEVER.toNanos());

    private TypedTime() {}

    static Duration parse(Flag flag, String typed) {
        if (typed.equals("off")) {
            return Deadlines.NEVER;
        }
        Matcher matcher = TIME.matcher(typed);
        if (!matcher.matches()) {
            throw refusal(flag, typed, "a time is a number and its unit, as 500ms, 75s, 2m or 1h");
        }
        BigDecimal nanos = new BigDecimal(matcher.group(1)).multiply(unit(matcher.group(2)));
        if (nanos.signum() == 0) {
            throw refusal(flag, typed, "must be longer than 0");
        }
        if (nanos.compareTo(LONGEST) >= 0) {
            throw refusal(flag, typed, "is longer than this machine will run");
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

    private static Refusal refusal(Flag flag, String typed, String says) {
        String asked = "--" + flag.word() + " " + Wording.printable(typed);
        return new Refusal(asked + ": " + says + "; \"off\" is no limit");
    }

    /** {@code 75 s}, {@code 1 h}, {@code off}. */
    static String text(Duration duration) {
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
