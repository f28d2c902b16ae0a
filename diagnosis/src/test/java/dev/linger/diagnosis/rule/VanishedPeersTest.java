package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VanishedPeersTest {
    private static final String ID = "vanished-peers";

    private final Recorded recorded = new Recorded();

    /** So many connections ask at once, and nothing comes back. */
    private void vanishes(int connections, double quiet) {
        List<Conversation> all = new ArrayList<>();
        for (int n = 0; n < connections; n++) {
            all.add(recorded.idle());
        }
        List<SentPacket> asked = new ArrayList<>();
        all.forEach(
                one -> asked.add(one.client().sends(GET).after(asked.isEmpty() ? quiet : 0.001)));
        for (double wait : List.of(0.2, 0.4, 0.8, 1.6)) {
            for (int n = 0; n < connections; n++) {
                all.get(n).client().resends(asked.get(n)).after(n == 0 ? wait : 0.001);
            }
        }
    }

    @Test
    void aServerThatIsGoneIsTold() throws Exception {
        vanishes(12, 0.5);
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(12, finding.connections());
        assertTrue(
                finding.what().contains("stopped answering on 12 of 12 connections"),
                finding.what());
        assertTrue(finding.what().contains(", all at about 2023-11-14T22:13:"), finding.what());
        assertFalse(finding.changes().isEmpty());
    }

    @Test
    void thoseThatVanishOneByOneAreNoOneEvent() throws Exception {
        vanishes(2, 0.5);
        vanishes(2, 0.5);
        vanishes(2, 0.5);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals("the server stopped answering on 6 of 6 connections", finding.what());
        assertEquals(Weight.WARNING, finding.weight());
    }

    @Test
    void thoseThatWereQuietForLongAreOfAnotherFinding() throws Exception {
        vanishes(12, 400);
        assertEquals(List.of(), recorded.findings(ID));
        assertEquals(1, recorded.findings("silent-drop").size());
    }

    @Test
    void clientsThatAreGoneAreANotice() throws Exception {
        for (int n = 0; n < 4; n++) {
            Conversation one = recorded.connection();
            one.client().sends(GET);
            SentPacket answer = one.server().sends(OK);
            one.server().resends(answer).after(0.2);
            one.server().resends(answer).after(0.4);
            one.server().resends(answer).after(0.8);
            one.server().resends(answer).after(1.6);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertTrue(finding.what().startsWith("the client stopped answering"), finding.what());
    }
}
