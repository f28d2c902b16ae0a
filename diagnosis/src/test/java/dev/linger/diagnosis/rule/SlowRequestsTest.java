package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class SlowRequestsTest {
    private static final String ID = "slow-requests";

    private final Recorded recorded = new Recorded();

    private static final String UPLOAD =
            "PUT /file HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\nbegin";

    private void stops(String sent, double limit, String answer) {
        Conversation one = recorded.connection();
        one.client().sends(sent);
        one.server().ack();
        if (!answer.isEmpty()) {
            one.server().sends(answer).after(limit);
            one.server().fin();
        } else {
            one.server().fin().after(limit);
        }
        one.client().fin();
    }

    private void uploadStops(double limit) {
        stops(UPLOAD, limit, "");
    }

    @Test
    void uploadsThatAShortLimitCutsAreCritical() throws Exception {
        recorded.connection()
                .exchanges(
                        GET, "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 5\r\n\r\nhello");
        for (int n = 0; n < 20; n++) {
            uploadStops(2.0);
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(20, finding.connections());
        assertTrue(finding.what().contains("2.000 s without the rest of the body"), finding.what());
        assertEquals(Software.NGINX, finding.changes().getFirst().software());
        assertTrue(finding.changes().getFirst().text().contains("client_body_timeout 10s;"));
    }

    @Test
    void afterAMinuteTheClientIsToBlame() throws Exception {
        recorded.idle();
        for (int n = 0; n < 20; n++) {
            uploadStops(60.0);
        }
        assertEquals(Weight.WARNING, recorded.findings(ID).getFirst().weight());
    }

    @Test
    void headsThatTrickleAreMeasuredFromTheirBegin() throws Exception {
        for (int n = 0; n < 3; n++) {
            Conversation one = recorded.connection();
            one.client().sends("GET / HTTP/1.1\r\n");
            for (int field = 0; field < 8; field++) {
                one.client().sends("X: y\r\n").after(0.25);
                one.server().ack();
            }
            one.server().sends("HTTP/1.1 408 Request Timeout\r\n\r\n").after(0.1);
            one.server().fin();
            one.client().sends("X: y\r\n").after(0.15); // before it has read that
            one.server().rst();
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.what().contains("after 2.10"), finding.what());
        assertTrue(finding.evidence().toString().contains("408 after 2.10"), "" + finding);
    }

    @Test
    void halfHeadsOfOneClientMayBeAnAttack() throws Exception {
        for (int n = 0; n < 20; n++) {
            stops(
                    "GET / HTTP/1.1\r\nHos",
                    10.0,
                    "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertTrue(finding.because().contains("attack"), finding.because());
        assertTrue(finding.costs().contains("408"), finding.costs());
    }

    @Test
    void halfHeadsOfMoreThanOneClientAreNoAttackOfOne() throws Exception {
        for (int n = 0; n < 5; n++) {
            stops("GET / HTTP/1.1\r\nHos", 10.0, "");
            Conversation other = recorded.closedFrom("10.0.0.7").opens();
            other.client().sends("GET / HTTP/1.1\r\nHos");
            other.server().ack();
            other.server().fin().after(10);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.because().contains("2 clients sent nothing"), finding.because());
    }

    @Test
    void aPreconnectThatIsAnswered408IsNoFinding() throws Exception {
        for (int n = 0; n < 20; n++) {
            Conversation one = recorded.connection();
            one.server()
                    .sends("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
                    .after(10);
            one.server().fin();
            one.client().fin();
        }
        assertEquals(0, recorded.findings(ID).size());
    }

    @Test
    void oneBrokenUploadIsNoFinding() throws Exception {
        recorded.idle();
        uploadStops(2.0);
        assertEquals(0, recorded.findings(ID).size());
    }
}
