package dev.linger.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Side;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ViolationTest {

    @ParameterizedTest
    @EnumSource
    void namesItsRuleItsSourceAndItsStatus(Violation violation) {
        assertTrue(violation.sentence().matches("[A-Za-z].*[^.]"), violation.sentence());
        assertTrue(violation.section().matches("RFC \\d+, section \\d+(\\.\\d+)*"));
        assertTrue(Set.of(400, 414, 431, 501, 502, 505).contains(violation.status()));
    }

    @Test
    void saysWhoWhereWhatAndWhatNow() {
        assertEquals(
                "request of the client, byte 25: a request has more than one Host field"
                        + " (RFC 9112, section 3.2); answering 400 and closing",
                Violation.REPEATED_HOST.describe(Side.CLIENT, 25));
    }

    @ParameterizedTest
    @CsvSource({
        "8,100,1,0,2",
        "16,8,1,0,2",
        "64,32,1,0,2",
        "16,32,0,0,2",
        "16,32,1,-1,2",
        "16,32,1,0,1"
    })
    void limitsThatCannotWorkAreRefused(
            int line, int head, int fields, int extension, int trailer) {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Limits(line, head, fields, extension, trailer));
    }
}
