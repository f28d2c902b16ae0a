package dev.linger.http;

import static dev.linger.http.Breach.INCOMPLETE;

/**
 * Start lines and field lines as captures show them: LF alone ends a line, folding goes on with the
 * value, odd targets, names and bytes are taken as they are, lines without a colon are passed over.
 * What does not begin like HTTP is still refused, and at once.
 */
final class LenientLines {
    private static final int VERSION_LENGTH = 8;

    /** The version without its last digit. */
    private static final long MAJOR_MASK = 0x00ff_ffff_ffff_ffffL;

    private static final long MAJOR_VERSION = EightBytes.of("HTTP/1.0") & MAJOR_MASK;

    private final Breach breach;

    /** Where the line begins that was not complete. */
    int lineStart;

    LenientLines(Breach breach) {
        this.breach = breach;
    }

    /** Whether the range is, or may become, a request line. */
    static boolean looksLikeRequest(byte[] bytes, int from, int to) {
        int methodTo = methodTo(bytes, from, to);
        if (methodTo < 0) {
            return false;
        }
        int lf = EightBytes.lineFeed(bytes, methodTo, to);
        return lf < 0 || isRequestLine(bytes, from, methodTo, lineTo(bytes, from, lf));
    }

    /**
     * With a version of HTTP/1; or a method in upper case and a path, then the version is at fault.
     */
    private static boolean isRequestLine(byte[] bytes, int from, int methodTo, int lineTo) {
        return versionAt(bytes, from, lineTo) > methodTo || hasPath(bytes, methodTo, lineTo);
    }

    private static boolean isMethod(byte b) {
        return (b >= 'A' && b <= 'Z') || b == '-' || b == '_';
    }

    private static boolean hasPath(byte[] bytes, int methodTo, int to) {
        return methodTo + 1 < to && bytes[methodTo + 1] == '/';
    }

    /**
     * Whether a request surely begins here, found in the midst of a stream: text of a body must not
     * pass for one. The line ends with a version or, where its end is not in the range, has a path.
     */
    static boolean beginsRequest(byte[] bytes, int from, int to) {
        int methodTo = methodTo(bytes, from, to);
        if (methodTo < 0) {
            return false;
        }
        int lf = EightBytes.lineFeed(bytes, methodTo, to);
        return lf < 0
                ? hasPath(bytes, methodTo, to)
                : versionAt(bytes, from, lineTo(bytes, from, lf)) > methodTo;
    }

