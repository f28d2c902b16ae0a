package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.linger.server.Deadlines;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypedTimeTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S, 500.000 ms",
        "75s, PT75S, 75 s",
        "2m, PT2M, 2 min",
        "1m, PT1M, 60 s",
        "1.5m, PT90S, 90 s",
        "1h, PT1H, 1 h"
    })
    void readsANumberAndItsUnit(String typed, Duration expected, String shown) {
        Duration time = TypedTime.parse(Flag.PAUSE, typed);
        assertEquals(time, TypedTime.parseOrOff(Flag.IDLE, typed));
        assertEquals(expected.toMillis(), time.toMillis());
        assertEquals(shown, TypedTime.text(time));
    }

    @Test
    void takesOffForNoLimit() {
        assertEquals(Deadlines.NEVER, TypedTime.parseOrOff(Flag.IDLE, "off"));
        assertEquals("off", TypedTime.text(Deadlines.NEVER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "75", "s", "-1s", "0s", "0.0ms", "1 s", "1d", "999999999h", "1e3s"})
    void refusesWhatIsNoTimeAndSaysWhatIs(String typed) {
        String sentence = refusal(() -> TypedTime.parseOrOff(Flag.IDLE, typed));
        assertEquals("--idle " + typed + ": ", sentence.substring(0, 9 + typed.length()));
        assertEquals("; \"off\" is no limit", sentence.substring(sentence.indexOf(';')));
    }

    @Test
    void takesOffOnlyWhereThereIsALimitToTakeAway() {
        assertEquals(
                "--pause off: a time is a number and its unit, as 500ms, 75s, 2m or 1h",
                refusal(() -> TypedTime.parse(Flag.PAUSE, "off")));
    }

    private static String refusal(Executable parses) {
        return String.valueOf(assertThrows(Refusal.class, parses).getMessage());
    }
}
