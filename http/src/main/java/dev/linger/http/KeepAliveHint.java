package dev.linger.http;

/**
 * Parameters of the Keep-Alive field: how long and for how many requests the sender means to keep
 * the connection. Never standardised (RFC 9112, appendix C.2.2), sent all the same.
 */
final class KeepAliveHint {
    private static final byte[] TIMEOUT = Chars.word("timeout");
    private static final byte[] MAX = Chars.word("max");

    private KeepAliveHint() {}

    static void read(Head head, int from, int to) {
        int equals = from;
        while (equals < to && head.bytes[equals] != '=') {
            equals++;
        }
        if (equals == to) {
            return;
        }
        int nameTo = ListElements.to(head.bytes, from, equals);
        boolean isTimeout = Chars.isWord(head.bytes, from, nameTo, TIMEOUT);
        int valueFrom = ListElements.from(head.bytes, equals + 1, to);
        // Some write the unit: "timeout=5s".
        int valueTo = isTimeout && head.bytes[to - 1] == 's' ? to - 1 : to;
        long value = ListElements.number(head.bytes, valueFrom, valueTo);
        if (value < 0 || value > Integer.MAX_VALUE) {
            return;
        }
        if (isTimeout) {
            head.keepAliveTimeout = (int) value;
        } else if (Chars.isWord(head.bytes, from, nameTo, MAX)) {
            head.keepAliveMax = (int) value;
        }
    }
}
