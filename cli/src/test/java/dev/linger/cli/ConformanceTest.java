package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Needs;
import dev.linger.server.Handler;
import dev.linger.server.Server;
import dev.linger.server.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Vectors of others against the server; docs/conformance.md says which of their judgements are
 * disputed. The folder that the environment variable names holds the program that runs them.
 */
@EnabledIfEnvironmentVariable(
        named = "LINGER_CONFORMANCE",
        matches = ".+",
        disabledReason = "LINGER_CONFORMANCE names no folder of vectors")
class ConformanceTest {
    private static final Handler ECHO =
            exchange -> {
                if (exchange.method().equals("POST")) {
                    exchange.respond(exchange.body().readAllBytes());
                } else {
                    exchange.respond("OK");
                }
            };

    @Test
    void noVectorIsFailedAndNoneJudgedWorseThanWritten() throws Exception {
        Needs.program("python3");
        Set<String> disputed =
                Files.readAllLines(
                                Path.of(System.getProperty("linger.root"), "docs/conformance.md"))
                        .stream()
                        .filter(line -> line.matches("\\| [A-Z0-9-]+ \\| \\d+ .*"))
                        .map(line -> line.split("\\|", -1)[1].trim())
                        .collect(Collectors.toSet());
        List<String> scored =
                results().stream().filter(line -> line.contains("\tscored\t")).toList();
        assertTrue(scored.size() > 150, scored.size() + " vectors");
        assertEquals(List.of(), scored.stream().filter(line -> line.contains("\tfail\t")).toList());
        Set<String> warned =
                scored.stream()
                        .filter(line -> line.contains("\twarn\t"))
                        .map(line -> line.split("\t", -1)[0])
                        .collect(Collectors.toSet());
        assertEquals(disputed, warned);
    }

    /** A line for each vector: id, level, whether it is scored, judgement, what was seen. */
    private static List<String> results() throws Exception {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Server server = Server.start(Settings.of(address), ECHO)) {
            String program = Path.of(System.getenv("LINGER_CONFORMANCE"), "run-vectors").toString();
            Process vectors =
                    new ProcessBuilder(
                                    "python3",
                                    program,
                                    "127.0.0.1",
                                    Integer.toString(server.address().getPort()),
                                    "-v")
                            .redirectErrorStream(true)
                            .start();
            String lines =
                    new String(vectors.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, vectors.waitFor(), lines);
            return lines.lines().toList();
        }
    }
}
