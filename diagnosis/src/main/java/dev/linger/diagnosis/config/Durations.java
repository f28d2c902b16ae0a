package dev.linger.diagnosis.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as configurations write them, in seconds. */
final class Durations {
    private static final Pattern PART =
            Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)\\s*([a-zA-Z]*)\\s*");
    private static final Pattern HTTPD =
            Pattern.compile("(\\d{1,9})(?:(ms|mi|s|h)[a-z]*)?", Pattern.CASE_INSENSITIVE);
    private static final Map<String, Double> SECONDS =
            Map.of(
                    "us",
                    1e-6,
                    "ms",
                    1e-3,
                    "s",
                    1.0,
                    "m",
                    60.0,
                    "min",
                    60.0,
                    "h",
                    3600.0,
                    "d",
                    86_400.0,
                    "w",
                    604_800.0,
                    "M",
                    2_592_000.0,
                    "y",
                    31_536_000.0);

    private Durations() {}

    /**
     * {@code 65}, {@code 1m30s}, {@code 500ms}; NaN where it stands in a variable, which is noted.
     *
     * @param usual the unit of a number without one, in seconds
     */
    static double seconds(String text, double usual, Place place, List<String> notes) {
        return noteIfOfStart(text, place, notes) ? Double.NaN : seconds(text, usual, place);
    }

    /**
     * Apache httpd's: small or large letters, of which the first ones count
     * (ap_timeout_parameter_parse); {@code mi} for minutes.
     */
    static double ofHttpd(String text, Place place, List<String> notes) {
        if (noteIfOfStart(text, place, notes)) {
            return Double.NaN;
        }
        Matcher time = HTTPD.matcher(text);
        if (!time.matches()) {
            throw notATime(text, place);
        }
        String unit = time.group(2) == null ? "s" : time.group(2).toLowerCase(Locale.ROOT);
        return seconds(time.group(1) + (unit.equals("mi") ? "min" : unit), 1, place);
    }

    private static boolean noteIfOfStart(String text, Place place, List<String> notes) {
        boolean isOfStart = text.contains("$");
        if (isOfStart) {
            notes.add(place + ": the time \"" + text + "\" is known only when the program starts");
        }
        return isOfStart;
    }

    private static double seconds(String text, double usual, Place place) {
        Matcher part = PART.matcher(text);
        double seconds = 0;
        int at = 0;
        while (at < text.length()) {
            if (!part.find(at) || part.start() != at) {
                throw notATime(text, place);
            }
            Double unit =
                    part.group(2).isEmpty() ? Double.valueOf(usual) : SECONDS.get(part.group(2));
            if (unit == null) {
                throw notATime(text, place);
            }
            seconds += Double.parseDouble(part.group(1)) * unit;
            at = part.end();
        }
        if (at == 0) {
            throw notATime(text, place);
        }
        return seconds;
    }

    private static NotReadable notATime(String text, Place place) {
        return new NotReadable(place, "\"" + text + "\" is no time");
    }
}
