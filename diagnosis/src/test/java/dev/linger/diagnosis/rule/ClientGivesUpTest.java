package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class ClientGivesUpTest {
    private static final String ID = "client-gives-up";

    private final Recorded recorded = new Recorded();

    private static final String ASK =
            "GET /report HTTP/1.1\r\nHost: a\r\nUser-Agent: Go-http-client/1.1\r\n\r\n";

    private void leavesAfter(double wait) {
        Conversation one = recorded.connection();
        one.client().sends(ASK);
        one.server().ack();
        one.client().fin().after(wait);
        one.server().fin();
    }

    private void works(int times) {
        for (int n = 0; n < times; n++) {
            Conversation one = recorded.idle();
            one.client().fin().after(0.5);
            one.server().fin();
        }
    }

    @Test
    void requestsThatATimeLimitEndsAreCriticalAndTheLimitIsNamed() throws Exception {
        works(60);
        for (int n = 0; n < 20; n++) {
            leavesAfter(3.001 + n * 0.0001);
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(20, finding.connections());
        assertTrue(finding.what().contains("20 of 80 requests (25 %)"), finding.what());
        assertTrue(finding.what().contains("3.001 s"), finding.what());
        assertEquals(Software.GO_CLIENT, finding.changes().getFirst().software());
        assertTrue(finding.changes().getFirst().text().contains("10 * time.Second"));
        assertEquals(10, finding.figures().get("expected_wait_s"));
    }

    @Test
    void peopleWhoLeaveAfterAnyWaitAreANotice() throws Exception {
        works(200);
        for (int n = 0; n < 12; n++) {
            leavesAfter(0.31 * (n + 1) * (n + 1));
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertTrue(finding.because().contains("hardly a time limit"), finding.because());
    }

    @Test
    void twoRequestsGivenUpAreNoFinding() throws Exception {
        works(20);
        leavesAfter(3.0);
        leavesAfter(3.0);
        assertEquals(0, recorded.findings(ID).size());
    }
}
