package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GlossaryTest {
    private static final String RST = " (the packet that ends a connection abruptly)";

    private final Glossary glossary = new Glossary();

    @Test
    void aWordIsExplainedWhereItComesUpFirst() {
        assertEquals("a RST" + RST + ", and a RST", glossary.explain("a RST, and a RST"));
        assertEquals("no RST", glossary.explain("no RST"));
    }

    @Test
    void whatOnlyLooksLikeAWordOfItIsLeftAlone() {
        String text = "SYN ACK, TLS handshake, support, port-reuse, RST_STREAM";
        assertEquals(text, glossary.explain(text));
    }

    @Test
    void severalWordsAreExplainedInOneText() {
        assertEquals(
                "2 handshakes (the three packets that open a connection), TIME_WAIT (a closed"
                        + " connection that the side which closed first still remembers)",
                glossary.explain("2 handshakes, TIME_WAIT"));
    }
}
