package dev.linger.cli.live.scene;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a scene, or another test, needs of the machine. Without it the test is skipped; where
 * CI=true it fails.
 */
public final class Needs {
    private static final boolean STRICT = "true".equals(System.getenv("CI"));

    private Needs() {}

    public static void root() {
        superuser();
        program("tcpdump");
    }

    /** Root, who may capture, change rights, and make namespaces. */
    public static void superuser() {
        claim(
                System.getProperty("user.name").equals("root"),
                "this test needs root: run the tests as root on Linux");
    }

    public static void program(String name) {
        boolean found =
                Arrays.stream(System.getenv("PATH").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder).resolve(name)));
        claim(found, "this test needs " + name + " on the PATH");
    }

    static void tunDevices() {
        claim(Files.isWritable(Path.of("/dev/net/tun")), "this scene needs /dev/net/tun");
        program("ip");
    }

    private static void claim(boolean holds, String sentence) {
        if (STRICT) {
            assertTrue(holds, sentence);
        }
        assumeTrue(holds, sentence);
    }
}
