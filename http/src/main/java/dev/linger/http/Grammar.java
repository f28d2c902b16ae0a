package dev.linger.http;

/** What may stand in the parts of a message that are written from Strings. */
final class Grammar {
    private Grammar() {}

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7e || !Chars.isToken((byte) text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean isTarget(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) <= ' ' || text.charAt(i) > 0x7e) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Visible characters, spaces, tabs and bytes from 0x80 (RFC 9110, section 5.5). */
    static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0xff || Lines.isControl((byte) text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** The text with all that could not be written shown as {@code ?}. */
    static String printable(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            printable.append(c >= ' ' && c <= 0x7e ? c : '?');
        }
        return printable.toString();
    }
}
