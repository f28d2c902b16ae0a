package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class AbortiveCloseTest {
    private static final String ID = "abortive-close";

    private final Recorded recorded = new Recorded();

    private static final String TOMCAT_OK =
            "HTTP/1.1 200 OK\r\nServer: Apache-Coyote/1.1\r\nContent-Length: 5\r\n\r\nhello";

    @Test
    void aServerThatResetsAfterItsResponsesIsAWarning() throws Exception {
        for (int n = 0; n < 30; n++) {
            recorded.connection().exchanges(GET, TOMCAT_OK).server().rst().after(0.001);
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(30, finding.connections());
        assertEquals(Software.TOMCAT, finding.changes().getFirst().software());
        assertTrue(finding.changes().getFirst().text().contains("connectionLinger=\"-1\""));
        assertEquals(0, finding.figures().get("expected_aborts_per_s"));
    }

    @Test
    void aClientThatResetsLosesNothingAndIsANotice() throws Exception {
        for (int n = 0; n < 30; n++) {
            recorded.idle().client().rst().after(0.001);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertTrue(finding.because().contains("HAProxy"), finding.because());
    }

    @Test
    void aTwentiethOfTheConnectionsIsNoFinding() throws Exception {
        for (int n = 0; n < 200; n++) {
            Conversation one = recorded.idle();
            if (n % 20 == 0) {
                one.server().rst().after(0.001);
            } else {
                one.client().fin();
                one.server().fin();
            }
        }
        assertEquals(0, recorded.findings(ID).size());
    }
}
