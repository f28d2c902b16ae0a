package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortExhaustionTest {
    private static final String ID = "port-exhaustion";

    private final Recorded recorded = new Recorded();

    private void clientCloses(int connections, double perSecond) {
        for (int n = 0; n < connections; n++) {
            Conversation one = recorded.connection();
            one.client().fin().after(1 / perSecond);
            one.server().fin();
            one.client().ack();
        }
    }

    private void onLoopback(int connections, double perSecond) {
        for (int n = 0; n < connections; n++) {
            Conversation one =
                    recorded.capture()
                            .conversation("127.0.0.1", 10_000 + n, "127.0.0.1", 80)
                            .opens();
            one.client().fin().after(1 / perSecond);
            one.server().fin();
            one.client().ack();
        }
    }

    @Test
    void aRateThatTakesMoreThanHalfOfThePortsIsAWarning() throws Exception {
        clientCloses(600, 300);
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals("10.0.0.1:0", String.valueOf(finding.client()));
        assertEquals(0.63, finding.figures().getOrDefault("ports_share", 0.0), 0.03);
        assertTrue(finding.because().contains("470 connections a second"), finding.because());
        assertEquals(600, finding.figures().get("ports_taken"));
        assertTrue(
                finding.what()
                        .matches(
                                ".*: 600 of its 28,232 local ports to this server are taken after"
                                        + " [0-9.]+ s; if it goes on, 1[0-9,]+ \\(6[0-9.]+ %\\)"
                                        + " after a minute, and then no more"),
                finding.what());
        assertTrue(finding.costs().endsWith("none fails"), finding.costs());
        assertEquals(Software.LINUX, finding.changes().getFirst().software());
    }

    @Test
    void aRateAboveThatOfWhichPortsComeBackIsCritical() throws Exception {
        clientCloses(1200, 600);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(47, finding.figures().getOrDefault("runs_out_after_s", 0.0), 2);
        assertTrue(finding.costs().contains("EADDRNOTAVAIL"), finding.costs());
    }

    @Test
    void aClientThatSendsNothingIsNotToldToKeepConnectionsForItsRequests() throws Exception {
        clientCloses(600, 300);
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.next().startsWith("the client connects and sends nothing"));
        assertTrue(
                finding.expect().startsWith("if these connections stop: no port"),
                finding.expect());
        assertTrue(finding.changes().getFirst().where().startsWith("until then, in /etc/sysctl.d"));
    }

    @Test
    void aClientWithRequestsIsToldToKeepItsConnections() throws Exception {
        for (int n = 0; n < 600; n++) {
            Conversation one = recorded.idle();
            one.client().fin().after(1 / 300.0);
            one.server().fin();
            one.client().ack();
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals("keep connections instead of opening one for each request", finding.next());
    }

    @Test
    void whatTheListeningSideKeepsInTimeWaitTakesNoPort() throws Exception {
        for (int n = 0; n < 1200; n++) {
            Conversation one = recorded.connection();
            one.server().fin().after(0.001);
            one.client().fin();
            one.server().ack();
        }
        assertEquals(0, recorded.findings(ID).size());
    }

    @Test
    void onLoopbackPortsComeBackAfterASecondSoThatItIsANotice() throws Exception {
        onLoopback(1200, 600);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertTrue(finding.because().contains("between two machines"), finding.because());
    }

    @Test
    void thousandConnectionsThatEndTogetherAreNoRate() throws Exception {
        Conversation[] all = new Conversation[1000];
        for (int n = 0; n < all.length; n++) {
            all[n] = recorded.connection().exchanges(GET, OK);
        }
        for (Conversation one : all) {
            one.client().fin();
            one.server().fin();
            one.client().ack();
        }
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void aBurstThatDidNotGoOnIsNoRateEither() throws Exception {
        clientCloses(600, 300);
        recorded.capture().conversation("10.0.0.1", 9, "10.0.0.9", 9).client().ack().after(600);
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void aModerateRateIsNoFinding() throws Exception {
        clientCloses(1000, 100);
        assertEquals(List.of(), recorded.findings(ID));
    }
}
