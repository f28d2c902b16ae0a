package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class HandlerTimeoutsTest {
    private static final String ID = "handler-timeouts";

    private final Recorded recorded = new Recorded();

    private void isAnswered(String status, double wait) {
        isAnswered(status, wait, "Server: nginx/1.22.1\r\n");
    }

    private void isAnswered(String status, double wait, String fields) {
        Conversation one = recorded.connection();
        one.client().sends(GET);
        one.server()
                .sends("HTTP/1.1 " + status + "\r\n" + fields + "Content-Length: 0\r\n\r\n")
                .after(wait);
        one.client().fin().after(1);
        one.server().fin();
    }

    @Test
    void lateErrorsCountAlsoWhereTheConnectionIsKept() throws Exception {
        for (int n = 0; n < 60; n++) {
            isAnswered("200 OK", 0.01);
        }
        for (int n = 0; n < 20; n++) {
            isAnswered("504 Gateway Timeout", 5);
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(20, finding.connections());
        assertTrue(finding.what().contains("20 of 80 requests (25 %)"), finding.what());
        assertEquals("proxy_read_timeout 10s;", finding.changes().getFirst().text());
        assertTrue(finding.evidence().getFirst().says().contains("504 after 5.0"));
    }

    /** HAProxy passes on what the application calls itself; its own pages have no name. */
    @Test
    void aProxysErrorPageIsNotTheApplicationsOfWhichItPassesOnTheAnswers() throws Exception {
        for (int n = 0; n < 60; n++) {
            isAnswered("200 OK", 0.01, "Server: gunicorn\r\n");
        }
        for (int n = 0; n < 20; n++) {
            isAnswered("504 Gateway Time-out", 5, "");
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals("proxy_read_timeout 10s;", finding.changes().getFirst().text());
        assertTrue(
                finding.changes().stream()
                        .anyMatch(change -> change.text().contains("timeout server 10s")),
                () -> finding.changes().toString());
    }

    @Test
    void aQuickRefusalIsNoFinding() throws Exception {
        for (int n = 0; n < 20; n++) {
            isAnswered("503 Service Unavailable", 0.01);
        }
        assertEquals(0, recorded.findings(ID).size());
    }

    @Test
    void slowAnswersAreNoFinding() throws Exception {
        for (int n = 0; n < 20; n++) {
            isAnswered("200 OK", 5);
        }
        assertEquals(0, recorded.findings(ID).size());
    }
}
