package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FindingsTest {
    private static final Path ROOT = Path.of(System.getProperty("linger.root"));

    static Stream<String> ids() {
        return Findings.ids().stream();
    }

    @ParameterizedTest
    @MethodSource("ids")
    void everyRuleHasAPageThatOpensWithItsId(String id) throws IOException {
        Path page = ROOT.resolve("docs/findings/" + id + ".md");
        assertEquals("# " + id, Files.readAllLines(page).getFirst());
    }

    @Test
    void whatTellsOfLossIsARule() {
        assertTrue(idSet().containsAll(Findings.TELLING_OF_LOSS));
    }

    @Test
    void lostAnswersAreToldBeforeMoreFrequentThingsOfTheSameWeight() throws Exception {
        Recorded recorded = new Recorded();
        for (int number = 0; number < 20; number++) {
            Conversation idle = recorded.idle();
            idle.client().fin().after(1);
            idle.server().fin();
        }
        Conversation unanswered = recorded.connection();
        unanswered.client().sends(Recorded.GET);
        unanswered.server().fin();
        assertEquals(
                List.of("broken-answers", "client-idle-timeout"),
                recorded.all().stream()
                        .filter(one -> one.weight() == Weight.NOTICE)
                        .map(Finding::id)
                        .toList());
    }

    @Test
    void everyPageAndEverySampleHasARule() throws IOException {
        assertEquals(idSet(), names("docs/findings", ".md"));
        assertEquals(idSet(), names("samples/findings", ".pcap.gz"));
    }

    private static Set<String> idSet() {
        return new HashSet<>(Findings.ids());
    }

    private static Set<String> names(String folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(ROOT.resolve(folder))) {
            return files.map(file -> file.getFileName().toString().replace(ending, ""))
                    .collect(Collectors.toSet());
        }
    }
}
