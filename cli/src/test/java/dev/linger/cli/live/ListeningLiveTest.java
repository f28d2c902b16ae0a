package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Command;
import dev.linger.cli.live.scene.Listener;
import dev.linger.cli.live.scene.Needs;
import dev.linger.cli.live.scene.Program;
import dev.linger.cli.live.scene.Stage;
import dev.linger.cli.live.scene.Wait;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Live packets, read by Linger itself. */
@RealPrograms
class ListeningLiveTest {
    private static final String OK = "location / { return 200 ok; }";

    /** Fields that do not depend on when a packet was stamped, nor on what else was seen. */
    private static final List<String> FIELDS =
            List.of(
                    "requests",
                    "responses",
                    "bytes_to_server",
                    "bytes_to_client",
                    "closed_first",
                    "manner",
                    "time_wait_at",
                    "cause",
                    "decided_by",
                    "phase");

    /** By the client's port. */
    private static Map<String, String> verdicts(String json) {
        Map<String, String> verdicts = new TreeMap<>();
        for (String line : json.lines().toList()) {
            verdicts.put(
                    field(line, "client"),
                    FIELDS.stream()
                            .map(name -> name + "=" + field(line, name))
                            .collect(Collectors.joining(" ")));
        }
        return verdicts;
    }

    private static String field(String line, String name) {
        Matcher field = Pattern.compile("\"" + name + "\":\"?([^,\"]*)").matcher(line);
        assertTrue(field.find(), name + " in " + line);
        return field.group(1);
    }

    private static String explain(Stage stage, String... arguments) throws Exception {
        try (Program linger = Program.start(stage.folder, Listener.linger(arguments))) {
            return linger.rest();
        }
    }

    /** Connections that end in several ways. */
    private static void talk(Stage stage) throws Exception {
        stage.curl("/", "-H", "Connection: close");
        stage.curl("/");
        stage.ask("/", "-workers", "4");
        stage.line().close();
        stage.line().get("/").hear().hearOut().close();
        stage.line().say("nonsense\r\n\r\n").hearOut().close();
        stage.sockets().awaitNone();
    }

    @Test
    void everyVerdictIsThatOfTcpdumpsCapture() throws Exception {
        try (Stage stage = new Stage("listening")) {
            stage.nginx("keepalive_timeout 1s;", OK);
            Path saved = stage.folder.resolve("saved.pcapng");
            stage.record();
            try (Listener all = Listener.begin(stage, "--json");
                    Listener heads = Listener.begin(stage, "--json", "--heads-only");
                    Listener saving = Listener.begin(stage, "--save", saved.toString())) {
                talk(stage);
                for (Listener each : List.of(all, heads, saving)) {
                    each.signal("INT");
                }
                String port = "" + stage.port;
                String capture = stage.finish().toString();
                String expected = explain(stage, "explain", "--json", "--port", port, capture);
                assertEquals(9, verdicts(expected).size(), expected);
                assertEquals(verdicts(expected), verdicts(all.output()));
                assertEquals(verdicts(expected), verdicts(heads.output()));
                String again = explain(stage, "explain", "--json", saved.toString());
                assertEquals(verdicts(expected), verdicts(again));
                String report = explain(stage, "explain", "--port", port, saved.toString());
                assertEquals(body(report), body(saving.output()));
                assertReadable(stage, saved);
            }
        }
    }

    /** A report without the name of what was read, and without how to see more. */
    private static List<String> body(String report) {
        List<String> lines = report.lines().toList();
        return lines.subList(1, lines.lastIndexOf(""));
    }

