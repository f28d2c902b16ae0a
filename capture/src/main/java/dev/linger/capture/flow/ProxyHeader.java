package dev.linger.capture.flow;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * What a proxy or load balancer may say of the client before it passes on the client's own bytes:
 * the PROXY protocol, version 1 (a line) or 2 (binary).
 */
final class ProxyHeader {
    private static final byte[] LINE = "PROXY ".getBytes(StandardCharsets.US_ASCII);

    /** With its end, by the protocol's specification, section 2.1. */
    private static final int LONGEST_LINE = 107;

    private static final byte[] SIGNATURE =
            "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII);

    /** Signature, version and command, family, length of what follows. */
    private static final int FIXED = 16;

    private ProxyHeader() {}

    /**
     * Where the header ends that these first bytes begin with; {@code from} where there is none.
     */
    static int end(byte[] bytes, int from, int to) {
        if (begins(LINE, bytes, from, to)) {
            int longest = Math.min(to, from + LONGEST_LINE);
            for (int at = from; at < longest; at++) {
                if (bytes[at] == '\n') {
                    return at + 1;
                }
            }
        }
        if (to - from >= FIXED && begins(SIGNATURE, bytes, from, to)) {
            int length = (bytes[from + 14] & 0xff) << 8 | (bytes[from + 15] & 0xff);
            return Math.min(to, from + FIXED + length);
        }
        return from;
    }

    private static boolean begins(byte[] with, byte[] bytes, int from, int to) {
        int end = from + with.length;
        return end <= to && Arrays.equals(with, 0, with.length, bytes, from, end);
    }
}
