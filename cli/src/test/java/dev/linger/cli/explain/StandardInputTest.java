package dev.linger.cli.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.Linger;
import dev.linger.cli.Ran;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The program in a process of its own, at the end of a pipe. */
class StandardInputTest {
    private final List<Process> started = new ArrayList<>();

    private Process start(String... arguments) throws IOException {
        String places =
                Stream.of("jdk.module.path", "java.class.path")
                        .map(System::getProperty)
                        .filter(path -> path != null && !path.isEmpty())
                        .collect(Collectors.joining(":"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String main = Linger.class.getName();
        List<String> command =
                Stream.concat(Stream.of(java, "-cp", places, main), Stream.of(arguments)).toList();
        Process linger =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        started.add(linger);
        return linger;
    }

    @AfterEach
    void end() {
        started.forEach(Process::destroyForcibly);
    }

    private static byte[] sample() throws IOException {
        return Files.readAllBytes(Path.of(Ran.SAMPLE));
    }

    @Test
    void connectionsArePrintedAsTheyEnd() throws Exception {
        Process linger = start("explain", "-", "--json");
        OutputStream in = linger.getOutputStream(); // ends with the process, or before
        try (BufferedReader out = linger.inputReader()) {
            in.write(sample());
            in.flush();
            // The input has not ended: this line could not come if printing waited for that.
            assertNotNull(out.readLine());
            in.close();
            assertEquals(33, out.lines().count());
        }
        assertEquals(0, linger.waitFor());
    }

    @Test
    void anInterruptPrintsWhatIsKnown() throws Exception {
        Process linger = start("explain", "-");
        OutputStream in = linger.getOutputStream(); // ends with the process, or before
        try (BufferedReader out = linger.inputReader()) {
            in.write(sample());
            in.flush();
            assertNotNull(out.readLine());
            interrupt(linger);
            String rest = out.lines().collect(Collectors.joining("\n"));
            assertTrue(rest.contains("standard input: 425 packets, 34 connections"), rest);
        }
        assertEquals(0, linger.waitFor(), "as of a run that nobody interrupted");
    }

    @Test
    void anInterruptDoesNotHideWhatACheckFound() throws Exception {
        Process linger = start("explain", "-", "--check");
        OutputStream in = linger.getOutputStream(); // ends with the process, or before
        Path race = Ran.ROOT.resolve("samples/findings/keep-alive-race.pcap.gz");
        try (BufferedReader out = linger.inputReader()) {
            in.write(Files.readAllBytes(race));
            in.flush();
            assertNotNull(out.readLine());
            interrupt(linger);
            out.lines().forEach(_ -> {});
        }
        assertEquals(1, linger.waitFor());
    }

    private static void interrupt(Process linger) throws Exception {
        new ProcessBuilder("kill", "-INT", "" + linger.pid()).inheritIO().start().waitFor();
    }

    @Test
    void aReaderThatHasSeenEnoughIsNoFailure() throws Exception {
        Process linger = start("explain", "--json", Ran.SAMPLE);
        try (InputStream out = linger.getInputStream()) {
            assertEquals('{', out.read());
        }
        assertEquals(0, linger.waitFor());
    }
}
