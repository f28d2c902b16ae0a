package dev.linger.http;

/** Whether captured bytes begin like a message of HTTP/1, before any of them is read. */
public final class Resemblance {
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

    /** Whether the range is, or may become, the beginning of a response; false for an empty one. */
    public static boolean isResponse(byte[] bytes, int from, int to) {
        return LenientLines.looksLikeResponse(bytes, from, to);
    }
}
