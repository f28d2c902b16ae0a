package dev.linger.http;

import static dev.linger.http.Breach.INCOMPLETE;

/** Ends of lines and of text within them, read strictly (RFC 9112, section 2.2). */
final class Lines {
    private Lines() {}

    /** Position of the first control character other than HTAB; {@code to} where there is none. */
    static int textEnd(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - 8) {
            long marks = EightBytes.controls(EightBytes.at(bytes, at));
            if (marks == 0) {
                at += 8;
                continue;
            }
            at += EightBytes.first(marks);
            if (bytes[at] != '\t') {
                return at;
            }
            at++;
        }
        while (at < to && !isControl(bytes[at])) {
            at++;
        }
        return at;
    }

    static boolean isControl(byte b) {
        return (b >= 0 && b < ' ' && b != '\t') || b == 0x7f;
    }

    /** Position of the first byte that is not a visible US-ASCII character. */
    static int visibleEnd(byte[] bytes, int from, int to) {
        int at = from;
        for (; at <= to - 8; at += 8) {
            long marks = EightBytes.invisible(EightBytes.at(bytes, at));
            if (marks != 0) {
                return at + EightBytes.first(marks);
            }
        }
        while (at < to && bytes[at] > ' ' && bytes[at] != 0x7f) {
            at++;
        }
        return at;
    }

    /**
     * Position after the line end that begins here.
     *
     * @param otherwise what it is if no line end, CR, LF or NUL stands here
     */
    static int after(byte[] bytes, int at, int to, Breach breach, Violation otherwise) {
        byte b = bytes[at];
        if (b != '\r') {
            return breach.of(unexpected(b, otherwise), at);
        }
        if (at + 1 == to) {
            return INCOMPLETE;
        }
        return bytes[at + 1] == '\n' ? at + 2 : breach.of(Violation.BARE_CR, at);
    }

    /** The violation that a byte in the wrong place is. */
    static Violation unexpected(byte b, Violation otherwise) {
        return switch (b) {
            case '\n' -> Violation.BARE_LF;
            case 0 -> Violation.NUL;
            default -> otherwise;
        };
    }
}
