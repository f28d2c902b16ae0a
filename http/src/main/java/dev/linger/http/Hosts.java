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
            if (at == to || !isAddress(bytes, from + 1, at)) {
                return false;
            }
            at++;
        } else {
            while (at < to && bytes[at] != ':') {
                if (!Chars.isHost(bytes[at]) || bytes[at] == '[' || bytes[at] == ']') {
                    return false;
                }
                at++;
            }
        }
        return at > from && (at == to || (bytes[at] == ':' && isPort(bytes, at + 1, to)));
    }

    private static boolean isAddress(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (!Chars.isHost(bytes[at]) || bytes[at] == '[') {
                return false;
            }
        }
        return from < to;
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
