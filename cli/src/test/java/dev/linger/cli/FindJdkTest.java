package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The script by which {@code ./linger} and {@code ./mvnw} find a JDK. */
class FindJdkTest {
    @Test
    void findsTheOneOnThePathWithoutAHome() throws Exception {
        String home = System.getProperty("java.home");
        ProcessBuilder shell =
                new ProcessBuilder("sh", "-c", "set -u; . .mvn/find-jdk.sh; echo \"$JAVA_HOME\"")
                        .directory(Ran.ROOT.toFile())
                        .redirectErrorStream(true);
        shell.environment().clear();
        shell.environment().put("PATH", home + "/bin:/usr/bin:/bin");
        Process process = shell.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(home, said.strip());
        assertEquals(0, process.waitFor());
    }
}
