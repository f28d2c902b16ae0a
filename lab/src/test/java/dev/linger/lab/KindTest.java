package dev.linger.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KindTest {
    private static final Kind LATE =
            new Kind(CloseCause.LATE_REQUEST, DecidedBy.SERVER, ClosedFirst.SERVER);
    private static final Kind IDLE =
            new Kind(CloseCause.IDLE_TIMEOUT, DecidedBy.SERVER, ClosedFirst.SERVER);
    private static final Kind IDLE_CLIENT =
            new Kind(CloseCause.IDLE_TIMEOUT, DecidedBy.CLIENT, ClosedFirst.CLIENT);

    @Test
    void anotherCauseIsNamedAlone() {
        assertEquals(
                "saw idle-timeout, not late-request",
                Kind.difference(Map.of(IDLE, 1), Map.of(LATE, 1)));
    }

    @Test
    void moreThanOneIsCounted() {
        assertEquals(
                "saw 3 idle-timeout, not late-request",
                Kind.difference(Map.of(IDLE, 3), Map.of(LATE, 3)));
    }

    @Test
    void whoDecidedAndWhoClosedFirstAreNamedWhereTheyDiffer() {
        assertEquals(
                "saw idle-timeout by client, not by server; closed first by client, not server",
                Kind.difference(Map.of(IDLE_CLIENT, 1), Map.of(IDLE, 1)));
    }

    @Test
    void whatIsStillOpenHasNoDecider() {
        assertEquals(
                "saw open, not idle-timeout by server",
                Kind.difference(Map.of(Kind.OPEN, 1), Map.of(IDLE, 1)));
    }

    @Test
    void ofOtherCountsAllIsNamed() {
        assertEquals(
                "saw 1 idle-timeout by server (closed first by server), not 2 late-request by server"
                        + " (closed first by server)",
                Kind.difference(Map.of(IDLE, 1), Map.of(LATE, 2)));
    }

    @Test
    void whatIsMissingOrTooMuchStandsAlone() {
        assertEquals("did not see 2 open", Kind.difference(Map.of(), Map.of(Kind.OPEN, 2)));
        assertEquals("saw 1 open more", Kind.difference(Map.of(Kind.OPEN, 1), Map.of()));
    }
}
