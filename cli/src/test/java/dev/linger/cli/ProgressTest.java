package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressTest {

    @Test
    void tellsHowFarHowFastAndHowLongStill() {
        assertEquals(
                "[=====               ] 25 %, 1,000,000 packets, 50.0 MB/s, 6 s left",
                Progress.line(100_000_000, 400_000_000, 1_000_000, 2_000_000_000L));
    }

    @Test
    void tellsOfAPipeOnlyWhatIsKnown() {
        assertEquals(
                "100.0 MB, 1 packet, 50.0 MB/s", Progress.line(100_000_000, -1, 1, 2_000_000_000L));
    }

    @Test
    void itsLineIsNoWiderThanItsTerminal() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream err = new PrintStream(out, true, StandardCharsets.UTF_8);
        Terminal terminal =
                new Terminal(
                        OutputStream.nullOutputStream(), err, Terminal.UNLIMITED, false, true, 11);
        new Progress(terminal, 0).show(_ -> "0123456789a");
        assertEquals("\r0123456...\033[K", out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void aFileThatGrowsHasNoEnd() {
        assertEquals("100 B, 1 packet, 100 B/s", Progress.line(100, 99, 1, 1_000_000_000L));
    }
}
