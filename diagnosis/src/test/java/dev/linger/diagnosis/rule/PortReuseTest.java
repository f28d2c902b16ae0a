package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortReuseTest {
    private static final String ID = "port-reuse";

    private final Recorded recorded = new Recorded();

    /** So many connections from ten ports in turn. */
    private void fromTenPorts(int connections, double pauseSeconds) {
        for (int n = 0; n < connections; n++) {
            Conversation one =
                    recorded.capture().conversation("10.0.0.1", 50_000 + n % 10, "10.0.0.2", 80);
            one.client().startsAt(1_000_000L * n);
            one.client().syn().after(pauseSeconds);
            one.server().synAck();
            one.client().ack();
            one.exchanges(GET, OK);
            one.server().fin();
            one.client().fin();
            one.server().ack();
        }
    }

    @Test
    void manyConnectionsFromFewPortsAreANotice() throws Exception {
        fromTenPorts(160, 0.1);
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertEquals(150, finding.connections());
    }

    @Test
    void aMinuteLaterAPortIsAsGoodAsNew() throws Exception {
        fromTenPorts(160, 6.5);
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void aFewAreNone() throws Exception {
        fromTenPorts(100, 0.1);
        assertEquals(List.of(), recorded.findings(ID));
    }
}
