package dev.linger.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Whether captured bytes begin like a message of HTTP/1, before any of them is read. */
public final class Resemblance {
    private static final byte[] HTTP2_PREFACE = "PRI * HTTP/2.0\r\n".getBytes(US_ASCII);

    private Resemblance() {}

    /** Whether the range is, or may become, the beginning of a request; false for an empty one. */
    public static boolean isRequest(byte[] bytes, int from, int to) {
        return LenientLines.looksLikeRequest(bytes, from, to);
    }

    /**
     * Whether the range surely begins a request, though what came before it did not: its line ends
     * with a version of HTTP/1 or, where that end is not in the range, has a path.
     */
    public static boolean isLaterRequest(byte[] bytes, int from, int to) {
        return LenientLines.beginsRequest(bytes, from, to);
    }

    /** Whether the range begins as a client that speaks HTTP/2 does (RFC 9113, section 3.4). */
    public static boolean isHttp2(byte[] bytes, int from, int to) {
        int length = HTTP2_PREFACE.length;
        return to - from >= length
                && Arrays.equals(bytes, from, from + length, HTTP2_PREFACE, 0, length);
    }

    /** Whether the range is, or may become, the beginning of a response; false for an empty one. */
    public static boolean isResponse(byte[] bytes, int from, int to) {
        return LenientLines.looksLikeResponse(bytes, from, to);
    }
}
