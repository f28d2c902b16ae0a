package dev.linger.http;

/** The four forms of a request target (RFC 9112, section 3.2). */
final class Targets {
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

    private static boolean isAbsolute(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && isScheme(bytes[at])) {
            at++;
        }
        return at > from
                && to - at > 3
                && bytes[at] == ':'
                && bytes[at + 1] == '/'
                && bytes[at + 2] == '/';
    }

    private static boolean isScheme(byte b) {
        int lower = b | 0x20;
        return (lower >= 'a' && lower <= 'z')
                || Chars.isDigit(b)
                || b == '+'
                || b == '-'
                || b == '.';
    }
}
