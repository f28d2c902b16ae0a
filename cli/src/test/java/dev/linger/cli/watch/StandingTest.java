package dev.linger.cli.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.life.Endpoint;
import dev.linger.linux.Census;
import java.util.List;
import org.junit.jupiter.api.Test;

class StandingTest {
    private static final long SECOND = 1_000_000_000L;

    private final Standing standing = new Standing(false);

    private static Census.Unclosed aged(long millis) {
        return new Census.Unclosed(
                Endpoint.ofIpv4(0x7f000001, 80),
                Endpoint.ofIpv4(0x7f000001, 40_000),
                4711,
                millis,
                -1);
    }

    @Test
    void aConnectionThatIsJustBeingClosedDoesNotStand() {
        assertEquals(List.of(), standing.of(List.of(aged(0), aged(999)), 0));
        assertEquals(List.of(aged(1000)), standing.of(List.of(aged(1000)), 0));
    }

    @Test
    void oneThatWasMetASecondAgoStandsThoughAProbeRenewedItsAge() {
        standing.of(List.of(aged(200)), 0);
        assertEquals(List.of(), standing.of(List.of(aged(1)), SECOND - 1));
        assertEquals(List.of(aged(2)), standing.of(List.of(aged(2)), SECOND));
        standing.of(List.of(), 2 * SECOND);
        assertEquals(List.of(), standing.of(List.of(aged(2)), 3 * SECOND));
    }

    @Test
    void oneWithoutAnAgeStandsWhenItIsMetAgainOrWhereNobodyLooksAgain() {
        assertEquals(List.of(), standing.of(List.of(aged(-1)), 0));
        assertEquals(List.of(aged(-1)), standing.of(List.of(aged(-1)), SECOND));
        assertEquals(List.of(aged(-1)), new Standing(true).of(List.of(aged(-1)), 0));
        assertEquals(List.of(), new Standing(true).of(List.of(aged(0)), 0));
    }
}
