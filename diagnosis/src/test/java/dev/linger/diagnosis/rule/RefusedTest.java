package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.List;
import org.junit.jupiter.api.Test;

class RefusedTest {
    private static final String ID = "refused";

    private final Recorded recorded = new Recorded();

    private void refuses(int times) {
        for (int n = 0; n < times; n++) {
            Conversation one = recorded.closed();
            one.client().syn().after(0.1);
            one.server().rst();
        }
    }

    private void serves(int times) {
        for (int n = 0; n < times; n++) {
            Conversation one = recorded.idle();
            one.client().fin().after(0.1);
            one.server().fin();
            one.client().ack();
        }
    }

    @Test
    void aPortWhereNobodyListensIsCritical() throws Exception {
        serves(10);
        refuses(20);
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(20, finding.connections());
        assertTrue(finding.because().startsWith("nothing listens"), finding.because());
    }

    @Test
    void whatTheNetworkSaysOfASynIsTold() throws Exception {
        for (int n = 0; n < 6; n++) {
            recorded.closed().client().syn().rejected(10);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(6, finding.connections());
        assertTrue(
                finding.because()
                        .startsWith(
                                "the network answered the client by ICMP: administratively"
                                        + " prohibited. A firewall"),
                finding.because());
        assertTrue(finding.costs().startsWith("an error for each"), finding.costs());
    }

    @Test
    void silenceIsAFirewallOrAHostThatIsDown() throws Exception {
        serves(60);
        for (int n = 0; n < 6; n++) {
            Conversation one = recorded.closed();
            SentPacket syn = one.client().syn();
            one.client().resends(syn).after(1);
            one.client().resends(syn).after(2);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertTrue(finding.because().contains("drops the SYN"), finding.because());
        assertTrue(finding.costs().contains("connect timeout"), finding.costs());
    }

    @Test
    void aFewAmongManyAreANotice() throws Exception {
        serves(190);
        refuses(6);
        assertEquals(Weight.NOTICE, recorded.findings(ID).getFirst().weight());
    }

    @Test
    void aProbeOrTwoOfAClosedPortAreNone() throws Exception {
        serves(10);
        refuses(4);
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void aRefusalIsToldWhereItIsAllThatWasSeen() throws Exception {
        refuses(1);
        Finding finding = recorded.all().getFirst();
        assertEquals(ID, finding.id());
        assertEquals(Weight.NOTICE, finding.weight());
        assertEquals(
                "the only connect to this port was refused: RST in answer to SYN", finding.what());
        assertTrue(finding.next().startsWith("see whether the server runs"), finding.next());
    }
}
