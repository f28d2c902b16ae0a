package dev.linger.http;

/** Elements of a comma-separated field value (RFC 9110, section 5.6.1), as positions. */
final class ListElements {
    private ListElements() {}

    /** First byte of the element: folded lines leave CR and LF among the whitespace. */
    static int from(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    /** The comma that ends the element, or the end of the value. */
    static int comma(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != ',') {
            at++;
        }
        return at;
    }

    /** End of the element without whitespace. */
    static int to(byte[] bytes, int from, int comma) {
        int at = comma;
        while (at > from && isBlank(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    private static boolean isBlank(byte b) {
        return Chars.isSpace(b) || b == '\r' || b == '\n';
    }

    /** The decimal number that fills the range; -1 where it is none or exceeds a long. */
    static long number(byte[] bytes, int from, int to) {
        long number = 0;
        for (int at = from; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9 || number > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return from == to ? -1 : number;
    }
}
