package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.ConversationEnd;
import java.util.List;
import org.junit.jupiter.api.Test;

class TunnelIdleTimeoutTest {
    private static final String ID = "tunnel-idle-timeout";
    private static final String ASKED =
            "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";
    private static final String SWITCHED =
            "HTTP/1.1 101 Switching Protocols\r\nServer: nginx/1.22.1\r\nConnection: upgrade\r\n\r\n";

    private final Recorded recorded = new Recorded();

    /** A conversation with a word of each side behind the upgrade. */
    private Conversation talks() {
        Conversation one = recorded.connection().exchanges(ASKED, SWITCHED);
        one.client().sends("\u0001\u0005hello").after(0.2);
        one.server().sends("\u0001\u0005hello").after(0.01);
        one.client().ack();
        return one;
    }

    private static void ends(ConversationEnd first, ConversationEnd then, double silence) {
        first.fin().after(silence);
        then.fin();
        first.ack();
    }

    @Test
    void webSocketsThatEndAfterTheSameSilenceMetALimit() throws Exception {
        for (int n = 0; n < 8; n++) {
            Conversation one = talks();
            ends(one.server(), one.client(), 60 + 0.003 * n);
        }
        Conversation left = talks();
        ends(left.client(), left.server(), 0.1);
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(8, finding.connections());
        assertTrue(
                finding.what().contains("closed 8 of 9 upgraded connections")
                        && finding.what().contains("after 60 s in which"),
                finding.what());
        assertEquals(Software.NGINX, finding.changes().getFirst().software());
        assertTrue(finding.next().contains("every 30 s"), finding.next());
    }

    @Test
    void aProxyIsTheClientOfWhatIsBehindIt() throws Exception {
        for (int n = 0; n < 3; n++) {
            Conversation one = talks();
            ends(one.client(), one.server(), 5);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.what().startsWith("the client closed 3 of 3"), finding.what());
        assertEquals(List.of(), finding.changes());
    }

    @Test
    void silencesThatDifferAreNoLimit() throws Exception {
        for (int n = 0; n < 8; n++) {
            Conversation one = talks();
            ends(one.server(), one.client(), 2 + n);
        }
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void whoSaysGoodbyeWasNotSilent() throws Exception {
        for (int n = 0; n < 8; n++) {
            Conversation one = talks();
            one.server().sends("\u0008\u0000").after(60);
            ends(one.server(), one.client(), 0.001);
        }
        assertEquals(List.of(), recorded.findings(ID));
    }
}
