package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
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
