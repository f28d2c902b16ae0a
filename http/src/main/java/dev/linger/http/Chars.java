package dev.linger.http;

import java.nio.charset.StandardCharsets;

/** Classes of bytes in the grammar of RFC 9110 and RFC 9112, and comparing without a String. */
final class Chars {
    private static final byte TOKEN = 1;
    private static final byte HOST = 2;
    private static final byte[] CLASSES = classes();

    private Chars() {}

    private static byte[] classes() {
        byte[] classes = new byte[256];
        // RFC 9110, section 5.6.2
        String token = "!#$%&'*+-.^_`|~";
        // RFC 3986, section 3.2.2: unreserved, percent, sub-delims, and IP literals
        String host = "-._~%!$&'()*+,;=:[]";
        for (int i = 0; i < token.length(); i++) {
            classes[token.charAt(i)] |= TOKEN;
        }
        for (int i = 0; i < host.length(); i++) {
            classes[host.charAt(i)] |= HOST;
        }
        for (int c = '0'; c <= '9'; c++) {
            classes[c] = TOKEN | HOST;
        }
        for (int c = 'a'; c <= 'z'; c++) {
            classes[c] = TOKEN | HOST;
            classes[c - 32] = TOKEN | HOST;
        }
        return classes;
    }

    static boolean isToken(byte b) {
        return (CLASSES[b & 0xff] & TOKEN) != 0;
    }

    static boolean isHost(byte b) {
        return (CLASSES[b & 0xff] & HOST) != 0;
    }

    static boolean isSpace(byte b) {
        return b == ' ' || b == '\t';
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    /** Value of a hexadecimal digit, -1 for any other byte. */
    static int hex(byte b) {
        if (isDigit(b)) {
            return b - '0';
        }
        int lower = b | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /** A word for {@link #isWord}, in lower case. */
    static byte[] word(String lower) {
        return lower.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether the range is this word, in any case; the word itself is in lower case. */
    static boolean isWord(byte[] bytes, int from, int to, byte[] lower) {
        int length = to - from;
        if (length != lower.length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            int b = bytes[from + i];
            int c = lower[i];
            if (b != c && (b + 32 != c || b < 'A' || b > 'Z')) {
                return false;
            }
        }
        return true;
    }

    /** Whether the range is this name, in any case. */
    static boolean isName(byte[] bytes, int from, int to, String name) {
        if (to - from != name.length()) {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            int a = bytes[from + i];
            int b = name.charAt(i);
            if (a != b && ((a ^ b) != 0x20 || !isLetter(a))) {
                return false;
            }
        }
        return true;
    }

    /** Whether the range is this text of ISO-8859-1, in this case. */
    static boolean is(byte[] bytes, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((bytes[from + i] & 0xff) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(int c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z';
    }
}
