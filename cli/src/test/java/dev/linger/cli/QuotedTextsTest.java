package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuotedTextsTest {
    private final QuotedTexts texts = new QuotedTexts();

    private String quoted(String text) {
        return new String(texts.of(text), StandardCharsets.UTF_8);
    }

    @Test
    void escapesWhatJsonDoesNotAllow() {
        assertEquals("\"\"", quoted(""));
        assertEquals("\"a \\\"b\\\" \\\\ \\n \\u0001\"", quoted("a \"b\" \\ \n \u0001"));
        assertEquals("\"caf\u00e9 \u20ac \ud83d\ude00\"", quoted("caf\u00e9 \u20ac \ud83d\ude00"));
    }

    /** There are far more of them than places. */
    @Test
    void textsThatShareAPlaceAreNotMistaken() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5000; i++) {
                assertEquals("\"request " + i + "\"", quoted("request " + i));
            }
        }
        assertEquals("\"Aa\"", quoted("Aa"));
        assertEquals("\"BB\"", quoted("BB")); // the same hash
    }
}
