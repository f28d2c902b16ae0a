package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    private static final Instant SUNDAY = Instant.parse("1994-11-06T08:49:37Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994"
            })
    void readsTheThreeForms(String text) {
        assertEquals(SUNDAY, HttpDate.parse(text));
    }

    @Test
    void writesTheFirst() {
        assertEquals("Sun, 06 Nov 1994 08:49:37 GMT", HttpDate.text(SUNDAY));
    }

    @Test
    void takesAYearOfTwoDigitsForOneNotFarAhead() {
        int year = Instant.now().atOffset(ZoneOffset.UTC).getYear();
        Instant read = HttpDate.parse("Sunday, 06-Nov-94 08:49:37 GMT");
        assertNotNull(read);
        int distance = read.atOffset(ZoneOffset.UTC).getYear() - year;
        assertEquals(true, distance <= 50 && distance > -50, "distance " + distance);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "yesterday", "1994-11-06", "Sun, 06 Nov 1994 08:49:37", "784111777"})
    void takesNothingElseForADate(String text) {
        assertNull(HttpDate.parse(text));
    }
}
