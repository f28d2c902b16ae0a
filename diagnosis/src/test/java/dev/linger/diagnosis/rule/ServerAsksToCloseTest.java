package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class ServerAsksToCloseTest {
    private static final String ID = "server-asks-to-close";
    private static final String LAST_OK =
            "HTTP/1.1 200 OK\r\nServer: gunicorn\r\nConnection: close\r\n"
                    + "Content-Length: 5\r\n\r\nhello";

    private final Recorded recorded = new Recorded();

    private Conversation openedAt(double second) {
        Conversation one = recorded.closed();
        one.client().syn().at(second);
        one.server().synAck();
        one.client().ack();
        return one;
    }

    private static void closesAfter(Conversation one, String response) {
        one.exchanges(Recorded.GET, response);
        one.server().fin();
        one.client().fin();
        one.server().ack();
    }

    @Test
    void aCloseWithEveryFirstResponseIsKeepAliveSwitchedOff() throws Exception {
        for (int n = 0; n < 50; n++) {
            closesAfter(recorded.connection(), LAST_OK);
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(50, finding.connections());
        assertEquals(Software.GUNICORN, finding.changes().getFirst().software());
        assertTrue(finding.changes().getFirst().text().contains("gthread"));
        assertTrue(finding.because().contains("keep-alive is off"), finding.because());
    }

    @Test
    void aCloseWithErrorsComesFromTheCodeThatAnswersThem() throws Exception {
        for (int n = 0; n < 50; n++) {
            Conversation one = openedAt(n);
            for (int request = 0; request <= n % 7; request++) {
                one.exchanges(Recorded.GET, Recorded.OK);
            }
            closesAfter(
                    one,
                    "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.because().contains("errors"), finding.because());
        assertEquals(0, finding.changes().size());
    }

    @Test
    void anAnswerInHttpOnePointZeroClosesUnlessItKeeps() throws Exception {
        for (int n = 0; n < 50; n++) {
            closesAfter(recorded.connection(), "HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nhello");
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.because().contains("HTTP/1.0"), finding.because());
    }

    @Test
    void aFewAMinuteAreANotice() throws Exception {
        for (int n = 0; n < 20; n++) {
            closesAfter(openedAt(n * 10), LAST_OK);
        }
        assertEquals(Weight.NOTICE, recorded.findings(ID).getFirst().weight());
    }

    @Test
    void aFewOfManyAreNoFinding() throws Exception {
        for (int n = 0; n < 100; n++) {
            Conversation one = recorded.idle();
            one.client().fin();
            one.server().fin();
        }
        closesAfter(recorded.connection(), LAST_OK);
        assertEquals(0, recorded.findings(ID).size());
    }
}
