package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionChurnTest {
    private static final String ID = "connection-churn";

    private final Recorded recorded = new Recorded();

    private void oneRequestEach(int connections, double perSecond) {
        for (int n = 0; n < connections; n++) {
            Conversation one = recorded.closed();
            one.client().syn();
            one.server().synAck().after(0.020);
            one.client().ack();
            one.exchanges(GET, OK);
            double gap = 0.02 + n * 37 % 17 * 0.012; // no timeout of anybody
            one.client().fin().after(gap);
            one.server().fin();
            one.client().ack().after(1 / perSecond - gap);
        }
    }

    @Test
    void aConnectionForEveryRequestIsToldWithItsPrice() throws Exception {
        oneRequestEach(40, 4);
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertEquals(40, finding.connections());
        assertTrue(finding.what().endsWith("carried 1 request each"), finding.what());
        assertTrue(finding.costs().startsWith("6 packets"), finding.costs());
        assertTrue(finding.costs().contains("20.0"), finding.costs());
        assertEquals(1, finding.figures().getOrDefault("expected_connections", 0.0));
    }

    @Test
    void aConnectionThatServesManyRequestsIsNone() throws Exception {
        for (int n = 0; n < 40; n++) {
            Conversation one = recorded.idle();
            for (int request = 0; request < 5; request++) {
                one.exchanges(GET, OK);
            }
            one.client().fin().after(0.2);
            one.server().fin();
            one.client().ack();
        }
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void aHealthCheckEveryFewSecondsIsNone() throws Exception {
        oneRequestEach(60, 0.2);
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void manyClientsWithOneRequestEachCannotDoBetter() throws Exception {
        for (int n = 0; n < 200; n++) {
            Conversation one =
                    recorded.capture()
                            .conversation("10.0.1." + (n % 250 + 1), 50_000, "10.0.0.2", 80)
                            .opens()
                            .exchanges(GET, OK);
            one.client().fin();
            one.server().fin();
            one.client().ack();
        }
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void connectionsThatAreOpenTogetherAreNoChurn() throws Exception {
        Conversation[] all = new Conversation[100];
        for (int n = 0; n < all.length; n++) {
            all[n] = recorded.idle();
        }
        for (Conversation one : all) {
            one.client().fin().after(0.001);
            one.server().fin();
            one.client().ack();
        }
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void whereAnotherFindingExplainsItThisOneIsSilent() throws Exception {
        for (int n = 0; n < 60; n++) {
            Conversation one =
                    recorded.connection()
                            .exchanges(
                                    "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", OK);
            one.server().fin().after(0.05);
            one.client().fin();
            one.server().ack();
        }
        assertEquals(List.of(), recorded.findings(ID));
        assertEquals("client-asks-to-close", recorded.all().getFirst().id());
    }
}
