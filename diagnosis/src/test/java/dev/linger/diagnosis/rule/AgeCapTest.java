package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class AgeCapTest {
    private static final String ID = "age-cap";
    private static final String OK =
            "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 5\r\n\r\nhello";
    private static final String LAST_OK =
            "HTTP/1.1 200 OK\r\nServer: nginx\r\nConnection: close\r\n"
                    + "Content-Length: 5\r\n\r\nhello";

    private final Recorded recorded = new Recorded();

    /** Connections of as many paces that all end at this age. */
    private void endAt(double age, int count, String last) {
        for (int n = 0; n < count; n++) {
            Conversation one = recorded.connection();
            int requests = 7 + n;
            for (int request = 1; request < requests; request++) {
                one.client().sends(Recorded.GET).after(age / requests);
                one.server().sends(OK);
            }
            one.client().sends(Recorded.GET).after(age / requests);
            one.server().sends(last);
            one.server().fin();
            one.client().fin();
            one.server().ack();
        }
    }

    @Test
    void aCapThatIsNotAnnouncedIsAWarningWithALongerOne() throws Exception {
        endAt(30, 12, OK);
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(12, finding.connections());
        assertTrue(finding.what().contains("at an age of 30 s"), finding.what());
        assertEquals("keepalive_time 3600s;", finding.changes().getFirst().text());
    }

    @Test
    void aCapThatIsAnnouncedIsANotice() throws Exception {
        endAt(30, 12, LAST_OK);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertEquals(0, finding.changes().size());
    }

    @Test
    void connectionsThatEndAtAllAgesShowNoCap() throws Exception {
        for (int n = 1; n <= 12; n++) {
            endAt(n * n, 1, OK);
        }
        assertEquals(0, recorded.findings(ID).size());
    }
}
