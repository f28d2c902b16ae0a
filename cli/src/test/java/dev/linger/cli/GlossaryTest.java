package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class GlossaryTest {
    private static final String RST = "RST: the packet that ends a connection abruptly";

    private final Glossary glossary = new Glossary();

    @Test
    void aWordIsExplainedOnce() {
        assertEquals(List.of(RST), glossary.newIn("a RST, and a RST"));
        assertEquals(List.of(), glossary.newIn("no RST"));
    }

    @Test
    void whatOnlyLooksLikeAWordOfItIsLeftAlone() {
        String text = "SYN ACK, TLS handshake, support, port-reuse, RST_STREAM";
        assertEquals(List.of(), glossary.newIn(text));
    }

    @Test
    void severalWordsOfATextAreExplained() {
        assertEquals(
                List.of(
                        "handshake: the three packets that open a connection",
                        "TIME_WAIT: the side that closed first remembers the connection (60 s on"
                                + " Linux), after a reset neither does"),
                glossary.newIn("2 handshakes, TIME_WAIT"));
    }
}
