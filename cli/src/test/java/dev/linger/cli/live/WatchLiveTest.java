package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Command;
import dev.linger.cli.live.scene.Line;
import dev.linger.cli.live.scene.Listener;
import dev.linger.cli.live.scene.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code linger watch} on real servers and clients. */
class WatchLiveTest {

    /** One look at the scene's port. */
    private static String look(Stage stage, String... more) throws Exception {
        List<String> command =
                new ArrayList<>(Listener.linger("watch", "--once", "--port", "" + stage.port));
        command.addAll(List.of(more));
        return Command.run(Path.of("."), command).said();
    }

    private static void assertContains(String part, String whole) {
        assertTrue(whole.contains(part), () -> "no " + part + " in " + whole);
    }

    @Test
    void nginxThatClosesAfterEachRequestHasTheTimeWait() throws Exception {
        try (Stage stage = new Stage("watch-nginx")) {
            stage.nginx("keepalive_timeout 0;", "return 200;");
            for (int request = 0; request < 5; request++) {
                try (Line line = stage.line()) {
                    line.get("/").hearOut();
                }
            }
            String seen = look(stage, "--json");
            assertContains("\"process\":\"nginx\"", seen);
            assertContains("\"fin_wait2\":0,\"time_wait\":5,", seen);
            assertContains("\"closes_60_s\":5,", seen);
            assertContains("\"outgoing\":[]", seen);
        }
    }

    @Test
    void curlThatClosesFirstHasTheTimeWait() throws Exception {
        try (Stage stage = new Stage("watch-curl")) {
            stage.nginx("", "return 200;");
            stage.curl("/");
            String seen = look(stage, "--json");
            assertContains("\"outgoing\":[{\"source\":\"127.0.0.1\"", seen);
            assertContains("\"fin_wait2\":0,\"time_wait\":0,", seen);
            assertContains("\"fin_wait2\":0,\"time_wait\":1,", seen);
        }
    }

    @Test
    void whoDoesNotCloseIsNamedWithTheServersIdleTimeout() throws Exception {
        try (Stage stage = new Stage("watch-leak")) {
            stage.nginx("keepalive_timeout 1s;", "return 200;");
            stage.line().get("/").hearOut();
            String seen = look(stage, "--alarm", "close-wait > 0");
            while (!seen.contains("held by")) {
                seen = look(stage, "--alarm", "close-wait > 0");
            }
            assertContains("1 to 127.0.0.1:" + stage.port + ", held by java[", seen);
            assertTrue(
                    Pattern.compile("the opposite side closed after 1\\.\\d s idle")
                            .matcher(seen)
                            .find(),
                    seen);
            assertContains("alarm: close-wait > 0 (now 1)", seen);
            assertEquals(2, seen.split("alarm: close-wait", -1).length - 1, "on both outputs");
        }
    }
}
