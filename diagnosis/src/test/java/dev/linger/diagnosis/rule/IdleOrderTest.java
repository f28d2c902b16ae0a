package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.diagnosis.finding.Tally;
import org.junit.jupiter.api.Test;

class IdleOrderTest {
    private static final double UNKNOWN = -1;

    @Test
    void aServerOfUnknownTimeoutIsAdvisedToKeepLongerThanMostPools() {
        assertEquals(65, IdleOrder.aboveClients(new Tally(), UNKNOWN));
    }

    @Test
    void aShortTimeoutIsAdvisedToBecomeLongerThanMostPools() {
        assertEquals(65, IdleOrder.aboveClients(new Tally(), 5));
        assertEquals(120, IdleOrder.aboveClients(new Tally(), 60));
    }
}
