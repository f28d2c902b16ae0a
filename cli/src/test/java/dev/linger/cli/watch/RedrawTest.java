package dev.linger.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
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
    void coloursTakeNoRoomAndEndWithTheLine() {
        assertEquals("\033[1mabc\033[0m", Redraw.clipped("\033[1mabcdef\033[0mghi", 3));
    }
}
