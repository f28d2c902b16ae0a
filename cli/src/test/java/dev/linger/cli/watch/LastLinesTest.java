package dev.linger.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LastLinesTest {

    @Test
    void whatIsOldIsForgotten() {
        LastLines lines = new LastLines();
        try (PrintStream out = new PrintStream(lines, true, StandardCharsets.UTF_8)) {
            for (int line = 1; line <= 1002; line++) {
                out.println("line " + line);
            }
            out.print("…");
        }
        assertEquals(1001, lines.text().lines().count());
        assertEquals("line 3", lines.text().lines().findFirst().orElseThrow());
        assertEquals("…", lines.text().lines().toList().getLast());
    }
}
