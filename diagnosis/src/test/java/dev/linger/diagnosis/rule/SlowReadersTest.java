package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class SlowReadersTest {
    private static final String ID = "slow-readers";

    private final Recorded recorded = new Recorded();

    private void takesNothing(double limit) {
        Conversation one = recorded.connection();
        one.client().sends(GET);
        one.server()
                .sends("HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 100000\r\n\r\nbegin");
        one.client().ack().window(0);
        one.server().rst().after(limit);
    }

    @Test
    void responsesThatAShortLimitCutsAreCritical() throws Exception {
        for (int n = 0; n < 20; n++) {
            takesNothing(2.0);
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(20, finding.connections());
        assertTrue(finding.what().contains("2.000 s"), finding.what());
        assertTrue(finding.changes().getFirst().text().contains("send_timeout 10s;"));
    }

    @Test
    void aLongLimitLeavesTheReaderToBlame() throws Exception {
        for (int n = 0; n < 200; n++) {
            recorded.idle();
        }
        for (int n = 0; n < 5; n++) {
            takesNothing(60.0);
        }
        assertEquals(Weight.NOTICE, recorded.findings(ID).getFirst().weight());
    }

    @Test
    void aFinComesOnlyWhenTheClientReadsOn() throws Exception {
        for (int n = 0; n < 3; n++) {
            Conversation one = recorded.connection();
            one.client().sends(GET);
            one.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\nbegin");
            one.client().ack().window(0);
            one.client().ack().after(6.0 + n);
            one.server().sends("and the rest of what was given to the socket");
            one.server().fin();
            one.client().fin();
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.what().contains("after at most 6.0"), finding.what());
        assertTrue(finding.because().contains("the limit may be shorter"), finding.because());
    }

    @Test
    void aPauseThatEndsIsNoFinding() throws Exception {
        for (int n = 0; n < 20; n++) {
            Conversation one = recorded.connection();
            one.client().sends(GET);
            one.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            one.client().ack().window(0);
            one.client().ack().after(5);
            one.server().sends("hello");
            one.client().fin();
            one.server().fin();
        }
        assertEquals(0, recorded.findings(ID).size());
    }
}
