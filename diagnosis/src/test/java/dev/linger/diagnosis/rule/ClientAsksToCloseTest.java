package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAsksToCloseTest {
    private static final String ID = "client-asks-to-close";

    private static final String LAST_GET =
            """
            GET / HTTP/1.1\r
            Host: a\r
            User-Agent: Go-http-client/1.1\r
            Connection: close\r
            \r
            """;

    private final Recorded recorded = new Recorded();

    private void serverClosesAfter(String request) {
        Conversation one = recorded.connection().exchanges(request, OK);
        one.server().fin();
        one.client().fin();
        one.server().ack();
    }

    @Test
    void aHandshakeForEveryRequestIsAWarningWithTheClientsOwnSetting() throws Exception {
        for (int n = 0; n < 50; n++) {
            serverClosesAfter(LAST_GET);
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(50, finding.connections());
        assertEquals(Software.GO_CLIENT, finding.changes().getFirst().software());
        assertTrue(finding.costs().contains("50 at the peak"), finding.costs());
    }

    @Test
    void theRateIsThatOfTheTimeInWhichTheServerWasActive() throws Exception {
        for (int n = 0; n < 50; n++) {
            serverClosesAfter(LAST_GET);
            recorded.capture().conversation("10.0.0.1", 9, "10.0.0.9", 9).client().ack().after(0.1);
        }
        recorded.capture().conversation("10.0.0.1", 9, "10.0.0.9", 9).client().ack().after(3600);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(10, finding.figures().getOrDefault("close_requests_per_s", 0.0), 1);
        assertEquals(Weight.WARNING, finding.weight());
    }

    @Test
    void httpOnePointZeroWithoutANameIsNginxAsAProxy() throws Exception {
        for (int n = 0; n < 50; n++) {
            serverClosesAfter("GET / HTTP/1.0\r\nHost: a\r\nConnection: close\r\n\r\n");
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Software.NGINX_UPSTREAM, finding.changes().getFirst().software());
        assertEquals(
                "the requests are in HTTP/1.0, and say \"Connection: close\", as nginx does as a"
                        + " proxy unless told otherwise",
                finding.because());
        assertTrue(
                finding.changes().getLast().text().contains("server 10.0.0.2:80;"),
                finding.changes()::toString);
        assertTrue(finding.changes().getLast().isPart());
    }

    @Test
    void aPoolOfGoForMoreThanTwoAtOnceIsMadeLargerAsWell() throws Exception {
        for (int n = 0; n < 20; n++) {
            List<Conversation> open = new ArrayList<>();
            for (int at = 0; at < 5; at++) {
                open.add(recorded.connection());
            }
            for (Conversation one : open) {
                one.exchanges(LAST_GET, OK);
                one.server().fin();
                one.client().fin();
                one.server().ack();
            }
        }
        Finding finding = recorded.findings(ID).getFirst();
        Change pool = finding.changes().get(1);
        assertTrue(pool.text().startsWith("MaxIdleConnsPerHost: 8,"), pool::toString);
        assertTrue(pool.isPart());
    }

    @Test
    void aServersAnnouncedTimeoutGivesTheClientsOne() throws Exception {
        String announced = OK.replace("\r\n\r\n", "\r\nKeep-Alive: timeout=5\r\n\r\n");
        recorded.connection().exchanges(LAST_GET.replace("Connection: close\r\n", ""), announced);
        for (int n = 0; n < 50; n++) {
            serverClosesAfter(LAST_GET);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals("IdleConnTimeout: 4 * time.Second,", finding.changes().getLast().text());
    }

    @Test
    void aFewOfManyAreNoFinding() throws Exception {
        for (int n = 0; n < 100; n++) {
            Conversation one = recorded.idle();
            one.client().fin();
            one.server().fin();
        }
        serverClosesAfter(LAST_GET);
        assertEquals(0, recorded.findings(ID).size());
    }
}
