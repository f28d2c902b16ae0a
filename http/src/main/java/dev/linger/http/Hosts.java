package dev.linger.http;

/** The value of Host: a host with an optional port (RFC 9110, section 7.2). */
final class Hosts {
    private Hosts() {}

    /** An empty host is allowed in no http target (RFC 9110, section 4.2.1). */
    static boolean isHostAndPort(byte[] bytes, int from, int to) {
        int at = from;
        if (at < to && bytes[at] == '[') {
            while (at < to && bytes[at] != ']') {
                at++;
            }
            if (at == to || !IpLiterals.isAddress(bytes, from + 1, at)) {
                return false;
            }
            at++;
        } else {
            while (at < to && bytes[at] != ':') {
                if (!isOfName(bytes, at, to)) {
                    return false;
                }
                at++;
            }
        }
        return at > from && (at == to || (bytes[at] == ':' && isPort(bytes, at + 1, to)));
    }

    /** A percent sign stands before two hexadecimal digits (RFC 3986, section 2.1). */
    private static boolean isOfName(byte[] bytes, int at, int to) {
        byte b = bytes[at];
        return b == '%'
                ? to - at > 2 && Chars.hex(bytes[at + 1]) >= 0 && Chars.hex(bytes[at + 2]) >= 0
                : Chars.isHost(b) && b != '[' && b != ']';
    }

    private static boolean isPort(byte[] bytes, int from, int to) {
        int port = 0;
        for (int at = from; at < to; at++) {
            port = port * 10 + bytes[at] - '0';
            if (!Chars.isDigit(bytes[at]) || port > 65535) {
                return false;
            }
        }
        return true;
    }
}
