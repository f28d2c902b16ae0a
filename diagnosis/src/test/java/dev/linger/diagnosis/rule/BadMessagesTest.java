package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class BadMessagesTest {
    private static final String ID = "bad-messages";

    private final Recorded recorded = new Recorded();

    private void isRefused(String request, String status, String server) {
        Conversation one = recorded.connection();
        one.client().sends(request);
        one.server()
                .sends(
                        "HTTP/1.1 "
                                + status
                                + "\r\nServer: "
                                + server
                                + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        one.server().fin();
        one.client().fin();
    }

    @Test
    void headsThatAreTooLargeForManyAreAWarningWithTheServersOwnLimit() throws Exception {
        for (int n = 0; n < 20; n++) {
            isRefused(GET, "431 Request Header Fields Too Large", "Jetty(12.0.15)");
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(20, finding.connections());
        assertTrue(finding.what().contains("on 20 of 20 connections (100 %)"), finding.what());
        assertTrue(finding.because().contains("cookies"), finding.because());
        assertTrue(finding.expect().startsWith("heads of up to 32,768 bytes"), finding.expect());
        assertEquals(Software.JETTY, finding.changes().getFirst().software());
        assertTrue(finding.changes().getFirst().text().endsWith("requestHeaderSize=32768"));
    }

    @Test
    void scannersAmongUsersAreANotice() throws Exception {
        for (int n = 0; n < 200; n++) {
            recorded.idle();
        }
        for (int n = 0; n < 5; n++) {
            isRefused("\0\1\2 what is this?", "400 Bad Request", "nginx");
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertTrue(finding.what().contains("on 5 of 205 connections (2.4 %)"), finding.what());
        assertTrue(finding.because().contains("no HTTP/1 request"), finding.because());
        assertTrue(finding.next().startsWith("nothing at the server"), finding.next());
        assertEquals(0, finding.changes().size());
    }

    @Test
    void eachStatusOfManyHasItsRemedy() throws Exception {
        for (int n = 0; n < 5; n++) {
            isRefused("\0\1\2 what is this?", "400 Bad Request", "nginx");
            isRefused(
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n123456789",
                    "413 Content Too Large",
                    "nginx");
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.what().contains("mostly with 400 or 413"), finding.what());
        assertTrue(finding.because().contains("for 400: what the clients"), finding.because());
        assertTrue(finding.because().contains("for 413: the body"), finding.because());
        assertEquals("client_max_body_size 64m;", finding.changes().getFirst().text());
    }

    @Test
    void responsesThatNobodyCanReadAreTheServersFault() throws Exception {
        for (int n = 0; n < 20; n++) {
            Conversation one = recorded.connection().exchanges(GET, "this is no HTTP\r\n\r\n");
            one.client().fin();
            one.server().fin();
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertTrue(finding.because().contains("the server"), finding.because());
    }

    @Test
    void answersAsTheyShouldBeAreNoFinding() throws Exception {
        for (int n = 0; n < 20; n++) {
            recorded.connection()
                    .exchanges(GET, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        }
        assertEquals(0, recorded.findings(ID).size());
    }
}
