package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrappedTest {

    @Test
    void textIsWrappedUnderItsIndent() {
        assertEquals(
                List.of("- one two", "  three", "  fourandmore"),
                Wrapped.text("- ", "one two three fourandmore", 10));
        assertEquals(List.of("a, b c,", "d"), Wrapped.pieces("", List.of("a,", "b c,", "d"), 8));
    }
}
