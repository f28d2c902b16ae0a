package dev.linger.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a server or a proxy wants to be told (RFC 9110, section 11.3).
 *
 * @param scheme as it was written
 * @param parameters by their names in lower case; what no parameter is, is left out
 */
record Challenge(String scheme, Map<String, String> parameters) {
    /**
     * All challenges in the lines of a field (RFC 9110, section 11.6.1). The comma stands between
     * challenges and between their parameters; a word that begins an element and has no "=" is a
     * scheme.
     */
    static List<Challenge> of(List<String> lines) {
        List<Challenge> found = new ArrayList<>();
        for (String line : lines) {
            new Scanner(line, found).scan();
        }
        return found;
    }

    boolean isOf(String other) {
        return scheme.equalsIgnoreCase(other);
    }

    /** Of one line. */
    private static final class Scanner {
        private final String line;
        private final List<Challenge> found;
        private final int before;
        private int at;

        private Scanner(String line, List<Challenge> found) {
            this.line = line;
            this.found = found;
            this.before = found.size();
        }

        private void scan() {
            boolean beginsElement = true;
            while (at < line.length()) {
                char c = line.charAt(at);
                if (c == ',' || isBlank(c)) {
                    at++;
                    beginsElement |= c == ',';
                } else {
                    word(beginsElement);
                    beginsElement = false;
                }
            }
        }

        private void word(boolean beginsElement) {
            int from = at;
            while (at < line.length() && !endsWord(line.charAt(at))) {
                at++;
            }
            String word = line.substring(from, at);
            int next = afterBlanks();
            if (next < line.length() && line.charAt(next) == '=') {
                at = next + 1;
                parameter(word);
            } else if (word.isEmpty()) {
                quoted();
            } else if (beginsElement) {
                found.add(new Challenge(word, new LinkedHashMap<>()));
            }
        }

        private static boolean endsWord(char c) {
            return c == ',' || c == '=' || c == '"' || isBlank(c);
        }

        private static boolean isBlank(char c) {
            return c == ' ' || c == '\t';
        }

        private int afterBlanks() {
            int next = at;
            while (next < line.length() && isBlank(line.charAt(next))) {
                next++;
            }
            return next;
        }

        /** The first one counts where a name is there twice. */
        private void parameter(String name) {
            at = afterBlanks();
            String value = at < line.length() && line.charAt(at) == '"' ? quoted() : unquoted();
            if (found.size() > before) {
                found.getLast().parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
            }
        }

        /** More than a token may be: some servers forget the quotes. */
        private String unquoted() {
            int from = at;
            while (at < line.length() && line.charAt(at) != ',' && !isBlank(line.charAt(at))) {
                at++;
            }
            return line.substring(from, at);
        }

        /** RFC 9110, section 5.6.4. */
        private String quoted() {
            StringBuilder text = new StringBuilder();
            at++;
            while (at < line.length() && line.charAt(at) != '"') {
                if (line.charAt(at) == '\\' && at + 1 < line.length()) {
                    at++;
                }
                text.append(line.charAt(at));
                at++;
            }
            at++;
            return text.toString();
        }
    }
}
