package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code linger lab}, where it cannot do what it is told. */
@RealPrograms
class LabLiveTest {
    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--matrix", "--report"})
    void aPageThatTakesPacketsIsRefusedBeforeAnythingIsPlayed(String option) throws Exception {
        Needs.superuser();
        Path page = Files.writeString(folder.resolve("page"), "of yesterday");
        List<String> command =
                new ArrayList<>(
                        List.of("setpriv", "--bounding-set=-net_raw", "--inh-caps=-net_raw"));
        command.addAll(Listener.linger("lab", "keep-alive", option, page.toString()));
        Command refused = Command.run(folder, command);
        assertEquals(2, refused.status(), refused.said());
        assertTrue(
                refused.said()
                        .startsWith(
                                "linger: "
                                        + option
                                        + " "
                                        + page
                                        + ": the packets cannot be seen here"),
                refused.said());
        assertEquals("of yesterday", Files.readString(page));
    }

    @Test
    void softwareThatIsNotInstalledIsNotSaidToHaveNoPart() throws Exception {
        List<String> command = new ArrayList<>(List.of("env", "PATH=" + folder));
        command.addAll(Listener.linger("lab", "keep-alive", "--with", "curl"));
        Command refused = Command.run(folder, command);
        assertEquals(2, refused.status(), refused.said());
        assertEquals(
                "linger: --with curl: nothing of it is installed",
                refused.said().lines().toList().getFirst());
        assertFalse(refused.said().contains("no part"), refused.said());
    }
}
