package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> WORDS = List.of("idle-timeout", "head-timeout", "drain");

    @Test
    void theNearestWordIsMeant() {
        assertEquals("; did you mean idle-timeout?", Nearest.to("idel-timeout", WORDS));
        assertEquals("; did you mean drain?", Nearest.to("DRAINS", WORDS));
    }

    @Test
    void aWordThatIsFarFromAllIsNone() {
        assertEquals("", Nearest.to("everything", WORDS));
        assertEquals("", Nearest.to("", WORDS));
    }

    @Test
    void theDistanceIsTheNumberOfLettersToChange() {
        assertEquals(0, Nearest.distance("same", "same"));
        assertEquals(3, Nearest.distance("kitten", "sitting"));
        assertEquals(4, Nearest.distance("", "four"));
    }
}
