package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class ClientAsksToCloseTest {
    private static final String ID = "client-asks-to-close";

    private static final String LAST_GET =
            """
            GET / HTTP/1.1\r
            Host: a\r
            User-Agent: Go-http-client/1.1\r
            Connection: close\r
            \r
            """;

    private final Recorded recorded = new Recorded();

    private void serverClosesAfter(String request) {
        Conversation one = recorded.connection().exchanges(request, OK);
        one.server().fin();
        one.client().fin();
        one.server().ack();
    }

    @Test
    void aHandshakeForEveryRequestIsAWarningWithTheClientsOwnSetting() throws Exception {
        for (int n = 0; n < 50; n++) {
            serverClosesAfter(LAST_GET);
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(50, finding.connections());
        assertEquals(Software.GO_CLIENT, finding.changes().getFirst().software());
        assertTrue(finding.costs().contains("50 at the peak"), finding.costs());
    }

    @Test
    void theRateIsThatOfTheTimeInWhichTheServerWasActive() throws Exception {
        for (int n = 0; n < 50; n++) {
            serverClosesAfter(LAST_GET);
            recorded.capture().conversation("10.0.0.1", 9, "10.0.0.9", 9).client().ack().after(0.1);
        }
        recorded.capture().conversation("10.0.0.1", 9, "10.0.0.9", 9).client().ack().after(3600);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(10, finding.figures().getOrDefault("close_requests_per_s", 0.0), 1);
        assertEquals(Weight.WARNING, finding.weight());
    }

    @Test
    void httpOnePointZeroWithoutANameIsNginxAsAProxy() throws Exception {
        for (int n = 0; n < 50; n++) {
            serverClosesAfter("GET / HTTP/1.0\r\nHost: a\r\nConnection: close\r\n\r\n");
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Software.NGINX_UPSTREAM, finding.changes().getFirst().software());
        assertTrue(finding.because().contains("HTTP/1.0"), finding.because());
    }

    @Test
    void aFewOfManyAreNoFinding() throws Exception {
        for (int n = 0; n < 100; n++) {
            Conversation one = recorded.idle();
            one.client().fin();
            one.server().fin();
        }
        serverClosesAfter(LAST_GET);
        assertEquals(0, recorded.findings(ID).size());
    }
}
