package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class ForeignResetTest {
    private static final String ID = "foreign-reset";

    private final Recorded recorded = new Recorded();

    private void isCutInMidResponse() {
        Conversation one = recorded.connection();
        one.client().sends(GET);
        one.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nbegin");
        one.server().rst().ttl(57);
    }

    @Test
    void resetsThatNeitherEndSentInMidExchangeAreCritical() throws Exception {
        for (int n = 0; n < 40; n++) {
            recorded.idle();
        }
        for (int n = 0; n < 12; n++) {
            isCutInMidResponse();
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(12, finding.connections());
        assertTrue(finding.costs().contains("12 of 52 requests (23 %)"), finding.costs());
    }

    @Test
    void betweenRequestsTheyAreANotice() throws Exception {
        for (int n = 0; n < 12; n++) {
            recorded.idle().server().rst().ttl(57).after(5);
        }
        assertEquals(Weight.NOTICE, recorded.findings(ID).getFirst().weight());
    }

    @Test
    void theServersOwnResetIsNoFinding() throws Exception {
        for (int n = 0; n < 12; n++) {
            recorded.idle().server().rst().after(5);
        }
        assertEquals(0, recorded.findings(ID).size());
    }
}
