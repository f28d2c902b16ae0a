package dev.linger.http;

import static dev.linger.http.Breach.INCOMPLETE;

/** Request lines and status lines, read strictly (RFC 9112, sections 3 and 4). */
final class StartLines {
    private static final String PATTERN = "HTTP/d.d";

    private static final int VERSION_LENGTH = 8;

    /** Longer than any registered method, and than those of vendors. */
    static final int LONGEST_METHOD = 32;

    private final Breach breach;

    StartLines(Breach breach) {
        this.breach = breach;
    }

    int request(RequestHead head, byte[] bytes, int from, int to) {
        int longest = to - from > LONGEST_METHOD ? from + LONGEST_METHOD : to;
        int methodTo = from;
        while (methodTo < longest && Chars.isToken(bytes[methodTo])) {
            methodTo++;
        }
        if (methodTo == to) {
            return INCOMPLETE;
        }
        if (methodTo == from) {
            return breach.of(Violation.NOT_HTTP, from);
        }
        if (bytes[methodTo] != ' ') {
            return breach.of(Lines.unexpected(bytes[methodTo], Violation.BAD_METHOD), methodTo);
        }
        head.methodFrom = from;
        head.methodTo = methodTo;
        return target(head, bytes, methodTo + 1, to);
    }

    private int target(RequestHead head, byte[] bytes, int from, int to) {
        int targetTo = Lines.visibleEnd(bytes, from, to);
        if (targetTo == to) {
            return INCOMPLETE;
        }
        head.targetFrom = from;
        head.targetTo = targetTo;
        if (bytes[targetTo] == '\r') {
            return breach.of(Violation.BAD_VERSION, targetTo);
        }
        if (bytes[targetTo] != ' ') {
            return breach.of(Lines.unexpected(bytes[targetTo], Violation.BAD_TARGET), targetTo);
        }
        if (Targets.isOfPreface(head, bytes)) {
            return breach.of(Violation.HTTP2_PREFACE, head.methodFrom);
        }
        if (!Targets.isAllowed(head, bytes)) {
            return breach.of(Violation.BAD_TARGET, from);
        }
        int at = version(head, bytes, targetTo + 1, to, Violation.BAD_VERSION);
        if (at < 0 || at == to) {
            return at == to ? INCOMPLETE : at;
        }
        return Lines.after(bytes, at, to, breach, Violation.BAD_VERSION);
    }

    int status(ResponseHead head, byte[] bytes, int from, int to) {
        int at = version(head, bytes, from, to, Violation.NOT_HTTP);
        if (at < 0) {
            return at;
        }
        if (at + 4 >= to) {
            return INCOMPLETE;
        }
        int status = bytes[at] == ' ' ? threeDigits(bytes, at + 1) : -1;
        // Of no class, and for the client to treat as of class 5 (RFC 9110, section 15): 600 to
        // 999.
        if (status < 100) {
            return breach.of(Violation.BAD_STATUS_LINE, at);
        }
        head.status = status;
        at += 4;
        // Many servers leave out the space before an absent reason; it has one meaning only.
        if (bytes[at] == ' ') {
            at++;
        } else if (bytes[at] != '\r') {
            return breach.of(Lines.unexpected(bytes[at], Violation.BAD_STATUS_LINE), at);
        }
        head.reasonFrom = at;
        head.reasonTo = Lines.textEnd(bytes, at, to);
        if (head.reasonTo == to) {
            return INCOMPLETE;
        }
        return Lines.after(bytes, head.reasonTo, to, breach, Violation.BAD_STATUS_LINE);
    }

    /** The number of three digits; -1 where they are none. */
    static int threeDigits(byte[] bytes, int at) {
        if (!Chars.isDigit(bytes[at])
                || !Chars.isDigit(bytes[at + 1])
                || !Chars.isDigit(bytes[at + 2])) {
            return -1;
        }
        return (bytes[at] - '0') * 100 + (bytes[at + 1] - '0') * 10 + (bytes[at + 2] - '0');
    }

    private int version(Head head, byte[] bytes, int from, int to, Violation otherwise) {
        int end = Math.min(to, from + VERSION_LENGTH);
        for (int at = from; at < end; at++) {
            if (!isVersionByte(bytes[at], at - from)) {
                return breach.of(otherwise, at);
            }
            if (at - from == 5 && bytes[at] > '1') {
                return breach.of(Violation.UNSUPPORTED_VERSION, at);
            }
            // After a 0 only with the dot: 01.1 is no version at all.
            if (at - from == 6 && bytes[at - 1] == '0') {
                return breach.of(Violation.UNSUPPORTED_VERSION, at - 1);
            }
        }
        if (end - from < VERSION_LENGTH) {
            return INCOMPLETE;
        }
        head.minorVersion = bytes[from + 7] - '0';
        return end;
    }

    static boolean isVersionByte(byte b, int index) {
        return (index == 5 || index == 7) ? Chars.isDigit(b) : b == PATTERN.charAt(index);
    }
}
