package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.List;
import org.junit.jupiter.api.Test;

class SynMeetsTimeWaitTest {
    private static final String ID = "syn-meets-time-wait";

    private final Recorded recorded = new Recorded();

    private void serverCloses(Conversation one) {
        one.server().fin();
        one.client().fin();
        one.server().ack();
    }

    private void connectsFromAPortOfTimeWait() {
        Conversation one = recorded.closed();
        SentPacket syn = one.client().syn();
        one.server().ack().sequence(9_000_000).acknowledgment(8_000_000);
        one.client().rst().withoutAck().sequence(8_000_000);
        one.client().resends(syn).after(1.003);
        one.server().synAck();
        one.client().ack();
        serverCloses(one.exchanges(GET, OK));
    }

    @Test
    void connectsThatTakeASecondAreAWarning() throws Exception {
        for (int n = 0; n < 5; n++) {
            serverCloses(recorded.idle());
            connectsFromAPortOfTimeWait();
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(5, finding.connections());
        assertTrue(finding.costs().endsWith("here 1.003 s"), finding.costs());
        assertEquals("a bare ACK came in answer to the SYN", finding.evidence().getFirst().says());
        assertEquals(10, finding.evidence().getFirst().packet());
        assertEquals(1.003, finding.figures().getOrDefault("longest_connect_s", 0.0), 0.001);
    }

    @Test
    void oneIsANotice() throws Exception {
        serverCloses(recorded.idle());
        connectsFromAPortOfTimeWait();
        assertEquals(Weight.NOTICE, recorded.findings(ID).getFirst().weight());
    }

    @Test
    void aSynThatIsLostIsNone() throws Exception {
        for (int n = 0; n < 10; n++) {
            Conversation one = recorded.closed();
            SentPacket syn = one.client().syn();
            one.client().resends(syn).after(1);
            one.server().synAck();
            one.client().ack();
            serverCloses(one.exchanges(GET, OK));
        }
        assertEquals(List.of(), recorded.findings(ID));
    }
}
