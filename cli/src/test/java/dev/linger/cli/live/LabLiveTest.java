package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Command;
import dev.linger.cli.live.scene.Listener;
import dev.linger.cli.live.scene.Needs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code linger lab}, where it cannot do what it is told. */
@RealPrograms
class LabLiveTest {
    private static final List<String> WITHOUT_RIGHT =
            List.of("setpriv", "--bounding-set=-sys_admin", "--inh-caps=-sys_admin");

    private static final List<String> READ_ONLY =
            List.of(
                    "unshare",
                    "-m",
                    "sh",
                    "-c",
                    "mount --bind /proc/sys /proc/sys && mount -o remount,ro,bind /proc/sys"
                            + " && exec \"$@\"",
                    "sh");

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
    void whatOnlyPacketsWouldShowIsNotPlayedWithoutThem() throws Exception {
        Needs.superuser();
        List<String> command =
                new ArrayList<>(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
        command.addAll(Listener.linger("lab", "unread-request-body"));
        Command played = Command.run(folder, command);
        assertEquals(0, played.status(), played.said());
        assertTrue(
                played.said()
                        .replaceAll("\\s+", " ")
                        .contains("1 act not played, needs CAP_NET_RAW on Linux, to see packets"),
                played.said());
    }

    static Stream<List<String>> roots() {
        return Stream.of(WITHOUT_RIGHT, READ_ONLY);
    }

    @ParameterizedTest
    @MethodSource("roots")
    void whatARootLacksWhoMayMakeNoNetworkIsNamed(List<String> root) throws Exception {
        Needs.superuser();
        List<String> command = new ArrayList<>(root);
        command.addAll(Listener.linger("lab", "middlebox"));
        Command played = Command.run(folder, command);
        assertEquals(0, played.status(), played.said());
        assertTrue(
                played.said()
                        .replaceAll("\\s+", " ")
                        .contains(
                                "2 acts not played, needs root on Linux (CAP_SYS_ADMIN, /proc/sys"
                                        + " writable), ip (package iproute2), nft (package"
                                        + " nftables) and nf_tables in the kernel"),
                played.said());
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
