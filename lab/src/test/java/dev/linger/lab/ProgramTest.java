package dev.linger.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramTest {
    @TempDir Path folder;

    private Program shell(String script) throws IOException {
        assumeTrue(Program.isHere("sh"));
        return Program.start(List.of("sh", "-c", script), folder);
    }

    @Test
    void whatItsUserHasSetForAllProgramsIsNotHandedOn() {
        Map<String, String> environment = new HashMap<>();
        for (String name :
                List.of(
                        "http_proxy",
                        "HTTPS_PROXY",
                        "JAVA_TOOL_OPTIONS",
                        "_JAVA_OPTIONS",
                        "NODE_OPTIONS",
                        "PATH")) {
            environment.put(name, "here");
        }
        Program.removeHabits(environment);
        assertEquals(Map.of("PATH", "here"), environment);
    }

    @Test
    void whatItSaidIsToldThoughItIsNoText() throws Exception {
        try (Program program = shell("printf 'no \\377'; exit 3")) {
            IOException failure = assertThrows(IOException.class, program::awaitEnd);
            assertEquals("sh has ended (3): no \ufffd", failure.getMessage());
        }
    }

    /** The reading ends when the last one that may write has ended. */
    @Test
    void noneThatItHasStartedOutlivesItThoughItHeedsNoSignal() throws Exception {
        assumeTrue(Program.isHere("mkfifo"));
        Path pipe = folder.resolve("pipe");
        String child = "(trap '' TERM; exec sleep 600 > pipe) & wait";
        InputStream in;
        try (Program program = shell("mkfifo pipe; echo made; " + child)) {
            program.awaitLines("made", 1);
            in = Files.newInputStream(pipe);
        }
        try (in) {
            assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertEquals(-1, in.read()));
        }
    }

    @Test
    void whatIsStartedAfterTheEndOfItsActEndsAtOnce() throws Exception {
        try (Ports.Reserved reserved = Ports.free(Network.ofHost().address())) {
            Stage stage = new Stage(reserved.address(), Network.ofHost());
            stage.close();
            boolean[] closed = new boolean[1];
            assertThrows(IllegalStateException.class, () -> stage.with(() -> closed[0] = true));
            assertTrue(closed[0]);
        }
    }
}
