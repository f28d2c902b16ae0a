package dev.linger.server;

/** Texts of others, in sentences that stand on a line of a log. */
final class OneLine {
    private OneLine() {}

    /** Control characters are escaped, which could begin another line or speak to a terminal. */
    static String of(String text) {
        if (text.chars().noneMatch(OneLine::isEscaped)) {
            return text;
        }
        StringBuilder line = new StringBuilder(text.length() + 16);
        text.chars()
                .forEach(c -> {
                    if (isEscaped(c)) {
                        line.append(String.format(c < 0x100 ? "\\x%02x" : "\\u%04x", c));
                    } else {
                        line.append((char) c);
                    }
                });
        return line.toString();
    }

    /** Also what Unicode has for the end of a line and of a paragraph. */
    private static boolean isEscaped(int c) {
        return Character.isISOControl(c) || c == 0x2028 || c == 0x2029;
    }
}
