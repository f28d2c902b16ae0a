package dev.linger.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.Terminal;
import dev.linger.linux.TerminalSize;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RedrawTest {

    @Test
    void aLineIsNoWiderThanTheTerminal() {
        assertEquals("abc", Redraw.clipped("abcdef", 3));
        assertEquals("abc", Redraw.clipped("abc", 3));
        assertEquals("", Redraw.clipped("", 3));
    }

    @Test
    void whatDoesNotFitIsCounted() {
        assertEquals(List.of("a", "b"), Redraw.fitting(List.of("a", "b"), 2));
        assertEquals(
                List.of("a", "2 more lines: a taller window shows them, or --once"),
                Redraw.fitting(List.of("a", "b", "c"), 2));
    }

    @Test
    void aPictureIsAsLargeAsTheWindowIsNow() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Terminal terminal =
                new Terminal(
                        out, new PrintStream(out, true, StandardCharsets.UTF_8), 80, false, true);
        Deque<TerminalSize> sizes =
                new ArrayDeque<>(List.of(new TerminalSize(4, 2), new TerminalSize(9, 3)));
        try (Redraw screen = new Redraw(terminal, () -> Optional.ofNullable(sizes.poll()))) {
            for (int columns : new int[] {4, 9, 9}) {
                assertEquals(columns, screen.resized().columns());
                out.reset();
                screen.draw(List.of("abcdefghij", "b", "c"));
                String drawn = out.toString(StandardCharsets.UTF_8);
                String line = "abcdefghij".substring(0, columns);
                assertTrue(drawn.startsWith("\033[H\033[K" + line + "\r\n"), drawn);
                assertEquals(columns == 9, drawn.endsWith("\r\n\033[Kc\033[J"), drawn);
            }
        }
    }

    @Test
    void coloursTakeNoRoomAndEndWithTheLine() {
        assertEquals("\033[1mabc\033[0m", Redraw.clipped("\033[1mabcdef\033[0mghi", 3));
    }
}
