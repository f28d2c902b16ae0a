package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import org.junit.jupiter.api.Test;

class SilentDropTest {
    private static final String ID = "silent-drop";

    private final Recorded recorded = new Recorded();

    private static final String ASK =
            "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: Go-http-client/1.1\r\n\r\n";

    private void isForgottenAfter(double quiet) {
        Conversation one = recorded.idle();
        SentPacket request = one.client().sends(ASK).after(quiet).lost();
        one.client().resends(request).after(0.2).lost();
        one.client().resends(request).after(0.4).lost();
        one.client().resends(request).after(0.8).lost();
    }

    private void survives(double quiet) {
        Conversation one = recorded.idle();
        one.client().sends(ASK).after(quiet);
        one.server().sends(OK);
        one.client().fin();
        one.server().fin();
    }

    @Test
    void requestsAfterALongQuietTimeDieAndTheLoadBalancerIsNamed() throws Exception {
        for (int n = 0; n < 30; n++) {
            survives(10 * (n + 1));
        }
        for (int n = 0; n < 12; n++) {
            isForgottenAfter(355 + 20 * n);
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(12, finding.connections());
        assertTrue(finding.because().contains("AWS"), finding.because());
        assertTrue(finding.because().contains("300.0"), finding.because());
        assertEquals(355, finding.figures().get("shortest_lost_idle_s"));
        assertTrue(finding.costs().contains("15 minutes"), finding.costs());
        assertTrue(finding.changes().getFirst().text().contains("IdleConnTimeout: 300 *"));
    }

    @Test
    void aResetInsteadOfSilenceIsTheSame() throws Exception {
        for (int n = 0; n < 5; n++) {
            Conversation one = recorded.idle();
            one.client().sends(ASK).after(241 + n);
            one.server().rst();
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertTrue(finding.because().contains("Azure"), finding.because());
        assertFalse(finding.costs().contains("15 minutes"), finding.costs());
        assertEquals(0, recorded.findings("broken-answers").size());
    }

    @Test
    void silenceIsSeenAlsoWhereTheContentCannotBeRead() throws Exception {
        for (int n = 0; n < 12; n++) {
            Conversation one = recorded.connection();
            one.client().sends(new byte[] {0, 1, 2});
            one.server().sends(new byte[] {0, 1, 2});
            SentPacket more = one.client().sends(new byte[] {3, 4}).after(360 + n).lost();
            one.client().resends(more).after(0.2).lost();
            one.client().resends(more).after(0.4).lost();
            one.client().resends(more).after(0.8).lost();
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(360, finding.figures().get("shortest_lost_idle_s"));
        assertTrue(finding.costs().contains("12 connections got no answer"), finding.costs());
    }

    @Test
    void whereLongerQuietTimesWorkedNoFixedTimeIsClaimed() throws Exception {
        survives(900);
        isForgottenAfter(400);
        isForgottenAfter(500);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertTrue(finding.because().contains("not by a fixed time"), finding.because());
    }

    @Test
    void oneServerThatVanishedIsNoFinding() throws Exception {
        survives(300);
        isForgottenAfter(400);
        assertEquals(0, recorded.findings(ID).size());
    }

    @Test
    void idleTimeoutsDoingTheirWorkAreNoFinding() throws Exception {
        for (int n = 0; n < 20; n++) {
            Conversation one = recorded.idle();
            one.server().fin().after(75);
            one.client().fin();
        }
        assertEquals(0, recorded.findings(ID).size());
    }
}
