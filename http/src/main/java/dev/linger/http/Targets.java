package dev.linger.http;

/** The four forms of a request target (RFC 9112, section 3.2). */
final class Targets {
    private static final byte[] HTTP = Chars.word("http");
    private static final byte[] HTTPS = Chars.word("https");

    private Targets() {}

    static boolean isAllowed(RequestHead head, byte[] bytes) {
        int from = head.targetFrom;
        int to = head.targetTo;
        if (from == to) {
            return false;
        }
        if (head.isMethod("CONNECT")) {
            return isAuthority(bytes, from, to);
        }
        if (bytes[from] == '/') {
            return !hasFragment(bytes, from, to);
        }
        if (bytes[from] == '*') {
            return to - from == 1 && head.isMethod("OPTIONS");
        }
        return isAbsolute(bytes, from, to) && !hasFragment(bytes, from, to);
    }

    /** Of {@code PRI * HTTP/2.0}; the method stands for nothing else (RFC 9113, section 11.6). */
    static boolean isOfPreface(RequestHead head, byte[] bytes) {
        return head.targetTo - head.targetFrom == 1
                && bytes[head.targetFrom] == '*'
                && head.isMethod("PRI");
    }

    /** A fragment never leaves the client (RFC 9110, section 4.2.5). */
    private static boolean hasFragment(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '#') {
                return true;
            }
        }
        return false;
    }

    /** Host, colon, port: all three are needed (RFC 9110, section 9.3.6). */
    private static boolean isAuthority(byte[] bytes, int from, int to) {
        int colon = to - 1;
        while (colon > from && Chars.isDigit(bytes[colon])) {
            colon--;
        }
        return colon > from
                && colon < to - 1
                && bytes[colon] == ':'
                && Hosts.isHostAndPort(bytes, from, to);
    }

    /**
     * Of http or https, for no other names anything here (RFC 9110, section 7.4). With a host, and
     * without user information (sections 4.2.1 and 4.2.4).
     */
    private static boolean isAbsolute(byte[] bytes, int from, int to) {
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        if (!isScheme(bytes, from, colon)
                || to - colon < 4
                || bytes[colon + 1] != '/'
                || bytes[colon + 2] != '/') {
            return false;
        }
        int end = colon + 3;
        while (end < to && bytes[end] != '/' && bytes[end] != '?' && bytes[end] != '#') {
            end++;
        }
        return Hosts.isHostAndPort(bytes, colon + 3, end);
    }

    private static boolean isScheme(byte[] bytes, int from, int to) {
        return Chars.isWord(bytes, from, to, HTTP) || Chars.isWord(bytes, from, to, HTTPS);
    }
}
