package dev.linger.cli.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusBlockTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final PrintStream err = new PrintStream(out, true, StandardCharsets.UTF_8);

    /** Its output is a file. */
    private final Terminal terminal =
            new Terminal(OutputStream.nullOutputStream(), err, Terminal.UNLIMITED, false, true, 11);

    private final StatusBlock block = new StatusBlock(terminal);

    @Test
    void drawsOverWhatItDrewBefore() {
        block.draw(List.of("open 1", "closed 0"));
        block.draw(List.of("open 0"));
        block.erase();
        block.erase();
        assertEquals(
                "open 1\nclosed 0" + "\r\033[1A\033[J" + "open 0" + "\r\033[J",
                out.toString(StandardCharsets.UTF_8));
    }

    @Test
    void keepsEachLineOnOneOfTheTerminalAlsoBesideAFile() {
        block.draw(List.of("0123456789a"));
        assertEquals("0123456...", out.toString(StandardCharsets.UTF_8));
    }
}
