package dev.linger.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.linger.cli.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AlarmTest {

    @ParameterizedTest
    @CsvSource({
        "time-wait > 300, TIME_WAIT, ABOVE, 300",
        "time-wait>300, TIME_WAIT, ABOVE, 300",
        "'  close-wait   age >= 1.5m ', CLOSE_WAIT_AGE, AT_LEAST, 90",
        "close-wait age > 500ms, CLOSE_WAIT_AGE, ABOVE, 0.5",
        "close-wait age > 2 h, CLOSE_WAIT_AGE, ABOVE, 7200",
        "ports > 50%, PORTS, ABOVE, 50",
        "ports run out < 60s, PORTS_RUN_OUT, BELOW, 60",
        "accept-queue >= 80 %, ACCEPT_QUEUE, AT_LEAST, 80",
        "established <= 0, ESTABLISHED, AT_MOST, 0"
    })
    void readsAMeasureAComparisonAndANumber(
            String typed, Measure measure, Alarm.Comparison comparison, double limit) {
        Alarm alarm = Alarm.of(typed);
        assertEquals(measure, alarm.measure());
        assertEquals(comparison, alarm.comparison());
        assertEquals(limit, alarm.limit(), 1e-9);
        assertEquals(typed.strip(), alarm.text());
    }

    @ParameterizedTest
    @EnumSource
    void eachMeasureCanBeTyped(Measure measure) {
        String number =
                switch (measure.unit()) {
                    case NUMBER -> "7";
                    case SHARE -> "7%";
                    case TIME -> "7s";
                };
        assertEquals(measure, Alarm.of(measure.words() + " > " + number).measure());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "time-wait | 10 | here must come >, <, >= or <=, and a number",
                "'' | 1 | here must come a condition, as time-wait > 300",
                "time-wait = 300 | 16 | here must come >, <, >= or <=, and a number",
                "time-wait > | 12 | here must come a number, as 300",
                "time-wait > many | 13 | here must come a number, as 300",
                "time-wait > 300 400 | 13 | here must come a number, as 300",
                "time-wait > 300s | 13 | time-wait is compared with a number, as 300",
                "time-wait > 30% | 13 | time-wait is compared with a number, as 300",
                "ports > 50 | 9 | ports is compared with a share with %, as 50%",
                "close-wait age > 60 | 18 |"
                        + " close-wait age is compared with a time with ms, s, m or h, as 60s",
                "close-wait age > 60d | 18 |"
                        + " close-wait age is compared with a time with ms, s, m or h, as 60s",
                "time-wait > -1 | 13 | here must come a number, as 300",
                "time-wait >> 1 | 12 | here must come a number, as 300",
                "time-wait > 12345678901 | 13 | here must come a number, as 300"
            })
    void saysWhereAndWhatIsWrong(String typed, int character, String sentence) {
        assertEquals(
                "--alarm '" + typed + "', character " + character + ": " + sentence,
                assertThrows(Refusal.class, () -> Alarm.of(typed)).getMessage());
    }

    @Test
    void theValueForScriptsIsAPlainNumber() {
        assertEquals("12345", Alarm.plain(12_345));
        assertEquals("100", Alarm.plain(100));
        assertEquals("0", Alarm.plain(0));
        assertEquals("33.3", Alarm.plain(100 / 3.0));
        assertEquals("", Alarm.plain(Double.POSITIVE_INFINITY));
    }

    @Test
    void listsTheMeasuresWhereOneIsNone() {
        assertEquals(
                "--alarm 'time_wait > 300', character 1: \"time_wait\" is no measure; there are"
                        + " sockets, established, time-wait, close-wait, close-wait age, fin-wait2,"
                        + " syn-sent, syn-recv, fin-wait1, last-ack, closes, ports, ports in use,"
                        + " ports run out, accept-queue",
                assertThrows(Refusal.class, () -> Alarm.of("time_wait > 300")).getMessage());
    }
}
