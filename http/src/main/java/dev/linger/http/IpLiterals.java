package dev.linger.http;

/** What stands between the brackets of a host (RFC 3986, section 3.2.2). */
final class IpLiterals {
    private static final int GROUPS = 8;
    private static final int GROUPS_OF_A_QUAD = 2;

    private IpLiterals() {}

    static boolean isAddress(byte[] bytes, int from, int to) {
        return (from < to && (bytes[from] | 0x20) == 'v')
                ? isOfTheFuture(bytes, from + 1, to)
                : isIpv6(bytes, from, to);
    }

    private static boolean isOfTheFuture(byte[] bytes, int from, int to) {
        int dot = hexEnd(bytes, from, to);
        if (dot == from || dot + 1 >= to || bytes[dot] != '.') {
            return false;
        }
        for (int at = dot + 1; at < to; at++) {
            if (!Chars.isHost(bytes[at]) || bytes[at] == '%' || bytes[at] == '[') {
                return false;
            }
        }
        return true;
    }

    private static boolean isIpv6(byte[] bytes, int from, int to) {
        boolean shortened = isGap(bytes, from, to);
        int at = shortened ? from + 2 : from;
        int groups = 0;
        while (at < to) {
            int end = hexEnd(bytes, at, to);
            if (end < to && bytes[end] == '.') {
                groups += GROUPS_OF_A_QUAD;
                return isWhole(groups, shortened) && isDottedQuad(bytes, at, to);
            }
            if (end == at || end - at > 4) {
                return false;
            }
            groups++;
            at = end;
            if (isGap(bytes, at, to)) {
                if (shortened) {
                    return false;
                }
                shortened = true;
                at += 2;
            } else if (at < to && (bytes[at] != ':' || ++at == to)) {
                return false;
            }
        }
        return isWhole(groups, shortened);
    }

    /** A gap stands for one group at least. */
    private static boolean isWhole(int groups, boolean shortened) {
        return shortened ? groups < GROUPS : groups == GROUPS;
    }

    private static boolean isGap(byte[] bytes, int at, int to) {
        return to - at >= 2 && bytes[at] == ':' && bytes[at + 1] == ':';
    }

    private static boolean isDottedQuad(byte[] bytes, int from, int to) {
        int at = from;
        for (int i = 0; i < 4; i++) {
            int begin = at;
            int number = 0;
            while (at < to && at - begin < 3 && Chars.isDigit(bytes[at])) {
                number = number * 10 + bytes[at] - '0';
                at++;
            }
            boolean padded = at - begin > 1 && bytes[begin] == '0';
            boolean ended = i == 3 ? at == to : at < to && bytes[at] == '.';
            if (at == begin || padded || number > 255 || !ended) {
                return false;
            }
            at++;
        }
        return true;
    }

    private static int hexEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && Chars.hex(bytes[at]) >= 0) {
            at++;
        }
        return at;
    }
}
