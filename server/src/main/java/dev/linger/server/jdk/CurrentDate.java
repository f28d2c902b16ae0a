package dev.linger.server.jdk;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The date of responses as programs see it among their headers (RFC 9110, section 6.6.1), made once
 * a second. Thread-safe.
 */
final class CurrentDate {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private record Stamp(long second, String text) {}

    private static volatile Stamp stamp = new Stamp(-1, "");

    private CurrentDate() {}

    static String text() {
        long second = System.currentTimeMillis() / 1000;
        Stamp last = stamp;
        if (last.second() != second) {
            last = new Stamp(second, FORMAT.format(Instant.ofEpochSecond(second)));
            stamp = last;
        }
        return last.text();
    }
}
