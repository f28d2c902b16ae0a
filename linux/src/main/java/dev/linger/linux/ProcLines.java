package dev.linger.linux;

import java.io.IOException;
import java.io.InputStream;

/** Lines of a table in /proc, read byte by byte from one array. */
final class ProcLines {
    private static final int LONGEST = 4096;

    private final InputStream in;
    private final byte[] bytes = new byte[64 << 10];
    private int lineFrom;
    private int lineTo;
    private int filled;
    private int at;
    private boolean whole;

    ProcLines(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line; false at the end. */
    boolean next() throws IOException {
        lineFrom = lineTo;
        int search = lineFrom;
        while (true) {
            for (int i = search; i < filled; i++) {
                if (bytes[i] == '\n') {
                    at = lineFrom;
                    lineTo = i + 1;
                    whole = true;
                    return true;
                }
            }
            search = filled - lineFrom;
            if (search > LONGEST) {
                throw new IOException("a line of more than " + LONGEST + " bytes in a /proc table");
            }
            System.arraycopy(bytes, lineFrom, bytes, 0, search);
            lineFrom = 0;
            filled = search;
            int count = in.read(bytes, filled, bytes.length - filled);
            if (count <= 0) {
                return false;
            }
            filled += count;
        }
    }

    /** Whether every field asked for was there. */
    boolean isWhole() {
        return whole;
    }

    /** Passes over spaces. */
    void begin() {
        while (at < lineTo && bytes[at] == ' ') {
            at++;
        }
    }

    /** Passes over a field. */
    void skip() {
        begin();
        while (at < lineTo && bytes[at] != ' ') {
            at++;
        }
    }

    /** The next field's hexadecimal digits. */
    long hex() {
        begin();
        return hexDigits(16);
    }

    /** Those that follow this character, which must come now. */
    long hexAfter(char separator) {
        whole &= at < lineTo && bytes[at] == separator;
        at++;
        return hexDigits(16);
    }

    /** At most this many digits from here on; at least one must come. */
    long hexDigits(int most) {
        long value = 0;
        int from = at;
        while (at < lineTo && at - from < most) {
            int digit = Character.digit(bytes[at], 16);
            if (digit < 0) {
                break;
            }
            value = value << 4 | digit;
            at++;
        }
        whole &= at > from;
        return value;
    }

    /** The next field's decimal digits. */
    long decimal() {
        begin();
        long value = 0;
        int from = at;
        while (at < lineTo && bytes[at] >= '0' && bytes[at] <= '9') {
            value = value * 10 + (bytes[at] - '0');
            at++;
        }
        whole &= at > from;
        return value;
    }
}
