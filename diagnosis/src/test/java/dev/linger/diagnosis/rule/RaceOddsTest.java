package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class RaceOddsTest {
    private static final double TIMEOUT = 5;
    private static final double ROUND_TRIP = 0.2;

    private final Recorded recorded = new Recorded();
    private double seconds;
    private int late;

    /** A client whose next request comes after this pause; the capture was taken at the server. */
    private void livesOn(double pause) {
        Conversation one = recorded.closed();
        one.client().syn();
        one.server().synAck();
        one.client().ack().after(ROUND_TRIP);
        one.exchanges(Idling.GET, Idling.OK);
        seconds += ROUND_TRIP + TIMEOUT;
        if (pause < TIMEOUT - ROUND_TRIP) {
            one.client().sends(Idling.GET).after(pause + ROUND_TRIP);
            one.server().sends(Idling.OK);
            seconds += pause + ROUND_TRIP;
        } else if (pause < TIMEOUT) {
            late++;
        }
        Idling.serverClosesAfter(one, TIMEOUT);
    }

    @Test
    void asManyAreExpectedAsPausesOfAllLengthsMakeLate() throws Exception {
        for (int n = 0; n < 1000; n++) {
            livesOn(-Math.log(1 - (n + 0.5) / 1000) * 4); // as if requests came by chance
        }
        double perDay =
                recorded.findings("idle-timeout-order")
                        .getFirst()
                        .figures()
                        .getOrDefault("late_requests_per_day", 0.0);
        assertEquals(1, perDay * seconds / 86_400 / late, 0.3);
    }
}
