package dev.linger.server;

import dev.linger.http.MessageWriter;

/** Reason phrases of the status codes that are registered (RFC 9110, section 15). */
final class StatusPhrases {
    private static final String[] PHRASES = new String[600];
    private static final byte[][] LINES = new byte[600][];

    static {
        String all =
                """
                100 Continue
                101 Switching Protocols
                102 Processing
                103 Early Hints
                200 OK
                201 Created
                202 Accepted
                203 Non-Authoritative Information
                204 No Content
                205 Reset Content
                206 Partial Content
                300 Multiple Choices
                301 Moved Permanently
                302 Found
                303 See Other
                304 Not Modified
                305 Use Proxy
                307 Temporary Redirect
                308 Permanent Redirect
                400 Bad Request
                401 Unauthorized
                402 Payment Required
                403 Forbidden
                404 Not Found
                405 Method Not Allowed
                406 Not Acceptable
                407 Proxy Authentication Required
                408 Request Timeout
                409 Conflict
                410 Gone
                411 Length Required
                412 Precondition Failed
                413 Content Too Large
                414 URI Too Long
                415 Unsupported Media Type
                416 Range Not Satisfiable
                417 Expectation Failed
                421 Misdirected Request
                422 Unprocessable Content
                425 Too Early
                426 Upgrade Required
                428 Precondition Required
                429 Too Many Requests
                431 Request Header Fields Too Large
                500 Internal Server Error
                501 Not Implemented
                502 Bad Gateway
                503 Service Unavailable
                504 Gateway Timeout
                505 HTTP Version Not Supported
                511 Network Authentication Required
                """;
        all.lines().forEach(line -> PHRASES[Integer.parseInt(line, 0, 3, 10)] = line.substring(4));
        for (int status = 100; status < LINES.length; status++) {
            LINES[status] = MessageWriter.statusLine(status, of(status));
        }
    }

    private StatusPhrases() {}

    /** The status line. */
    static byte[] line(int status) {
        return LINES[status];
    }

    /** Empty where the status is not registered. */
    static String of(int status) {
        String phrase = PHRASES[status];
        return phrase == null ? "" : phrase;
    }
}
