package dev.linger.probe;

import java.util.ArrayList;
import java.util.List;

/**
 * A request as text, or the beginning of one.
 *
 * @param method of its request line
 * @param minorVersion 0 or 1, of HTTP/1
 * @param fields its field lines without their ends
 */
record Request(String method, Target target, int minorVersion, List<String> fields) {
    private static final String AGENT = "User-Agent: linger-probe";

    static Request get(Target target) {
        return of("GET", target);
    }

    static Request of(String method, Target target) {
        return new Request(
                method, target, 1, List.of("Host: " + target.hostField(), AGENT, "Accept: */*"));
    }

    Request with(String field) {
        List<String> more = new ArrayList<>(fields);
        more.add(field);
        return new Request(method, target, minorVersion, List.copyOf(more));
    }

    Request inHttp10() {
        return new Request(method, target, 0, fields);
    }

    /** Whether it is the last one on its connection. */
    boolean asksClose() {
        return fields.contains("Connection: close")
                || (minorVersion == 0 && !fields.contains("Connection: keep-alive"));
    }

    /** The request line and its fields, without the empty line. */
    String unfinished() {
        return method
                + " "
                + target.path()
                + " HTTP/1."
                + minorVersion
                + "\r\n"
                + String.join("\r\n", fields)
                + "\r\n";
    }

    /** The whole head. */
    String text() {
        return unfinished() + "\r\n";
    }
}
