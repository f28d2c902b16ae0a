package dev.linger.diagnosis.host;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of Linux: {@code 6.1.0-18-amd64}. */
public record Kernel(String release) {
    private static final Pattern NUMBERS = Pattern.compile("(\\d{1,5})\\.(\\d{1,5}).*");

    /** Whether it is of this version or later; a release that names no version is a late one. */
    boolean isAtLeast(int major, int minor) {
        Matcher numbers = NUMBERS.matcher(release);
        if (!numbers.matches()) {
            return true;
        }
        int own = Integer.parseInt(numbers.group(1));
        return own > major || (own == major && Integer.parseInt(numbers.group(2)) >= minor);
    }
}
