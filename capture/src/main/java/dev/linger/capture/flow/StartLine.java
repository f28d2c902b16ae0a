package dev.linger.capture.flow;

import dev.linger.http.RequestHead;
import dev.linger.http.ResponseHead;
import org.jspecify.annotations.Nullable;

/** A message in a line, for a ladder: {@code GET / HTTP/1.1, Connection: close}. */
final class StartLine {
    private StartLine() {}

    static String of(RequestHead head) {
        return head.method()
                + " "
                + head.target()
                + " HTTP/1."
                + head.minorVersion()
                + said(head.field("Connection"));
    }

    static String of(ResponseHead head) {
        return "HTTP/1."
                + head.minorVersion()
                + " "
                + head.status()
                + " "
                + head.reason()
                + said(head.field("Connection"));
    }

    private static String said(@Nullable String connection) {
        return connection == null ? "" : ", Connection: " + connection;
    }
}
