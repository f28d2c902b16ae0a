package dev.linger.cli;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Word;
import dev.linger.life.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Words of the vocabulary as people type them. */
final class Vocabulary {

    private Vocabulary() {}

    static CloseCause cause(String typed) {
        return find(CloseCause.values(), "cause", typed);
    }

    static ClosedFirst closedFirst(String typed) {
        return find(ClosedFirst.values(), "side", typed);
    }

    private static <W extends Word> W find(W[] vocabulary, String kind, String typed) {
        String wanted = typed.toLowerCase(Locale.ROOT).replace('_', '-');
        List<String> words = new ArrayList<>();
        for (W term : vocabulary) {
            if (term.word().equals(wanted)) {
                return term;
            }
            words.add(term.word());
        }
        throw new Refusal(
                "\""
                        + Wording.printable(typed)
                        + "\" is no "
                        + kind
                        + "; there are "
                        + String.join(", ", words));
    }
}
