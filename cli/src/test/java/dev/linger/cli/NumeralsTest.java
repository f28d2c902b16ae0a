package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumeralsTest {
    private final Numerals numerals = new Numerals();

    private final byte[] bytes = new byte[Numerals.LONGEST];

    private String written(int length) {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    private String instant(long atNanos) {
        return written(numerals.writeInstant(bytes, 0, atNanos));
    }

    private String seconds(long nanos) {
        return written(Numerals.writeSeconds(bytes, 0, nanos));
    }

    @Test
    void instantsHaveSixDecimalsOrNine() {
        assertEquals("1970-01-01T00:00:00.000000Z", instant(0));
        assertEquals("1970-01-01T00:00:00.000000001Z", instant(1));
        assertEquals("1969-12-31T23:59:59.999999Z", instant(-1000));
        assertEquals("2026-11-21T09:13:16.104192Z", instant(Lives.OPENED));
    }

    @Test
    void secondsAreNeverScientific() {
        assertEquals("0.000000", seconds(0));
        assertEquals("0.000001", seconds(1000));
        assertEquals("0.000000001", seconds(1));
        assertEquals("5.000000", seconds(5_000_000_000L));
        assertEquals("-0.000019", seconds(-19_000));
        assertEquals("9223372036.854775807", seconds(Long.MAX_VALUE));
        assertEquals("-9223372036.854775808", seconds(Long.MIN_VALUE));
    }

    @Test
    void agreesWithTheJdk() {
        DateTimeFormatter nanos =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSSSSX")
                        .withZone(ZoneOffset.UTC);
        Random random = new Random(20261120);
        for (int round = 0; round < 20_000; round++) {
            long value = random.nextLong() >> random.nextInt(40);
            Instant instant = Instant.ofEpochSecond(0, value);
            if (value % 1000 != 0) {
                assertEquals(nanos.format(instant), instant(value));
            }
            BigDecimal exact = BigDecimal.valueOf(value, 9);
            assertEquals(0, exact.compareTo(new BigDecimal(seconds(value))), exact.toString());
            long count = value & Long.MAX_VALUE;
            assertEquals(Long.toString(count), written(Numerals.writeCount(bytes, 0, count)));
        }
    }
}
