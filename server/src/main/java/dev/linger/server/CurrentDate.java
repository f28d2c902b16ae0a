package dev.linger.server;

import dev.linger.http.MessageWriter;
import java.time.Instant;

/** The Date field of messages (RFC 9110, section 6.6.1), made once a second. Thread-safe. */
final class CurrentDate {
    /** A field line and the second that it is of. */
    private static final class Stamp {
        final long second;
        final byte[] line;

        Stamp(long second, byte[] line) {
            this.second = second;
            this.line = line;
        }
    }

    private volatile Stamp stamp = new Stamp(-1, new byte[0]);

    byte[] line() {
        long second = System.currentTimeMillis() / 1000;
        Stamp last = stamp;
        if (last.second != second) {
            String date = HttpDate.text(Instant.ofEpochSecond(second));
            last = new Stamp(second, MessageWriter.fieldLine("Date", date));
            stamp = last;
        }
        return last.line;
    }
}