    private static void assertReadable(Stage stage, Path saved) throws Exception {
        Needs.program("tcpdump");
        String fins = "tcp[13] & 1 != 0 and port " + stage.port;
        Command read = Command.run(stage.folder, "tcpdump", "-n", "-r", saved.toString(), fins);
        assertEquals(0, read.status(), read.said());
        assertTrue(read.said().contains("Flags [F.]"), read.said());
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalEndsItWithTheWholeResult(String signal) throws Exception {
        try (Stage stage = new Stage("listening-" + signal)) {
            stage.nginx("", OK);
            try (Listener listener = Listener.begin(stage)) {
                stage.curl("/");
                stage.sockets().awaitNone();
                listener.signal(signal);
                String report = listener.output();
                assertTrue(report.contains(", 1 of 1 connection, "), report);
                assertTrue(report.contains(stage.server() + ", nginx/"), report);
                Command end = listener.end();
                assertEquals(0, end.status(), end.said());
                assertTrue(end.said().contains(" packets, 0 of them dropped\n"), end.said());
            }
        }
    }

    @Test
    void aCheckHasItsStatusAfterASignal() throws Exception {
        try (Stage stage = new Stage("listening-check")) {
            stage.nginx("", OK);
            try (Listener listener = Listener.begin(stage, "--check")) {
                for (int i = 0; i < 30; i++) {
                    stage.curl("/", "-H", "Connection: close");
                }
                stage.sockets().awaitNone();
                listener.signal("INT");
                String report = listener.output();
                assertEquals(1, listener.end().status(), report);
            }
        }
    }

    @Test
    void connectionsArePrintedAsTheyEnd() throws Exception {
        try (Stage stage = new Stage("listening-json")) {
            stage.nginx("", OK);
            Program program =
                    Program.start(
                            stage.folder,
                            Listener.linger(
                                    "explain", "--live", "--json", "--port", "" + stage.port));
            try (program) {
                Wait.until("linger listens", () -> program.errors().contains("live on any"));
                stage.curl("/");
                assertEquals("client", field(program.hear(), "closed_first"));
                assertTrue(program.isRunning());
            }
        }
    }

    @Test
    void itEndsAfterItsTime() throws Exception {
        try (Stage stage = new Stage("listening-duration");
                Listener listener = Listener.begin(stage, "--duration", "500ms")) {
            String report = listener.output();
            assertEquals(0, listener.end().status());
            assertEquals("live on lo: 0 packets, 0 of 0 connections, 0 ns\n", report);
        }
    }

    @Test
    void aTerminalShowsHowFarItIs() throws Exception {
        try (Stage stage = new Stage("listening-terminal")) {
            stage.nginx("", OK);
            List<String> command =
                    Listener.linger(
                            "explain", "--live", "--port", "" + stage.port, "--duration", "90s");
            command.add(1, "-Dlinger.terminal=err");
            try (Listener listener = Listener.begin(stage.folder, command)) {
                stage.curl("/");
                Pattern line =
                        Pattern.compile(
                                "\rlive on any: \\d+ s, 8\\d s left, \\d+ packets, 1 connection, 0 dropped\033");
                Wait.until("the connection is shown", () -> line.matcher(listener.errors()).find());
            }
        }
    }

    @Test
    void droppedPacketsAreToldAndFailACheck() throws Exception {
        try (Stage stage = new Stage("listening-drops")) {
            stage.nginx("", "");
            stage.file("large", 20_000_000);
            try (Listener listener = Listener.begin(stage, "--ring", "2", "--check")) {
                listener.signal("STOP");
                stage.curl("/large");
                stage.sockets().awaitNone();
                listener.signal("CONT");
                listener.signal("INT");
                String report = listener.output();
                String told = "found the ring of 2 MiB full and were dropped by the kernel";
                assertTrue(report.replaceAll("\\s+", " ").contains(told), report);
                Command end = listener.end();
                Pattern some = Pattern.compile(", [1-9][0-9,]* of them dropped");
                assertTrue(some.matcher(end.said()).find(), end.said());
                assertEquals(2, end.status(), end.said());
            }
        }
    }

    @Test
    void anUnprivilegedUserIsToldWhichCommandsWork() throws Exception {
        Needs.root();
        Needs.program("setpriv");
        Path folder = Path.of(".");
        String[] arguments = {"explain", "--live", "--duration", "100ms"};
        Command refused = Command.run(folder, asNobody("+dac_read_search", arguments));
        assertEquals(2, refused.status(), refused.said());
        assertTrue(
                refused.said().contains("CAP_NET_RAW, which the user nobody does not"),
                refused.said());
        assertTrue(refused.said().contains("  sudo ./linger explain --live --duration 100ms\n"));
        Command heard = Command.run(folder, asNobody("+dac_read_search,+net_raw", arguments));
        assertEquals(0, heard.status(), heard.said());
    }

    /** With a capability to read the classes, which may lie in root's home. */
    private static List<String> asNobody(String capabilities, String... arguments) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"));
        command.add("--inh-caps=" + capabilities);
        command.add("--ambient-caps=" + capabilities);
        command.addAll(Listener.linger(arguments));
        return command;
    }

    @Test
    void rootInAContainerWithoutTheCapabilityIsToldSo() throws Exception {
        Needs.root();
        Needs.program("setpriv");
        List<String> command =
                new ArrayList<>(
                        List.of("setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw"));
        command.addAll(Listener.linger("explain", "--live"));
        Command refused = Command.run(Path.of("."), command);
        assertEquals(2, refused.status());
        assertTrue(refused.said().contains("docker run --cap-add=NET_RAW"), refused.said());
    }

    @Test
    void anEarlierFileIsNotWrittenOver() throws Exception {
        try (Stage stage = new Stage("listening-save")) {
            Path file = Files.writeString(stage.folder.resolve("kept.pcapng"), "precious");
            String[] arguments = {"explain", "--live", "--save", file.toString()};
            Command refused = Command.run(stage.folder, Listener.linger(arguments));
            assertEquals(2, refused.status());
            assertTrue(refused.said().contains("exists; name a new file"), refused.said());
            assertEquals("precious", Files.readString(file));
        }
    }

    @Test
    void aFullDiskEndsTheFileButNotTheListening() throws Exception {
        try (Stage stage = new Stage("listening-full")) {
            stage.nginx("", "");
            stage.file("large", 20_000_000);
            Path disk = Files.createDirectory(stage.folder.resolve("disk"));
            mount(stage, disk);
            try (Listener listener = Listener.begin(stage, "--save", disk + "/a.pcapng")) {
                stage.curl("/large");
                stage.sockets().awaitNone();
                listener.signal("INT");
                String report = listener.output();
                assertTrue(report.contains("could not be written on after about"), report);
                assertTrue(report.contains(", 1 of 1 connection, "), report);
            } finally {
                Command.run(stage.folder, "umount", disk.toString());
            }
        }
    }

    private static void mount(Stage stage, Path disk) throws Exception {
        String[] words = {"mount", "-t", "tmpfs", "-o", "size=2m", "none", disk.toString()};
        Command mounted = Command.run(stage.folder, words);
        if (mounted.status() != 0) {
            throw new IOException(mounted.said());
        }
    }
}
