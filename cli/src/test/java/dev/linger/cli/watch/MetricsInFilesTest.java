package dev.linger.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.linger.linux.PortRange;
import dev.linger.linux.Processes;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The alert rules, the dashboard and the page speak of metrics that there are. */
class MetricsInFilesTest {
    private static final Pattern METRIC = Pattern.compile("linger_[a-z_0-9]+");

    private static Set<String> exposed() throws IOException {
        try (SocketSource sockets = SocketSource.open(Set.of());
                Exposition exposition = new Exposition(0)) {
            exposition.show(
                    new Snapshot(
                            Instant.EPOCH,
                            sockets.census(PortRange.ofHost()),
                            List.of(),
                            Duration.ZERO,
                            LocalPorts.ofHost(),
                            new Processes(),
                            sockets.name(),
                            new Endings.Told(true, 0, 0, 0, 0, new TreeMap<>())));
            return exposition.collect().stream()
                    .map(metric ->
                            metric.getMetadata().getName()
                                    + (metric instanceof CounterSnapshot ? "_total" : ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static Set<String> named(String file) throws IOException {
        Path docs = Path.of(System.getProperty("linger.root"), "docs");
        Set<String> named = new TreeSet<>();
        Matcher matcher = METRIC.matcher(Files.readString(docs.resolve(file)));
        while (matcher.find()) {
            named.add(matcher.group());
        }
        return named;
    }

    @ParameterizedTest
    @ValueSource(strings = {"watch/alerts.yml", "watch/dashboard.json"})
    void aFileNamesNoOther(String file) throws Exception {
        Set<String> named = named(file);
        assertFalse(named.isEmpty());
        named.removeAll(exposed());
        assertEquals(Set.of(), named);
    }

    @Test
    void thePageNamesAllOfThem() throws Exception {
        assertEquals(exposed(), named("watch.md"));
    }
}
