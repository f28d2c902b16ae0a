package dev.linger.life;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class WordingTest {

    @Test
    void thousandsStandApart() {
        assertEquals("0", Wording.count(0));
        assertEquals("999", Wording.count(999));
        assertEquals("1,000", Wording.count(1000));
        assertEquals("-49,210", Wording.count(-49210));
        assertEquals("1 packet", Wording.count(1, "packet"));
        assertEquals("1,234,567 packets", Wording.count(1234567, "packet"));
    }

    @Test
    void aShareIsNeverRoundedToAllOrNothing() {
        assertEquals("100 %", Wording.share(7, 7));
        assertEquals("99.9 %", Wording.share(999_999, 1_000_000));
        assertEquals("< 0.1 %", Wording.share(1, 1_000_000));
        assertEquals("38 %", Wording.share(5, 13));
        assertEquals("7.7 %", Wording.share(1, 13));
        assertEquals("50 %", Wording.share(1, 2));
    }

    @Test
    void durationsHaveTheUnitThatFits() {
        assertEquals("19 us", Wording.duration(19_400));
        assertEquals("1.204 ms", Wording.duration(1_204_000));
        assertEquals("5.004 s", Wording.duration(5_004_000_000L));
        assertEquals("599.000 s", Wording.duration(599_000_000_000L));
        assertEquals("12 min 5 s", Wording.duration(725_000_000_000L));
        assertEquals("2 h 3 min", Wording.duration(7_390_000_000_000L));
        assertEquals("0 ns", Wording.duration(0));
    }

    @Test
    void bytesHaveTheUnitThatFits() {
        assertEquals("999 B", Wording.bytes(999));
        assertEquals("1.0 kB", Wording.bytes(1000));
        assertEquals("12.6 MB", Wording.bytes(12_600_000));
        assertEquals("9.2 EB", Wording.bytes(Long.MAX_VALUE));
    }

    @Test
    void ratiosAreWholeWhereTheyAre() {
        assertEquals("1", Wording.ratio(5, 5));
        assertEquals("3.7", Wording.ratio(37, 10));
        assertEquals("3,704", Wording.ratio(37_037, 10));
    }

    @Test
    void foreignTextCannotMoveTheCursor() {
        assertEquals("nginx?[31m", Wording.printable("nginx\033[31m"));
        assertEquals("a?b?c", Wording.printable("a\rb\u202ec"));
        assertEquals("caf\u00e9", Wording.printable("caf\u00e9"));
    }
}
