package dev.linger.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** In a network of its own, with few local ports. */
class FewPortsTest {
    private static final String NETWORK =
            "ip link set lo up && sysctl -qw net.ipv4.ip_local_port_range='33000 33049'"
                    + " net.ipv4.tcp_tw_reuse=0 && exec ";

    @Test
    void whoHasNoPortTakesAConnectionThatComesBack() throws Exception {
        assumeTrue(
                Files.isWritable(Path.of("/proc/sys/net/ipv4/ip_local_port_range")),
                "needs root, for a network");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes =
                System.getProperty("jdk.module.path", "")
                        + File.pathSeparator
                        + System.getProperty("java.class.path");
        String program = Path.of("src", "test", "resources", "FewPorts.java").toString();
        String options = " --enable-native-access=ALL-UNNAMED -cp '" + classes + "' ";
        Process process =
                new ProcessBuilder(
                                "unshare",
                                "-n",
                                "sh",
                                "-c",
                                NETWORK + java + options + program + " 50 80")
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals("80 answered on 50 ports\n", output);
        assertEquals(0, process.waitFor());
    }
}
