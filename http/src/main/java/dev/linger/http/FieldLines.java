package dev.linger.http;

import static dev.linger.http.Breach.INCOMPLETE;

/**
 * Field lines up to the empty line, read strictly (RFC 9112, section 5). Parsing can go on at
 * {@link #lineStart} once more bytes have come.
 */
final class FieldLines {
    private final Breach breach;

    /** Where the line begins that was not complete. */
    int lineStart;

    FieldLines(Breach breach) {
        this.breach = breach;
    }

    int read(Fields fields, byte[] bytes, int from, int to, int mostLines) {
        int at = from;
        while (true) {
            lineStart = at;
            if (at == to) {
                return INCOMPLETE;
            }
            if (!Chars.isToken(bytes[at])) {
                return withoutName(bytes, at, to);
            }
            if (fields.count() == mostLines) {
                return breach.of(Violation.TOO_MANY_FIELDS, at);
            }
            at = line(fields, bytes, at, to);
            if (at < 0) {
                return at;
            }
        }
    }

    private int withoutName(byte[] bytes, int at, int to) {
        Violation otherwise =
                Chars.isSpace(bytes[at]) ? Violation.OBS_FOLD : Violation.BAD_FIELD_NAME;
        return Lines.after(bytes, at, to, breach, otherwise);
    }

    private int line(Fields fields, byte[] bytes, int nameFrom, int to) {
        int nameTo = nameFrom + 1;
        while (nameTo < to && Chars.isToken(bytes[nameTo])) {
            nameTo++;
        }
        if (nameTo == to) {
            return INCOMPLETE;
        }
        if (bytes[nameTo] != ':') {
            return Chars.isSpace(bytes[nameTo])
                    ? spaceAfterName(bytes, nameTo, to)
                    : breach.of(afterName(bytes[nameTo]), nameTo);
        }
        int valueFrom = nameTo + 1;
        while (valueFrom < to && Chars.isSpace(bytes[valueFrom])) {
            valueFrom++;
        }
        int valueTo = Lines.textEnd(bytes, valueFrom, to);
        if (valueTo == to) {
            return INCOMPLETE;
        }
        int next = Lines.after(bytes, valueTo, to, breach, Violation.BAD_FIELD_VALUE);
        while (valueTo > valueFrom && Chars.isSpace(bytes[valueTo - 1])) {
            valueTo--;
        }
        if (next >= 0) {
            fields.add(nameFrom, nameTo, valueFrom, valueTo);
        }
        return next;
    }

    private int spaceAfterName(byte[] bytes, int nameTo, int to) {
        int at = nameTo;
        while (at < to && Chars.isSpace(bytes[at])) {
            at++;
        }
        int wordFrom = at;
        while (at < to && bytes[at] != ':' && bytes[at] != '\r' && bytes[at] != '\n') {
            at++;
        }
        if (at == to) {
            return INCOMPLETE;
        }
        Violation withColon =
                at == wordFrom ? Violation.SPACE_BEFORE_COLON : Violation.BAD_FIELD_NAME;
        return breach.of(bytes[at] == ':' ? withColon : Violation.MISSING_COLON, nameTo);
    }

    private static Violation afterName(byte b) {
        return switch (b) {
            case '\r' -> Violation.MISSING_COLON;
            default -> Lines.unexpected(b, Violation.BAD_FIELD_NAME);
        };
    }
}
