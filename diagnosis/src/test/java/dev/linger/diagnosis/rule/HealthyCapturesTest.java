package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ordinary traffic of real software with its real timeouts, in {@code samples/healthy}. */
class HealthyCapturesTest {
    private static final Path FOLDER =
            Path.of(System.getProperty("linger.root"), "samples", "healthy");

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".pcap.gz"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void raiseNoAlarm(String name) throws Exception {
        List<Finding> alarms =
                Recorded.findings(FOLDER.resolve(name)).stream()
                        .filter(finding -> finding.weight().compareTo(Weight.NOTICE) < 0)
                        .toList();
        assertEquals(List.of(), alarms);
    }

    @ParameterizedTest
    @MethodSource("names")
    void sayHowTheyWereMade(String name) throws IOException {
        String readme = Files.readString(FOLDER.resolve("README.md"));
        assertTrue(readme.contains("`" + name + "`"), () -> "samples/healthy/README.md: " + name);
    }

    @Test
    void thereAreSome() throws IOException {
        assertTrue(names().size() >= 8);
    }
}
