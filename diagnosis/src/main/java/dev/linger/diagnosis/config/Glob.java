package dev.linger.diagnosis.config;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Names with {@code *}, {@code ?} and {@code [...]} in them (glob(7)). */
public final class Glob {
    private static final Pattern WILD = Pattern.compile("[*?\\[]");

    private Glob() {}

    /** Whether it may stand for other names than itself. */
    public static boolean isWild(String name) {
        return WILD.matcher(name).find();
    }

    /** The names that it stands for; what is between two slashes stays between them. */
    public static Pattern pattern(String name) {
        StringBuilder names = new StringBuilder();
        boolean isInBrackets = false;
        for (int at = 0; at < name.length(); at++) {
            char c = name.charAt(at);
            if (isInBrackets) {
                boolean isFirst = name.charAt(at - 1) == '[';
                names.append(
                        isFirst && (c == '!' || c == '^')
                                ? "^/"
                                : "[&^\\".indexOf(c) < 0 ? "" + c : "\\" + c);
                isInBrackets = c != ']';
            } else {
                isInBrackets = c == '[';
                names.append(
                        switch (c) {
                            case '*' -> "[^/]*";
                            case '?' -> "[^/]";
                            case '[' -> "[";
                            default -> Pattern.quote(String.valueOf(c));
                        });
            }
        }
        try {
            return Pattern.compile(names.toString());
        } catch (PatternSyntaxException e) {
            // A bracket that nothing closes stands for itself.
            return Pattern.compile(name, Pattern.LITERAL);
        }
    }
}
