package dev.linger.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class VocabularyTest {
    private static final Path PAGES = Path.of(System.getProperty("linger.root"), "docs", "causes");

    @ParameterizedTest
    @EnumSource
    void everyCauseHasAPageThatOpensWithItsWord(CloseCause cause) throws Exception {
        List<String> page = Files.readAllLines(PAGES.resolve(cause.word() + ".md"));
        assertEquals("# " + cause.word(), page.getFirst());
    }

    @Test
    void everyPageHasACause() throws Exception {
        Set<String> words =
                Stream.of(CloseCause.values())
                        .map(cause -> cause.word() + ".md")
                        .collect(Collectors.toSet());
        try (Stream<Path> pages = Files.list(PAGES)) {
            List<String> strays =
                    pages.map(page -> page.getFileName().toString())
                            .filter(name -> !words.contains(name))
                            .toList();
            assertEquals(List.of(), strays);
        }
    }

    @Test
    void wordsAreLowerCaseWithHyphens() {
        for (Class<?> vocabulary : Word.class.getPermittedSubclasses()) {
            for (Object constant : vocabulary.getEnumConstants()) {
                String word = ((Word) constant).word();
                assertTrue(word.matches("[a-z]+(-[a-z]+)*"), word);
            }
        }
    }

    @Test
    void timeWaitLiesWhereTheFirstFinCameFromAndAResetKillsIt() {
        assertEquals(TimeWaitAt.SERVER, timeWait(ClosedFirst.SERVER, Manner.FIN));
        assertEquals(TimeWaitAt.CLIENT, timeWait(ClosedFirst.CLIENT, Manner.FIN));
        assertEquals(TimeWaitAt.BOTH, timeWait(ClosedFirst.BOTH, Manner.FIN));
        assertEquals(TimeWaitAt.NOBODY, timeWait(ClosedFirst.SERVER, Manner.RESET));
        assertEquals(TimeWaitAt.NOBODY, timeWait(ClosedFirst.NOBODY, Manner.OPEN));
    }

    @Test
    void aVerdictWithoutEvidenceCannotBeMade() {
        Closing closing =
                new Closing(
                        CloseCause.UNKNOWN,
                        DecidedBy.UNKNOWN,
                        ClosedFirst.UNKNOWN,
                        Manner.UNKNOWN,
                        Phase.UNKNOWN);
        assertThrows(
                IllegalArgumentException.class,
                () -> new Verdict(closing, Confidence.GUESS, List.of(), List.of()));
    }

    private static TimeWaitAt timeWait(ClosedFirst first, Manner manner) {
        return new Closing(CloseCause.UNKNOWN, DecidedBy.UNKNOWN, first, manner, Phase.IDLE)
                .timeWaitAt();
    }
}
