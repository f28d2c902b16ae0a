package dev.linger.http;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Options in a value that a program has written, as of Connection (RFC 9110, section 7.6.1). */
public final class Options {
    private Options() {}

    /** The comma-separated value without this option; empty where it holds no other. */
    public static String without(String value, String option) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(one -> !one.isEmpty() && !one.equalsIgnoreCase(option))
                .collect(Collectors.joining(", "));
    }

    /** Whether the comma-separated value names this one, in any case. */
    public static boolean name(String value, String option) {
        return Arrays.stream(value.split(",", -1))
                .anyMatch(one -> one.strip().equalsIgnoreCase(option));
    }
}