    /**
     * End of the method, if a space or nothing follows it; -1 where there is none. Methods are in
     * upper case, with hyphens and underscores, for this alone tells requests from the greetings of
     * other protocols however few bytes there are.
     */
    private static int methodTo(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && isMethod(bytes[at])) {
            at++;
        }
        boolean plausible = at > from && at - from <= StartLines.LONGEST_METHOD;
        return plausible && (at == to || Chars.isSpace(bytes[at])) ? at : -1;
    }

    /** Whether the range is, or may become, a status line. */
    static boolean looksLikeResponse(byte[] bytes, int from, int to) {
        int after = from + VERSION_LENGTH;
        if (to >= after) {
            return isVersion(bytes, from) && (to == after || bytes[after] <= ' ');
        }
        for (int at = from; at < to; at++) {
            boolean fits = StartLines.isVersionByte(bytes[at], at - from);
            if (!fits || (at - from == 5 && bytes[at] != '1')) {
                return false;
            }
        }
        return from < to;
    }

    /** Whether the eight bytes there are {@code HTTP/1.} and a digit. */
    private static boolean isVersion(byte[] bytes, int at) {
        return Chars.isDigit(bytes[at + 7])
                && (EightBytes.at(bytes, at) & MAJOR_MASK) == MAJOR_VERSION;
    }

    int request(RequestHead head, byte[] bytes, int from, int to) {
        int methodTo = methodTo(bytes, from, to);
        if (methodTo < 0) {
            return breach.of(Violation.NOT_HTTP, from);
        }
        int lf = EightBytes.lineFeed(bytes, methodTo, to);
        if (lf < 0) {
            return INCOMPLETE;
        }
        int lineTo = lineTo(bytes, from, lf);
        int version = versionAt(bytes, from, lineTo);
        if (version <= methodTo && !hasPath(bytes, methodTo, lineTo)) {
            return breach.of(Violation.NOT_HTTP, from);
        }
        if (version < 0) {
            return breach.of(Violation.BAD_VERSION, lineTo);
        }
        int targetTo = trimEnd(bytes, from, version);
        int targetFrom = methodTo;
        while (targetFrom < targetTo && Chars.isSpace(bytes[targetFrom])) {
            targetFrom++;
        }
        if (targetFrom >= targetTo) {
            return breach.of(Violation.BAD_TARGET, methodTo);
        }
        head.methodFrom = from;
        head.methodTo = methodTo;
        head.targetFrom = targetFrom;
        head.targetTo = targetTo;
        head.minorVersion = bytes[version + 7] - '0';
        return lf + 1;
    }

    int status(ResponseHead head, byte[] bytes, int from, int to) {
        if (!looksLikeResponse(bytes, from, to)) {
            return breach.of(Violation.NOT_HTTP, from);
        }
        int lf = EightBytes.lineFeed(bytes, from, to);
        if (lf < 0) {
            return INCOMPLETE;
        }
        int lineTo = lineTo(bytes, from, lf);
        int at = Math.min(from + VERSION_LENGTH, lineTo);
        while (at < lineTo && Chars.isSpace(bytes[at])) {
            at++;
        }
        int status = lineTo - at < 3 ? -1 : StartLines.threeDigits(bytes, at);
        if (status < 100) {
            return breach.of(Violation.BAD_STATUS_LINE, at);
        }
        head.status = status;
        head.minorVersion = bytes[from + 7] - '0';
        head.reasonFrom = Math.min(at + 4, lineTo);
        head.reasonTo = lineTo;
        return lf + 1;
    }

    int fields(Fields fields, byte[] bytes, int from, int to, int mostLines) {
        int at = from;
        while (true) {
            lineStart = at;
            int lf = EightBytes.lineFeed(bytes, at, to);
            if (lf < 0) {
                return INCOMPLETE;
            }
            int lineTo = lineTo(bytes, at, lf);
            if (lineTo == at) {
                return lf + 1;
            }
            if (fields.count() == mostLines) {
                return breach.of(Violation.TOO_MANY_FIELDS, at);
            }
            line(fields, bytes, at, lineTo);
            at = lf + 1;
        }
    }

    private static void line(Fields fields, byte[] bytes, int from, int lineTo) {
        int to = trimEnd(bytes, from, lineTo);
        if (Chars.isSpace(bytes[from])) {
            if (fields.count() > 0) {
                fields.extendLast(to);
            }
            return;
        }
        int colon = from;
        while (colon < to && bytes[colon] != ':') {
            colon++;
        }
        if (colon == to) {
            return;
        }
        int valueFrom = colon + 1;
        while (valueFrom < to && Chars.isSpace(bytes[valueFrom])) {
            valueFrom++;
        }
        fields.add(from, trimEnd(bytes, from, colon), valueFrom, to);
    }

    /** End of a line without its CR. */
    private static int lineTo(byte[] bytes, int from, int lf) {
        return lf > from && bytes[lf - 1] == '\r' ? lf - 1 : lf;
    }

    private static int trimEnd(byte[] bytes, int from, int to) {
        int at = to;
        while (at > from && Chars.isSpace(bytes[at - 1])) {
            at--;
        }
        return at;
    }

    /** Where the version stands that ends a request line; -1 where there is none of HTTP/1. */
    private static int versionAt(byte[] bytes, int from, int lineTo) {
        int to = trimEnd(bytes, from, lineTo);
        int at = to - VERSION_LENGTH;
        if (at <= from || !Chars.isSpace(bytes[at - 1])) {
            return -1;
        }
        return isVersion(bytes, at) ? at : -1;
    }
}
