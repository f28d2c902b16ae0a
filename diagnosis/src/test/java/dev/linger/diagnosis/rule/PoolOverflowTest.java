package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolOverflowTest {
    private static final String ID = "pool-overflow";
    private static final String PYTHON_GET =
            "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: python-requests/2.31\r\n\r\n";

    private final Recorded recorded = new Recorded();

    private static void clientCloses(Conversation one) {
        one.client().fin();
        one.server().fin();
        one.client().ack();
    }

    /** One exchange on a connection of its own, at this second. */
    private void call(double second, String request) {
        Conversation one = recorded.closed();
        one.client().syn().at(second);
        one.server().synAck();
        one.client().ack();
        clientCloses(one.exchanges(request, Recorded.OK));
    }

    private List<Conversation> open(int count) {
        List<Conversation> open = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            open.add(recorded.connection());
        }
        return open;
    }

    @Test
    void aPoolThatKeepsTwoOfSixIsToldToKeepSixAndSomeToSpare() throws Exception {
        List<Conversation> kept = open(2);
        for (int n = 1; n <= 40; n++) {
            List<Conversation> busy = new ArrayList<>(kept);
            busy.addAll(open(4));
            busy.getFirst().client().sends(Idling.GET).at(n * 0.2);
            busy.getFirst().server().sends(Idling.OK).after(0.02);
            busy.stream().skip(1).forEach(one -> one.exchanges(Idling.GET, Idling.OK));
            busy.stream().skip(2).forEach(PoolOverflowTest::clientCloses);
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(160, finding.connections());
        assertTrue(
                finding.changes().getFirst().text().contains("MaxIdleConnsPerHost = 9"),
                finding.changes().getFirst().text());
        assertTrue(
                finding.costs().contains(" % of the 28,232 that Linux has for one server)"),
                finding.costs());
        assertEquals(6, finding.figures().getOrDefault("expected_connections", 0.0));
    }

    @Test
    void aClientForEveryCallIsToldToUseOne() throws Exception {
        for (int n = 0; n < 50; n++) {
            call(n * 0.1, PYTHON_GET);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertTrue(finding.changes().getFirst().text().contains("requests.Session()"));
        assertTrue(finding.because().contains("no connection twice"), finding.because());
    }

    @Test
    void aCallNowAndThenIsANotice() throws Exception {
        for (int n = 0; n < 20; n++) {
            call(n * 10, PYTHON_GET);
        }
        assertEquals(Weight.NOTICE, recorded.findings(ID).getFirst().weight());
    }

    @Test
    void aProgramThatEndsClosesAllItHad() throws Exception {
        List<Conversation> open = open(64);
        for (int round = 1; round <= 3; round++) {
            open.getFirst().client().ack().at(round);
            open.forEach(one -> one.exchanges(Recorded.GET, Recorded.OK));
        }
        open.forEach(PoolOverflowTest::clientCloses);
        assertEquals(0, recorded.findings(ID).size());
    }

    @Test
    void aHandfulOfCallsIsNoFinding() throws Exception {
        for (int n = 0; n < 6; n++) {
            call(n, PYTHON_GET);
        }
        assertEquals(0, recorded.findings(ID).size());
    }
}
