package dev.linger.capture.link;

/** The TCP header (RFC 9293, section 3.1). */
final class Tcp {
    private static final int HEADER = 20;

    /** Up to the window: what is needed to follow a connection. */
    private static final int NEEDED = 16;

    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    private static final int WINDOW_SCALE = 3;

    private Tcp() {}

    /**
     * Fills the fields of the TCP header and the payload.
     *
     * @param to end of what was captured
     * @param length of header and payload on the wire
     */
    static Found read(byte[] bytes, int at, int to, int length, Segment segment) {
        if (length < HEADER) {
            return Found.BAD_TCP;
        }
        if (to - at < NEEDED) {
            return Found.CUT_IN_TCP;
        }
        int header = Octets.one(bytes, at + 12) >>> 4 << 2;
        if (header < HEADER || header > length) {
            return Found.BAD_TCP;
        }
        segment.sourcePort = Octets.two(bytes, at);
        segment.destinationPort = Octets.two(bytes, at + 2);
        segment.sequence = Octets.four(bytes, at + 4);
        segment.acknowledgment = Octets.four(bytes, at + 8);
        segment.flags = Octets.one(bytes, at + 13);
        segment.window = Octets.two(bytes, at + 14);
        segment.bytes = bytes;
        segment.from = Math.min(at + header, to);
        segment.to = to;
        segment.length = length - header;
        segment.windowScale =
                segment.has(Segment.SYN) ? windowScale(bytes, at + HEADER, segment.from) : -1;
        return Found.TCP;
    }

    static int windowScale(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            int kind = bytes[at];
            if (kind == NO_OPERATION) {
                at++;
                continue;
            }
            if (kind == END_OF_OPTIONS || to - at < 2) {
                return -1;
            }
            int length = Octets.one(bytes, at + 1);
            if (length < 2) {
                return -1;
            }
            if (kind == WINDOW_SCALE && length == 3 && to - at >= 3) {
                // A greater shift counts as 14: RFC 7323, section 2.3.
                return Math.min(Octets.one(bytes, at + 2), 14);
            }
            at += length;
        }
        return -1;
    }
}
