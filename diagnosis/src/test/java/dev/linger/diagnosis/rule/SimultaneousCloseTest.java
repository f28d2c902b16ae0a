package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimultaneousCloseTest {
    private static final String ID = "simultaneous-close";

    private final Recorded recorded = new Recorded();

    private void bothCloseAfter(Conversation one, double seconds) {
        SentPacket first = one.client().fin().after(seconds);
        one.server().fin().notHavingSeen(first);
        one.client().ack();
        one.server().ack();
    }

    @Test
    void whoBothCloseAfterEachAnswerHaveNoTimeoutInCommon() throws Exception {
        for (int n = 0; n < 30; n++) {
            bothCloseAfter(recorded.idle(), 0.001);
        }
        assertEquals(List.of(), recorded.findings(ID));
    }

    private void clientCloses(int connections) {
        for (int n = 0; n < connections; n++) {
            Conversation one = recorded.idle();
            one.client().fin().after(0.3);
            one.server().fin();
            one.client().ack();
        }
    }

    @Test
    void equalIdleTimeoutsOnBothSidesAreAWarning() throws Exception {
        for (int n = 0; n < 30; n++) {
            bothCloseAfter(recorded.idle(), 5);
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(30, finding.connections());
        assertTrue(finding.because().contains("same idle timeout of 5 s"), finding.because());
        assertTrue(finding.next().contains("after 4 s, before the server does"), finding.next());
        assertFalse(finding.changes().isEmpty());
    }

    @Test
    void someAmongManyAreANotice() throws Exception {
        for (int n = 0; n < 6; n++) {
            bothCloseAfter(recorded.idle(), 5);
        }
        clientCloses(60);
        assertEquals(Weight.NOTICE, recorded.findings(ID).getFirst().weight());
    }

    @Test
    void byChanceItHappensToSome() throws Exception {
        for (int n = 0; n < 6; n++) {
            bothCloseAfter(recorded.idle(), 5);
        }
        clientCloses(200);
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void afterConnectionCloseBothMayCloseAtOnce() throws Exception {
        for (int n = 0; n < 30; n++) {
            Conversation one =
                    recorded.connection()
                            .exchanges(
                                    "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", OK);
            bothCloseAfter(one, 0.0001);
        }
        assertEquals(List.of(), recorded.findings(ID));
    }
}
