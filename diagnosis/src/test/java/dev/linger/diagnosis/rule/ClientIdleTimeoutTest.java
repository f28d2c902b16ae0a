package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import java.util.ArrayList;
import java.util.HexFormat;
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
    void connectionsThatWaitUnusedWhileOthersOpenAreNoMatterOfTheTimeout() throws Exception {
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
        assertTrue(
                finding.because().startsWith("idle connections were there at"), finding.because());
        assertTrue(finding.next().contains("a new client or pool"), finding.next());
        assertTrue(finding.expect().startsWith("with one pool "), finding.expect());
        assertFalse(finding.figures().containsKey("expected_connections"));
        double ports = finding.figures().getOrDefault("time_waits", 0.0);
        assertEquals(572, ports, 10);
    }

    @Test
    void aPoolThatIsIdleForLongerThanItsTimeoutIsToldHowLongItsPausesAre() throws Exception {
        for (int burst = 0; burst < 10; burst++) {
            List<Conversation> open = new ArrayList<>();
            for (int n = 0; n < 20; n++) {
                Conversation next = recorded.closed();
                next.client().syn().at(burst * 2.0 + n * 0.001);
                next.server().synAck();
                next.client().ack();
                open.add(next.exchanges(Idling.GET, Idling.OK));
            }
            for (int n = 0; n < 20; n++) {
                Conversation one = open.get(n);
                one.client().fin().at(burst * 2.0 + 1 + n * 0.001);
                one.server().fin();
                one.client().ack();
            }
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.because().contains("shorter than the pauses"), finding.because());
        assertEquals(2, finding.figures().getOrDefault("pause_s", 0.0), 0.1);
        assertTrue(finding.next().contains("for 4 s (longer than these pauses"), finding.next());
        assertEquals("IdleConnTimeout: 4 * time.Second,", finding.changes().getFirst().text());
        assertTrue(finding.expect().startsWith("at most 20 connections"), finding.expect());
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

    private void closesWithoutAWordThatCanBeRead(double seconds) {
        Conversation one = recorded.connection();
        String data = "1703030003010203"; // in TLS 1.3 the end of the handshake looks so, too
        one.client().sends(HexFormat.of().parseHex("160301000401000000"));
        one.server().sends(HexFormat.of().parseHex("160303000402000000" + data));
        one.client().sends(HexFormat.of().parseHex(data + data));
        one.server().sends(HexFormat.of().parseHex(data));
        one.client().fin().after(seconds);
        one.server().fin();
        one.client().ack();
    }

    @Test
    void aFindingThatRestsOnGuessesSaysSo() throws Exception {
        for (int n = 0; n < 4; n++) {
            closesWithoutAWordThatCanBeRead(10);
        }
        assertEquals(
                "1 client closed 4 connections that nothing had used for a while, after 10 s; this"
                        + " is a guess",
                recorded.findings(ID).getFirst().what());
    }

    @Test
    void theServersTimeoutIsNotTheClients() throws Exception {
        for (int n = 0; n < 20; n++) {
            Idling.serverClosesAfter(recorded.idle(), 5);
        }
        assertEquals(0, recorded.findings(ID).size());
    }
}
