package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.testkit.Conversation;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RaceOddsTest {
    private static final double TIMEOUT = 5;
    private static final double ROUND_TRIP = 0.5;

    private final Recorded recorded = new Recorded();
    private final Random random = new Random(7);
    private double seconds;
    private int late;

    /** A client whose next request comes when it comes; the capture was taken at the server. */
    private void livesOn() {
        Conversation one = recorded.closed();
        one.client().syn();
        one.server().synAck();
        one.client().ack().after(ROUND_TRIP);
        one.exchanges(Idling.GET, Idling.OK);
        seconds += ROUND_TRIP + TIMEOUT;
        double pause = -Math.log(1 - random.nextDouble()) * 4;
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
    void asManyAreExpectedAsRandomPausesMakeLate() throws Exception {
        for (int n = 0; n < 1000; n++) {
            livesOn();
        }
        double perDay =
                recorded.findings("keep-alive-race")
                        .getFirst()
                        .figures()
                        .getOrDefault("late_requests_per_day", 0.0);
        assertEquals(1, perDay * seconds / 86_400 / late, 0.4);
    }
}
