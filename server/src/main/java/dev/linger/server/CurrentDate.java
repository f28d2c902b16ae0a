package dev.linger.server;

import dev.linger.http.MessageWriter;
import java.time.Instant;

/** The Date field of messages (RFC 9110, section 5.6.7), made once a second. Thread-safe. */
final class CurrentDate {
    /** A Date field and the second that it is. */
    private static final class Stamp {
        final long second;
        final byte[] line;

        Stamp(long second, byte[] line) {
            this.second = second;
            this.line = line;
        }
    }

    private volatile Stamp stamp = new Stamp(-1, new byte[0]);

    /** Not to be changed. */
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
