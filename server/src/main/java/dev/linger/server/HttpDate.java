package dev.linger.server;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Dates in fields (RFC 9110, section 5.6.7). */
final class HttpDate {
    private static final DateTimeFormatter IMF_FIXDATE = format("EEE, dd MMM yyyy HH:mm:ss 'GMT'");

    /** To be accepted: the present form, and the two that are obsolete. */
    private static final List<DateTimeFormatter> FORMATS =
            List.of(IMF_FIXDATE, rfc850(), format("EEE MMM ppd HH:mm:ss yyyy"));

    private HttpDate() {}

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
    }

    /** A year of two digits is never more than 50 years ahead. */
    private static DateTimeFormatter rfc850() {
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR, 2, 2, LocalDate.now(ZoneOffset.UTC).minusYears(49))
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }

    /** {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    static String text(Instant at) {
        return IMF_FIXDATE.format(at);
    }

    /** Null where it is no date. */
    static @Nullable Instant parse(String text) {
        for (DateTimeFormatter format : FORMATS) {
            try {
                return format.parse(text, Instant::from);
            } catch (DateTimeException e) {
                // Perhaps it is one of the others.
            }
        }
        return null;
    }
}
