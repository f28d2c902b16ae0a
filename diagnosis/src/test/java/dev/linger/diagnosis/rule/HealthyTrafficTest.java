package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Traffic that is as it should be: nothing in it weighs more than a notice. */
class HealthyTrafficTest {
    private final Recorded recorded = new Recorded();

    private Conversation openedAt(double second) {
        Conversation one = recorded.closed();
        one.client().syn().at(second);
        one.server().synAck().after(0.02);
        one.client().ack();
        return one;
    }

    private void assertHealthy() throws Exception {
        List<Finding> heavy =
                recorded.all().stream()
                        .filter(one -> one.weight().compareTo(Weight.NOTICE) < 0)
                        .toList();
        assertEquals(List.of(), heavy);
    }

    @Test
    void browsersThatReadAPageAndLeave() throws Exception {
        for (int visitor = 0; visitor < 30; visitor++) {
            Conversation one = openedAt(visitor * 90);
            for (int request = 0; request < 5; request++) {
                one.exchanges(Idling.BROWSER_GET, Idling.OK);
            }
            one.client().sends(Idling.BROWSER_GET).after(3 + visitor % 20);
            one.server().sends(Idling.OK);
            if (visitor % 2 == 0) {
                Idling.serverClosesAfter(one, 30);
            } else {
                one.client().fin().after(5 + visitor);
                one.server().fin();
            }
        }
        assertHealthy();
    }

    @Test
    void healthChecksOfABalancer() throws Exception {
        for (int check = 0; check < 60; check++) {
            Conversation one = openedAt(check * 5);
            one.exchanges(
                    "GET /health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", Recorded.OK);
            one.server().fin();
            one.client().fin();
        }
        assertHealthy();
    }

    @Test
    void aFewCallsByHand() throws Exception {
        for (int call = 0; call < 8; call++) {
            Conversation one = openedAt(call * 2);
            one.exchanges(
                    "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: curl/8.5.0\r\n\r\n", Recorded.OK);
            one.client().fin();
            one.server().fin();
        }
        assertHealthy();
    }

    @Test
    void aPoolThatIsUsedAllTheTimeAndEnds() throws Exception {
        List<Conversation> pool = List.of(openedAt(0), openedAt(0.1), openedAt(0.2));
        for (int round = 1; round < 100; round++) {
            pool.getFirst().client().ack().at(round);
            pool.forEach(one -> one.exchanges(Idling.GET, Idling.OK));
        }
        pool.forEach(one -> one.client().fin());
        pool.forEach(one -> one.server().fin());
        assertHealthy();
    }
}
