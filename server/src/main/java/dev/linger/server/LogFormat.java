package dev.linger.server;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How an access log writes an exchange. */
public enum LogFormat {
    /**
     * The Common Log Format, and behind it what readers of it pass over: the client's port, the
     * connection's number and the request's on it, the time it took, and why the connection ended
     * with it ({@code -} where it was kept).
     *
     * <pre>
     * 127.0.0.1 - - [21/Nov/2026:13:02:47 +0000] "GET / HTTP/1.1" 200 13 port=38626 connection=3
     * request=1 took_s=0.000412 ending=-
     * </pre>
     *
     * The request is {@code "-"} where it could not be read.
     */
    COMMON,
    /** The same, with Referer and User-Agent before what was added. */
    COMBINED,
    /** A JSON object with every key always present; what is not known is null. */
    JSON;

    private static final DateTimeFormatter WITHIN_BRACKETS =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);

    /** {@code common}, {@code combined}, {@code json}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * One line, without its end.
     *
     * @param zone of the date of {@link #COMMON} and {@link #COMBINED}; JSON's is in UTC
     */
    public String line(ExchangeRecord exchange, ZoneId zone) {
        return switch (this) {
            case COMMON -> common(exchange, zone) + added(exchange);
            case COMBINED ->
                    common(exchange, zone)
                            + ' '
                            + quoted(exchange.referer())
                            + ' '
                            + quoted(exchange.agent())
                            + added(exchange);
            case JSON -> json(exchange);
        };
    }

    private static String common(ExchangeRecord exchange, ZoneId zone) {
        String bytes = exchange.responseBytes() == 0 ? "-" : "" + exchange.responseBytes();
        Instant began = exchange.at().minusNanos(exchange.nanos());
        String request =
                exchange.method() == null
                        ? null
                        : exchange.method() + ' ' + exchange.target() + ' ' + version(exchange);
        return LifeOf.endpoint(exchange.client()).address()
                + " - - ["
                + WITHIN_BRACKETS.format(began.atZone(zone))
                + "] "
                + quoted(request)
                + ' '
                + exchange.status()
                + ' '
                + bytes;
    }

    private static String version(ExchangeRecord exchange) {
        return "HTTP/1." + exchange.minorVersion();
    }

    private static String added(ExchangeRecord exchange) {
        return " port="
                + exchange.client().getPort()
                + " connection="
                + exchange.connection()
                + " request="
                + exchange.request()
                + " took_s="
                + seconds(exchange.nanos())
                + " ending="
                + (exchange.ending() == null ? "-" : exchange.ending());
    }

    /** What could end the quotes or the line, or is no US-ASCII, is escaped. */
    private static String quoted(@Nullable String text) {
        if (text == null) {
            return "\"-\"";
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                quoted.append(String.format("\\x%02x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }

    private static String json(ExchangeRecord exchange) {
        return "{\"at\":"
                + string(DateTimeFormatter.ISO_INSTANT.format(exchange.at()))
                + ",\"client\":"
                + string(LifeOf.endpoint(exchange.client()).toString())
                + ",\"connection\":"
                + exchange.connection()
                + ",\"request\":"
                + exchange.request()
                + ",\"method\":"
                + string(exchange.method())
                + ",\"target\":"
                + string(exchange.target())
                + ",\"version\":"
                + string(exchange.method() == null ? null : version(exchange))
                + ",\"status\":"
                + exchange.status()
                + ",\"response_bytes\":"
                + exchange.responseBytes()
                + ",\"took_s\":"
                + seconds(exchange.nanos())
                + ",\"referer\":"
                + string(exchange.referer())
                + ",\"agent\":"
                + string(exchange.agent())
                + ",\"ending\":"
                + string(exchange.ending())
                + '}';
    }

    /** RFC 8259, section 7. */
    private static String string(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder string = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                string.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                string.append(String.format("\\u%04x", (int) c));
            } else {
                string.append(c);
            }
        }
        return string.append('"').toString();
    }

    /** With 6 decimals. */
    private static String seconds(long nanos) {
        long micros = nanos / 1000;
        return String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000);
    }
}
