package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
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

    @Test
    void anyTextIsADateOrNone() {
        List<String> forms =
                List.of(
                        "Sun, 06 Nov 1994 08:49:37 GMT",
                        "Sunday, 06-Nov-94 08:49:37 GMT",
                        "Sun Nov  6 08:49:37 1994");
        String marks = "0123456789 ,:-+GMTSunNov\u00e9\u0000";
        Random random = new Random(20_261_123);
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(forms.get(round % forms.size()));
            for (int change = random.nextInt(4); change > 0; change--) {
                char mark = marks.charAt(random.nextInt(marks.length()));
                text.setCharAt(random.nextInt(text.length()), mark);
            }
            Instant read = HttpDate.parse(text.toString());
            if (read != null) {
                assertEquals(read, HttpDate.parse(HttpDate.text(read)), text::toString);
            }
        }
    }
}
