package dev.linger.diagnosis.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.linger.diagnosis.config.ConfigRules;
import dev.linger.life.Weight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HostRulesTest {
    private static final Path PAGES = Path.of(System.getProperty("linger.root"), "docs", "doctor");

    @Test
    void everyRuleHasAPageAndEveryPageARule() throws IOException {
        Set<String> ids = new HashSet<>(HostRules.ids());
        ids.addAll(ConfigRules.ids());
        assertEquals(HostRules.ids().size() + ConfigRules.ids().size(), ids.size());
        try (Stream<Path> pages = Files.list(PAGES)) {
            assertEquals(
                    ids,
                    pages.map(one -> one.getFileName().toString().replace(".md", ""))
                            .collect(Collectors.toSet()));
        }
        for (String id : ids) {
            assertEquals("# " + id, Files.readAllLines(PAGES.resolve(id + ".md")).getFirst());
        }
    }

    @Test
    void tellsTheHeaviestFirst() {
        Host host =
                Seen.usual()
                        .set("net.ipv4.tcp_fin_timeout", "5")
                        .listening("[::]:8080", 8080, 600, 511)
                        .host();
        assertEquals(Weight.CRITICAL, HostRules.look(host).getFirst().weight());
    }

    @Test
    void nothingIsSaidWithoutEvidence() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Remark.of("x", Weight.NOTICE, "it is").soWhat("so").source("book"));
    }

    @Test
    void whatIsWrongHasAFix() {
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        Remark.of("x", Weight.WARNING, "it is")
                                .evidence("seen")
                                .soWhat("so")
                                .source("book"));
    }
}
