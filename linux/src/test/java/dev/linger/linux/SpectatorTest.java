package dev.linger.linux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.life.Endpoint;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seen without root, without /proc, without netlink, and in another namespace. */
@Tag("live")
class SpectatorTest {
    @TempDir private Path folder;

    @BeforeEach
    void needsRoot() {
        boolean isRoot = System.getProperty("user.name").equals("root");
        if ("true".equals(System.getenv("CI"))) {
            assertTrue(isRoot, "only root may become somebody else");
        }
        assumeTrue(isRoot, "only root may become somebody else");
    }

    /** The program's lines; it is started by this command, if any. */
    private List<String> seen(int port, String... starter) throws Exception {
        List<String> command = new ArrayList<>(List.of(starter));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:TieredStopAtLevel=1");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(classPath());
        command.add(Spectator.class.getName());
        command.add(Integer.toString(port));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), said);
        return said.lines().toList();
    }

    /** Copies, for the originals may lie in root's home. */
    private String classPath() throws IOException, URISyntaxException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (Class<?> one : List.of(Endpoint.class, SocketTable.class, Spectator.class)) {
            Path origin = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
            if (Files.isDirectory(origin)) {
                copy(origin);
            } else {
                Files.copy(origin, folder.resolve(one.getSimpleName() + ".jar"));
            }
        }
        byte[] spectator;
        try (InputStream in = Spectator.class.getResourceAsStream("Spectator.class")) {
            spectator = in.readAllBytes();
        }
        Files.write(folder.resolve("dev/linger/linux/Spectator.class"), spectator);
        try (Stream<Path> files = Files.list(folder)) {
            return folder
                    + File.pathSeparator
                    + files.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    private void copy(Path origin) throws IOException {
        try (Stream<Path> files = Files.walk(origin.resolve("dev"))) {
            for (Path file : files.filter(one -> one.toString().endsWith(".class")).toList()) {
                Path target = folder.resolve(origin.relativize(file).toString());
                Files.createDirectories(target.getParent());
                if (!Files.exists(target)) {
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void anyUserSeesAllButOtherUsersProcesses() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1")) {
            List<String> seen =
                    seen(
                            pair.port(),
                            "setpriv",
                            "--reuid=65534",
                            "--regid=65534",
                            "--clear-groups");

            assertEquals(
                    List.of("sockets 2", "listed 2", "named 0", "unseen true"),
                    Stream.of(0, 2, 3, 4).map(seen::get).toList());
            assertTrue(seen.get(1).matches("events \\d+"), seen.toString());
            assertEquals("ports " + PortRange.ofHost(), seen.get(5));
            assertEquals("Tcp.ActiveOpens counted", seen.getLast());
        }
    }

    @Test
    void rootSeesProcessesToo() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1")) {
            List<String> seen = seen(pair.port());

            assertEquals(List.of("named 2", "unseen false"), seen.subList(3, 5));
        }
    }

    @Test
    void withoutProcTheSocketsAreSeenAndTheRestIsSaidToBeAbsent() throws Exception {
        // Which the launcher finds by /proc/self/exe.
        Path libraries = Path.of(System.getProperty("java.home"), "lib");
        try (Loopback pair = Loopback.at("127.0.0.1")) {
            List<String> seen =
                    seen(
                            pair.port(),
                            "unshare",
                            "--mount",
                            "sh",
                            "-c",
                            "mount -t tmpfs none /proc && LD_LIBRARY_PATH="
                                    + libraries
                                    + " exec \"$0\" \"$@\"");

            assertEquals(
                    List.of(
                            "not listed /proc/thread-self/net/tcp",
                            "named 0",
                            "unseen false",
                            "ports " + new PortRange(32768, 60999, 0),
                            "/proc/sys is not there: this is no Linux, or /proc is not mounted"
                                    + " here",
                            "Tcp.ActiveOpens /proc/thread-self/net/snmp is not there or may not be"
                                    + " read"),
                    seen.subList(2, seen.size()));
            assertEquals("sockets 2", seen.getFirst());
        }
    }

    @Test
    void anotherNetworkNamespaceHasItsOwnSocketsAndPorts() throws Exception {
        try (Loopback pair = Loopback.at("127.0.0.1")) {
            String setting = "/proc/sys/net/ipv4/ip_local_port_range";
            List<String> seen =
                    seen(
                            pair.port(),
                            "unshare",
                            "--net",
                            "sh",
                            "-c",
                            "echo 40000 40199 > " + setting + " && exec \"$0\" \"$@\"");

            assertEquals("sockets 0", seen.getFirst());
            assertEquals("ports " + new PortRange(40000, 40199, 0), seen.get(5));
        }
    }

    @Test
    void withoutNetlinkTheListInProcRemains() throws Exception {
        Path script = folder.resolve("without-netlink.py");
        try (InputStream in = SpectatorTest.class.getResourceAsStream("without-netlink.py");
                Loopback pair = Loopback.at("127.0.0.1")) {
            Files.write(script, in.readAllBytes());
            List<String> seen = seen(pair.port(), "python3", script.toString());

            assertEquals(
                    List.of(
                            "refused opening a socket for socket diagnostics failed: sockets of"
                                    + " this kind are forbidden here, as by RestrictAddressFamilies="
                                    + " of systemd, or missing from this kernel",
                            "listed 2"),
                    seen.subList(0, 2));
        }
    }
}
