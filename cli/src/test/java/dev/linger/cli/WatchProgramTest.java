package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Needs;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code linger watch} in a process of its own, with signals, pipes, and other rights. */
class WatchProgramTest {
    private final List<Process> started = new ArrayList<>();

    private Process start(List<String> before, String property, String... arguments)
            throws IOException {
        String places =
                Stream.of("jdk.module.path", "java.class.path")
                        .map(System::getProperty)
                        .filter(path -> path != null && !path.isEmpty())
                        .collect(Collectors.joining(":"));
        List<String> command = new ArrayList<>(before);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
        // Where the tests run as a module, their own classes are on no path.
        String own = Ran.ROOT.resolve("cli/target/test-classes").toString();
        command.addAll(List.of("-Dlinger.terminal=" + property, "-cp", places + ":" + own));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("TERM", "xterm");
        builder.environment().put("COLUMNS", "80");
        builder.environment().put("LINES", "12");
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Process watch(String property, String... more) throws IOException {
        String[] arguments =
                Stream.concat(
                                Stream.of(Linger.class.getName(), "watch", "--interval", "20ms"),
                                Stream.of(more))
                        .toArray(String[]::new);
        return start(List.of(), property, arguments);
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private static void interrupt(Process process) throws Exception {
        new ProcessBuilder("kill", "-INT", "" + process.pid()).inheritIO().start().waitFor();
    }

    @Test
    void looksAgainAndAgainAndEndsWithItsReader() throws Exception {
        Process linger = watch("", "--json");
        try (BufferedReader out = linger.inputReader()) {
            String first = out.readLine();
            String second = out.readLine();
            assertTrue(first.startsWith("{\"at\":\""), first);
            assertTrue(second.startsWith("{\"at\":\""), second);
            assertFalse(first.equals(second), "another look has another time");
        }
        assertEquals(0, linger.waitFor(), "nobody reads on: no failure");
        try (BufferedReader err = linger.errorReader()) {
            assertEquals("", err.lines().collect(Collectors.joining("\n")));
        }
    }

    @Test
    void anInterruptGivesTheTerminalBack() throws Exception {
        Process linger = watch("out");
        StringBuilder shown = new StringBuilder();
        try (BufferedReader out = linger.inputReader()) {
            // Each picture begins at the upper left corner.
            while (!shown.toString().contains("\033[J\033[H")) {
                shown.append((char) out.read());
            }
            interrupt(linger);
            shown.append(out.lines().collect(Collectors.joining("\n")));
        }
        assertEquals(0, linger.waitFor());
        String all = shown.toString();
        assertTrue(all.startsWith("\033[?1049h\033[?25l\033[H"), all);
        assertTrue(all.endsWith("\033[J\033[?25h\033[?1049l"), all);
        for (String picture : all.split("\033\\[H", -1)) {
            assertTrue(picture.lines().count() <= 12, picture);
            picture.lines()
                    .map(line -> line.replaceAll("\033\\[[?0-9]*[A-Za-z]", ""))
                    .forEach(line -> assertTrue(line.length() <= 80, line));
        }
    }

    @Test
    void withoutATerminalThereAreLinesOnly() throws Exception {
        Process linger = watch("");
        try (BufferedReader out = linger.inputReader()) {
            StringBuilder shown = new StringBuilder();
            for (int pictures = 0; pictures < 2; ) {
                String line = out.readLine();
                pictures += line.contains(" sockets, ") ? 1 : 0;
                shown.append(line).append('\n');
            }
            assertFalse(shown.toString().contains("\033"), shown.toString());
        }
    }

    @Test
    void servesMetricsUntilItIsEnded() throws Exception {
        Process linger = watch("", "--prometheus", "0", "--json");
        try (BufferedReader err = linger.errorReader();
                BufferedReader out = linger.inputReader();
                HttpClient client = HttpClient.newHttpClient()) {
            String said = err.readLine();
            assertTrue(said.startsWith("metrics at http://localhost:"), said);
            out.readLine();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(said.substring("metrics at ".length())))
                            .header("Accept", "application/openmetrics-text; version=1.0.0")
                            .build();
            String metrics = client.send(request, HttpResponse.BodyHandlers.ofString()).body();
            assertTrue(metrics.contains("# TYPE linger_sockets gauge\n"), metrics);
            assertTrue(metrics.contains("linger_sockets{state=\"time-wait\"} "), metrics);
            assertTrue(metrics.contains("linger_local_ports "), metrics);
            assertTrue(metrics.contains("linger_ended_sockets_total "), metrics);
            assertTrue(metrics.endsWith("# EOF\n"), metrics);
            for (String name : metrics.split("\n", -1)) {
                if (name.startsWith("# TYPE ")) {
                    String metric = name.split(" ", -1)[2];
                    assertTrue(page().contains("`" + metric), metric + " is not in docs/watch.md");
                }
            }
            interrupt(linger);
            while (out.read() >= 0) {
                // To its end: a full pipe holds up whoever writes.
            }
            assertEquals(0, linger.waitFor());
        }
    }

    @Test
    void theScreenTellsWhereMetricsAre() throws Exception {
        Process linger = watch("out,err", "--prometheus", "0");
        StringBuilder shown = new StringBuilder();
        try (BufferedReader out = linger.inputReader()) {
            while (!shown.toString().contains("\033[J\033[H")) {
                shown.append((char) out.read());
            }
            interrupt(linger);
            while (out.read() >= 0) {
                // To its end.
            }
        }
        assertEquals(0, linger.waitFor());
        assertTrue(shown.toString().contains("metrics at http://localhost:"), shown::toString);
    }

    private static String page() throws IOException {
        return Files.readString(Ran.ROOT.resolve("docs/watch.md"));
    }

    @Test
    void aPortThatIsTakenIsRefused() throws Exception {
        try (Pair pair = Pair.open()) {
            Ran ran = Ran.linger("watch", "--prometheus", pair.port());
            assertEquals(2, ran.status());
            assertTrue(
                    ran.err()
                            .startsWith(
                                    "linger: --prometheus "
                                            + pair.port()
                                            + ": cannot listen there: "),
                    ran.err());
        }
    }

    @Test
    void withoutAnyCapabilityItSeesAllSocketsAndSaysWhoseItCannotSee() throws Exception {
        Needs.superuser();
        Needs.program("setpriv");
        Process other =
                new ProcessBuilder("setpriv", "--reuid=65534", "--clear-groups", "sleep", "600")
                        .start();
        started.add(other);
        try (Pair pair = Pair.open()) {
            Process linger =
                    start(
                            List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"),
                            "",
                            Linger.class.getName(),
                            "watch",
                            "--once",
                            "--port",
                            pair.port());
            try (BufferedReader out = linger.inputReader()) {
                String shown = out.lines().collect(Collectors.joining("\n"));
                // The port may be another test's of the last minute: with a TIME_WAIT of its own.
                assertTrue(shown.contains(" sockets, 2 ESTABLISHED, "), shown);
                assertTrue(shown.contains(" 1 LISTEN"), shown);
                assertTrue(shown.contains("cannot be seen hold 1 socket in LISTEN"), shown);
                assertFalse(shown.contains("sockets by /proc"), shown);
            }
            assertEquals(0, linger.waitFor());
        }
    }

    @Test
    void portsOfANamespaceRunOutAndRaiseAnAlarm() throws Exception {
        Needs.superuser();
        Needs.program("unshare");
        String settings =
                "ip link set lo up"
                        + " && echo 20000 20199 >/proc/sys/net/ipv4/ip_local_port_range"
                        + " && echo 0 >/proc/sys/net/ipv4/tcp_tw_reuse && exec \"$@\"";
        Process linger =
                start(
                        List.of("unshare", "--net", "sh", "-c", settings, "sh"),
                        "",
                        WatchedChurn.class.getName(),
                        "150",
                        "watch",
                        "--once",
                        "--json",
                        "--alarm",
                        "ports > 50%",
                        "--alarm",
                        "ports run out < 60s");
        try (BufferedReader out = linger.inputReader();
                BufferedReader err = linger.errorReader()) {
            String shown = out.readLine();
            String said = err.lines().collect(Collectors.joining("\n"));
            assertTrue(shown.contains("\"ports_of_range\":200,"), shown + said);
            assertTrue(shown.contains("\"time_wait\":150,"), shown);
            assertTrue(shown.contains("\"ports_taken\":150,\"ports_run_out_s\":"), shown);
            assertTrue(said.startsWith("alarm: ports > 50% (now 75 %)\nalarm: ports run"), said);
        }
        assertEquals(1, linger.waitFor());
    }
}
