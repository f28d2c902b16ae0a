package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.Linger;
import dev.linger.cli.Terminal;
import dev.linger.cli.live.scene.Stage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A real server is probed, and the profile names why single connections to it ended. */
@RealPrograms
class KnownServerLiveTest {
    private static String linger(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
        Terminal terminal = new Terminal(out, errors, Terminal.UNLIMITED, false, false);
        assertEquals(0, Linger.run(arguments, terminal), err::toString);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theProfileOfNginxNamesItsIdleTimeoutAndItsCapOnSingleConnections() throws Exception {
        try (Stage stage = new Stage("known-nginx")) {
            stage.nginx(
                    "keepalive_timeout 1300ms; keepalive_requests 7;",
                    "location / { return 200 ok; }");
            Path profile = stage.folder.resolve("nginx.json");
            Files.writeString(
                    profile,
                    linger(
                            "probe",
                            stage.url("/"),
                            "--max-wait",
                            "3s",
                            "--max-requests",
                            "20",
                            "--json"));
            stage.record();
            stage.ask("/", "-stay", "2500ms");
            stage.ask("/", "-requests", "7");
            String capture = stage.finish().toString();
            String without = linger("explain", capture, "--json");
            assertEquals(0, count(without, "\"confidence\":\"likely\""), without);
            String with = linger("explain", capture, "--json", "--profile", profile.toString());
            assertEquals(2, count(with, "\"confidence\":\"likely\""), with);
            assertEquals(1, count(with, "\"cause\":\"idle-timeout\""), with);
            assertEquals(1, count(with, "\"cause\":\"max-requests\""), with);
            assertTrue(with.contains("nginx.json measured that this server closes idle"), with);
            assertTrue(
                    with.contains("nginx.json measured that this server takes 7 requests"), with);
        }
    }

    private static int count(String text, String part) {
        return text.split(java.util.regex.Pattern.quote(part), -1).length - 1;
    }
}
