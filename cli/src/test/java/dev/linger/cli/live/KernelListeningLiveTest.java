package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Command;
import dev.linger.cli.live.scene.Line;
import dev.linger.cli.live.scene.Listener;
import dev.linger.cli.live.scene.Needs;
import dev.linger.cli.live.scene.Program;
import dev.linger.cli.live.scene.Stage;
import dev.linger.cli.live.scene.Wait;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code linger explain --kernel}, by a user who may do nothing special. */
@RealPrograms
class KernelListeningLiveTest {
    private static final List<String> UNPRIVILEGED =
            List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all");

    private static Program begin(Stage stage, String... options) throws Exception {
        Needs.program("setpriv");
        List<String> arguments =
                new ArrayList<>(List.of("explain", "--kernel", "--port", "" + stage.port));
        arguments.addAll(List.of(options));
        List<String> command = new ArrayList<>(UNPRIVILEGED);
        command.addAll(Listener.linger(arguments.toArray(String[]::new)));
        Program linger = Program.start(stage.folder, command);
        Wait.until("linger listens", () -> linger.errors().contains("connections that end now"));
        return linger;
    }

    private static void interrupt(Program linger) throws Exception {
        Command.run(Path.of("."), "kill", "-INT", "" + linger.pid());
    }

    /** Who closed first, by the client's port. */
    private static Map<String, String> closers(String json) {
        Pattern fields =
                Pattern.compile("\"client\":\"[^\"]*:(\\d+)\".*\"closed_first\":\"(\\w+)\"");
        Map<String, String> closers = new TreeMap<>();
        for (String line : json.lines().toList()) {
            Matcher found = fields.matcher(line);
            assertTrue(found.find(), line);
            closers.put(found.group(1), found.group(2));
        }
        return closers;
    }

    @Test
    void withoutRootItSaysWhoClosedFirstAsThePacketsDo() throws Exception {
        try (Stage stage = new Stage("kernel-listening")) {
            stage.nginx("keepalive_timeout 1s;", "location / { return 200 ok; }");
            stage.record();
            try (Program linger = begin(stage, "--json")) {
                stage.curl("/", "-H", "Connection: close");
                stage.curl("/");
                stage.line().get("/").hear().hearOut().close();
                stage.sockets().awaitNone();
                StringBuilder told = new StringBuilder();
                for (int connection = 0; connection < 3; connection++) {
                    told.append(linger.hear()).append('\n');
                }
                interrupt(linger);
                assertEquals("", linger.rest());
                String packets =
                        Program.start(
                                        stage.folder,
                                        Listener.linger(
                                                "explain", "--json", stage.finish().toString()))
                                .rest();
                assertEquals(closers(packets), closers(told.toString()));
                assertTrue(told.indexOf("\"seen_by\":\"kernel\"") > 0, told::toString);
            }
        }
    }

    @Test
    void aSignalEndsItWithFindingsAndTheirStatus() throws Exception {
        try (Stage stage = new Stage("kernel-findings")) {
            stage.nginx("keepalive_timeout 1s;", "location / { return 200 ok; }");
            try (Program linger = begin(stage)) {
                List<Line> lines = new ArrayList<>();
                for (int i = 0; i < 5; i++) {
                    Line line = stage.line().get("/").hear();
                    lines.add(line);
                }
                for (Line line : lines) {
                    line.hearOut().close();
                }
                stage.sockets().awaitNone();
                interrupt(linger);
                String report = linger.rest();
                linger.await();
                assertEquals(0, linger.status(), linger.errors());
                assertTrue(report.startsWith("the kernel: 5 of "), report);
                assertTrue(report.contains("closed first  server 5 (100 %)"), report);
                assertTrue(report.contains("TIME_WAIT at  server 5 (100 %)"), report);
            }
        }
    }
}
