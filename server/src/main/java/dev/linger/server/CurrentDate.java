package dev.linger.server;

import java.time.Instant;

/** The date as messages carry it (RFC 9110, section 5.6.7), made once a second. Thread-safe. */
final class CurrentDate {
    /** A date and the second that it is. */
    private record Stamp(long second, String text) {}

    private volatile Stamp stamp = new Stamp(-1, "");

    String text() {
        long second = System.currentTimeMillis() / 1000;
        Stamp last = stamp;
        if (last.second() != second) {
            last = new Stamp(second, HttpDate.text(Instant.ofEpochSecond(second)));
            stamp = last;
        }
        return last.text();
    }
}
