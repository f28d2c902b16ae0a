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
    void aRareEventIsNotToldAsNone() {
        assertEquals("0.5 an hour", Phrase.rate(0.5 / 3600));
        assertEquals("0.5 a day", Phrase.rate(0.5 / 86_400));
        assertEquals("hardly one a month", Phrase.rate(0.01 / 86_400));
    }
}
