package dev.linger.cli;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Word;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Words as people type them, and the list of them for the shell's completion. */
final class Vocabulary {

    private Vocabulary() {}

    private static <W extends Word> W find(W[] vocabulary, String kind, String typed) {
        String wanted = typed.toLowerCase(Locale.ROOT).replace('_', '-');
        for (W term : vocabulary) {
            if (term.word().equals(wanted)) {
                return term;
            }
        }
        throw new TypeConversionException(
                "\""
                        + Wording.printable(typed)
                        + "\" is no "
                        + kind
                        + "; there are "
                        + String.join(", ", words(vocabulary)));
    }

    static List<String> words(Word[] vocabulary) {
        return Arrays.stream(vocabulary).map(Word::word).toList();
    }

    static final class OfCause implements ITypeConverter<CloseCause>, Iterable<String> {
        @Override
        public CloseCause convert(String typed) {
            return find(CloseCause.values(), "cause", typed);
        }

        @Override
        public Iterator<String> iterator() {
            return words(CloseCause.values()).iterator();
        }
    }

    static final class OfSide implements ITypeConverter<ClosedFirst>, Iterable<String> {
        @Override
        public ClosedFirst convert(String typed) {
            return find(ClosedFirst.values(), "side", typed);
        }

        @Override
        public Iterator<String> iterator() {
            return words(ClosedFirst.values()).iterator();
        }
    }
}
