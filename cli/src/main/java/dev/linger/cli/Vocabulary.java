package dev.linger.cli;

import dev.linger.diagnosis.rule.Findings;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Word;
import dev.linger.life.Wording;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Words of the vocabulary as people type them. */
public final class Vocabulary {

    private Vocabulary() {}

    public static CloseCause cause(String typed) {
        String word = spelled(typed);
        if (Findings.ids().contains(word) && !isCause(word)) {
            throw new Refusal(
                    "\""
                            + word
                            + "\" is no cause but a finding, of many connections: linger findings "
                            + word);
        }
        return find(CloseCause.values(), "cause", typed);
    }

    private static boolean isCause(String word) {
        return Arrays.stream(CloseCause.values()).anyMatch(cause -> cause.word().equals(word));
    }

    public static ClosedFirst closedFirst(String typed) {
        return find(ClosedFirst.values(), "side", typed);
    }

    /** The id of a finding. */
    public static String finding(String typed) {
        if (Findings.ids().contains(spelled(typed))) {
            return spelled(typed);
        }
        throw refusal("finding", typed, Findings.ids());
    }

    private static <W extends Word> W find(W[] vocabulary, String kind, String typed) {
        for (W term : vocabulary) {
            if (term.word().equals(spelled(typed))) {
                return term;
            }
        }
        throw refusal(kind, typed, Arrays.stream(vocabulary).map(Word::word).toList());
    }

    private static String spelled(String typed) {
        return typed.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Refusal refusal(String kind, String typed, List<String> words) {
        return new Refusal(
                "\""
                        + Wording.printable(typed)
                        + "\" is no "
                        + kind
                        + Nearest.of(spelled(typed), words));
    }
}
