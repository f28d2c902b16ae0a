package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientIdleTimeoutTest {
    private static final String ID = "client-idle-timeout";

    private final Recorded recorded = new Recorded();

    private static void clientCloses(Conversation one) {
        one.client().fin();
        one.server().fin();
        one.client().ack();
    }

    @Test
    void aPoolThatGivesUpAfterASecondAndComesBackIsAWarning() throws Exception {
        List<Conversation> open = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            Conversation next = recorded.closed();
            next.client().syn().at(n * 0.1);
            next.server().synAck();
            next.client().ack();
            open.add(next.exchanges(Idling.GET, Idling.OK));
            if (open.size() > 10) {
                clientCloses(open.removeFirst());
            }
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals("IdleConnTimeout: 4 * time.Second,", finding.changes().getFirst().text());
        assertTrue(finding.expect().startsWith("at most 10 connections"), finding.expect());
        double ports = finding.figures().getOrDefault("time_waits", 0.0);
        assertEquals(572, ports, 10);
    }

    @Test
    void aPoolThatShrinksIsANotice() throws Exception {
        List<Conversation> open = new ArrayList<>();
        for (int n = 0; n < 200; n++) {
            open.add(recorded.idle());
        }
        open.getFirst().client().fin().after(10);
        open.getFirst().server().fin();
        open.stream().skip(1).forEach(ClientIdleTimeoutTest::clientCloses);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertEquals(0, finding.changes().size());
    }

    @Test
    void theServersTimeoutIsNotTheClients() throws Exception {
        for (int n = 0; n < 20; n++) {
            Idling.serverClosesAfter(recorded.idle(), 5);
        }
        assertEquals(0, recorded.findings(ID).size());
    }
}
