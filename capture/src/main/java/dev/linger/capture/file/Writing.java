package dev.linger.capture.file;

import java.nio.charset.StandardCharsets;

/** Text where a capture was wanted: packets printed instead of saved, a log, a page. */
final class Writing {
    private static final int LOOKED_AT = 64;
    private static final int QUOTED = 24;

    private Writing() {}

    /** Whether it begins with what people write, and with no byte of another kind. */
    static boolean isIn(Pieces pieces) {
        int length = length(pieces);
        for (int at = 0; at < length; at++) {
            if (!isWritten(pieces.bytes[pieces.at + at])) {
                return false;
            }
        }
        return true;
    }

    /** Letters of UTF-8 beyond ASCII are negative. */
    private static boolean isWritten(byte one) {
        return one < 0 || (one >= ' ' && one != 0x7f) || one == '\n' || one == '\r' || one == '\t';
    }

    private static int length(Pieces pieces) {
        pieces.has(LOOKED_AT);
        return Math.min(LOOKED_AT, pieces.limit - pieces.at);
    }

    /** The begin of its first line. */
    static String opening(Pieces pieces) {
        int length = Math.min(QUOTED, length(pieces));
        String text = new String(pieces.bytes, pieces.at, length, StandardCharsets.ISO_8859_1);
        String line = text.strip().lines().findFirst().orElse("");
        return line.replaceAll("[^ -~]", "?");
    }
}
