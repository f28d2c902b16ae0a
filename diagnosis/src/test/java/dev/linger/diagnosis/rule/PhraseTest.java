package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class PhraseTest {

    @Test
    void aRateIsToldInTheUnitInWhichItIsOneOrMore() {
        assertEquals("12 a second", Phrase.rate(12));
        assertEquals("30 a minute", Phrase.rate(0.5));
        assertEquals("1 an hour", Phrase.rate(1 / 3600.0));
    }

    @Test
    void aSpanIsToldInTheUnitInWhichItIsTwoOrMore() {
        assertEquals("40 seconds", Phrase.span(40));
        assertEquals("17 minutes", Phrase.span(1024));
        assertEquals("2.5 hours", Phrase.span(9000));
        assertEquals("12 days", Phrase.span(12 * 86_400));
    }

    @Test
    void aRareEventIsNotToldAsNone() {
        assertEquals("0.5 an hour", Phrase.rate(0.5 / 3600));
        assertEquals("0.5 a day", Phrase.rate(0.5 / 86_400));
        assertEquals("hardly one a month", Phrase.rate(0.01 / 86_400));
    }
}
