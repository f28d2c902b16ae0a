package dev.linger.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Needs;
import dev.linger.linux.DestroyEvents;
import dev.linger.linux.PortRange;
import dev.linger.linux.Processes;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What Prometheus itself says of the metrics and of the alert rules. */
class PromtoolTest {
    private static final Path ROOT = Path.of(System.getProperty("linger.root"));

    @BeforeEach
    void needsPromtool() {
        Needs.program("promtool");
    }

    /** Its output and its exit status, on one line where all went well. */
    private static String promtool(String input, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var in = process.getOutputStream()) {
            in.write(input.getBytes(StandardCharsets.UTF_8));
        }
        byte[] said = process.getInputStream().readAllBytes();
        return process.waitFor() + ": " + new String(said, StandardCharsets.UTF_8).strip();
    }

    private static String scrape() throws Exception {
        try (SocketSource sockets = SocketSource.open(Set.of());
                DestroyEvents events = new DestroyEvents();
                Exposition exposition = new Exposition(0);
                HttpClient client = HttpClient.newHttpClient()) {
            exposition.show(
                    new Snapshot(
                            Instant.EPOCH,
                            sockets.census(PortRange.ofHost()),
                            List.of(),
                            Duration.ZERO,
                            LocalPorts.ofHost(),
                            new Processes(),
                            sockets.name(),
                            new Endings(events, Set.of()).told()));
            URI uri = URI.create("http://127.0.0.1:" + exposition.port() + "/metrics");
            return client.send(
                            HttpRequest.newBuilder(uri).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }

    @Test
    void findsNothingWrongWithTheMetrics() throws Exception {
        String metrics = scrape();
        assertTrue(metrics.contains("linger_sockets{state=\"established\"} "), metrics);
        assertEquals("0: ", promtool(metrics, "check", "metrics"));
    }

    @Test
    void takesTheRules() throws Exception {
        String rules = ROOT.resolve("docs/watch/alerts.yml").toString();
        String said = promtool("", "check", "rules", rules);
        assertTrue(said.startsWith("0: ") && said.contains("SUCCESS: 4 rules found"), said);
    }

    @Test
    void eachAlertRisesWithTheFiguresThatCallForIt() throws Exception {
        Path test = ROOT.resolve("cli/src/test/resources/watch/alerts-test.yml");
        String said = promtool("", "test", "rules", test.toString());
        assertTrue(said.startsWith("0: ") && said.contains("SUCCESS"), said);
    }
}
