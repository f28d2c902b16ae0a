package dev.linger.bench.peers;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The Date field's value, for servers that leave it to their users. */
final class CachedDate {
    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private volatile String text = "";

    CachedDate() {
        renew();
    }

    void renew() {
        text = IMF_FIXDATE.format(Instant.now());
    }

    String text() {
        return text;
    }
}
