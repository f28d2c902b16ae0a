package dev.linger.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** What somebody who mistyped a word probably meant. */
final class Nearest {
    /** One letter in so many may be wrong. */
    private static final int LETTERS_FOR_A_SLIP = 3;

    private Nearest() {}

    /** The end of a sentence that refuses: what was probably meant, and all that there is. */
    static String of(String typed, Collection<String> words) {
        String meant = to(typed, words);
        return meant
                + (meant.isEmpty() ? "; there are " : " There are ")
                + String.join(", ", words);
    }

    /** {@code "; did you mean idle-timeout?"}; empty where no word is near. */
    static String to(String typed, Collection<String> words) {
        String lower = typed.toLowerCase(Locale.ROOT);
        return words.stream()
                .filter(word -> distance(lower, word) <= slips(word))
                .min(Comparator.comparingInt(word -> distance(lower, word)))
                .map(word -> "; did you mean " + word + "?")
                .orElse("");
    }

    private static int slips(String word) {
        return Math.max(1, word.length() / LETTERS_FOR_A_SLIP);
    }

    /** Levenshtein's: letters to insert, leave out or replace. */
    static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        for (int at = 0; at < before.length; at++) {
            before[at] = at;
        }
        for (int row = 1; row <= one.length(); row++) {
            int[] now = new int[before.length];
            now[0] = row;
            for (int at = 1; at < now.length; at++) {
                int replaced =
                        before[at - 1] + (one.charAt(row - 1) == other.charAt(at - 1) ? 0 : 1);
                now[at] = Math.min(replaced, 1 + Math.min(now[at - 1], before[at]));
            }
            before = now;
        }
        return before[other.length()];
    }
}
