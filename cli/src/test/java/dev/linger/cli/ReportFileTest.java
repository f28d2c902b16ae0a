package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.CaptureBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFileTest {
    @TempDir Path folder;

    private static void refuses(Path place, String reason) {
        Ran ran = Ran.linger("explain", Ran.SAMPLE, "--report", place.toString());
        assertEquals(2, ran.status());
        assertEquals("linger: --report " + place + ": " + reason + "\n", ran.err());
        assertEquals("", ran.out());
    }

    @Test
    void refusesAFolder() {
        refuses(folder, "is a folder; name a file in it, report.html say");
    }

    @Test
    void refusesAPlaceInNoFolder() {
        refuses(folder.resolve("missing/report.html"), "its folder does not exist; make it first");
    }

    @Test
    void writesNoDeviceAndNoLinkToNothing() throws IOException {
        refuses(Path.of("/dev/stdout"), "is no place for a file; name another one");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("gone"));
        refuses(link, "is a link to nothing; name another file");
    }

    @Test
    void writesTheReportThatALinkLeadsTo() throws IOException {
        Path page = Files.createFile(folder.resolve("report.html"));
        Path link = Files.createSymbolicLink(folder.resolve("link.html"), page);
        Ran.linger("explain", Ran.SAMPLE, "--report", link.toString());
        assertTrue(Files.isSymbolicLink(link));
        assertTrue(Files.readString(page).startsWith(ReportFile.MARK));
    }

    @Test
    void neverWritesOverACapture() throws IOException {
        Path capture = Files.copy(Path.of(Ran.SAMPLE), folder.resolve("short.pcap"));
        byte[] before = Files.readAllBytes(capture);
        refuses(capture, "exists and is no report of Linger; name another file");
        assertArrayEquals(before, Files.readAllBytes(capture));
    }

    @Test
    void writesOverAnEarlierReportAndLeavesNothingBeside() throws IOException {
        Path page = folder.resolve("report.html");
        String place = page.toString();
        Ran.linger("explain", Ran.SAMPLE, "--report", place, "--cause", "idle-timeout");
        String narrow = Files.readString(page);
        Ran ran = Ran.linger("explain", Ran.SAMPLE, "--report", place);

        assertEquals("linger: the report is in " + place + "\n", ran.err());
        assertTrue(Files.readString(page).length() > narrow.length());
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(page), files.toList());
        }
    }

    @Test
    void theOutputOnTheTerminalStaysTheSame() {
        String place = folder.resolve("report.html").toString();
        assertEquals(
                Ran.linger("explain", Ran.SAMPLE).out(),
                Ran.linger("explain", Ran.SAMPLE, "--report", place).out());
    }

    @Test
    void aCaptureOfWhichNothingCanBeReadLeavesNoReport() {
        Path page = folder.resolve("report.html");
        Ran ran = Ran.linger("explain", "no such file", "--report", page.toString());
        assertEquals(2, ran.status());
        assertFalse(Files.exists(page));
    }

    @Test
    void thePageBecomesWholeThoughNobodyReadsTheOutputToItsEnd() throws IOException {
        Path whole = folder.resolve("whole.html");
        Path page = folder.resolve("report.html");
        CaptureBuilder capture = CaptureBuilder.pcap();
        for (int n = 0; n < 5_000; n++) { // more than any buffer holds
            capture.conversation().opens().client().rst();
        }
        Path file = Files.write(folder.resolve("many.pcap"), capture.bytes());
        String[] command = {"explain", file.toString(), "--json", "--report"};
        assertEquals(0, ranInto(new ByteArrayOutputStream(), command, whole));
        assertEquals(0, ranInto(new ClosedPipe(), command, page));
        assertEquals(Files.size(whole), Files.size(page));
    }

    private static int ranInto(OutputStream out, String[] command, Path page) {
        String[] all = Arrays.copyOf(command, command.length + 1);
        all[command.length] = page.toString();
        PrintStream err = new PrintStream(OutputStream.nullOutputStream());
        return Linger.run(all, new Terminal(out, err, Terminal.UNLIMITED, false, false));
    }

    private static final class ClosedPipe extends OutputStream {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("Broken pipe");
        }
    }

    @Test
    void ofAStreamTheConnectionThatWasAskedForHasItsLadderOnThePage() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Process writer = new ProcessBuilder("cp", Ran.SAMPLE, pipe.toString()).inheritIO().start();
        Path page = folder.resolve("report.html");
        String[] command = {"explain", pipe.toString(), "--connection", "3", "--report"};
        assertEquals(0, ranInto(new ByteArrayOutputStream(), command, page));
        assertEquals(0, writer.waitFor());
        assertTrue(Files.readString(page).contains("\"ladder\":["));
    }
}
