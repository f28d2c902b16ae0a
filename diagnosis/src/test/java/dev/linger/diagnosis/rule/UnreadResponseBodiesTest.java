package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnreadResponseBodiesTest {
    private static final String ID = "unread-response-bodies";

    private final Recorded recorded = new Recorded();

    private static final String LONG =
            "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 100000\r\n\r\nbegin";

    private void readsTheHeadOnly(String agent) {
        readsTheHeadOnly(agent, LONG);
    }

    private void readsTheHeadOnly(String agent, String response) {
        Conversation one = recorded.connection();
        one.client().sends("GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: " + agent + "\r\n\r\n");
        one.server().sends(response);
        one.client().rst();
    }

    @Test
    void aConnectionForEveryUnreadResponseIsAWarningWithTheClientsOwnCode() throws Exception {
        for (int n = 0; n < 40; n++) {
            readsTheHeadOnly("Go-http-client/1.1");
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(40, finding.connections());
        assertEquals("10.0.0.1:0", String.valueOf(finding.client()));
        assertEquals(Software.GO_CLIENT, finding.changes().getFirst().software());
        assertEquals(1, finding.figures().get("expected_connections"));
        assertEquals(Double.NaN, finding.figures().get("unread_per_s"));
        assertTrue(
                finding.evidence().stream()
                        .allMatch(one -> one.says().contains("after 5 of 100000 body bytes")),
                () -> String.valueOf(finding.evidence()));
    }

    @Test
    void whatIsLeftOfResponsesIsWeighedAgainstAConnection() throws Exception {
        for (int n = 0; n < 40; n++) {
            readsTheHeadOnly("Go-http-client/1.1");
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(
                finding.price().contains("99.9 kB a response or 70 packets, against 6"),
                finding.price());
        assertTrue(finding.next().startsWith("read each response"), finding.next());
        assertTrue(
                finding.changes().getFirst().text().startsWith("io.CopyN("),
                finding.changes()::toString);
    }

    @Test
    void whatIsLongerThanAConnectionIsWorthNeedNotBeRead() throws Exception {
        for (int n = 0; n < 40; n++) {
            readsTheHeadOnly("Go-http-client/1.1", LONG.replace("100000", "10000000"));
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertTrue(finding.next().contains("costs more than a new connection"), finding.next());
        assertTrue(
                finding.next().endsWith("ask for less (HEAD, a range, a smaller page)"),
                finding.next());
        assertEquals(List.of(), finding.changes());
        assertTrue(
                finding.expect().startsWith("left as it is, as many connections as now"),
                finding.expect());
    }

    @Test
    void whatWasCountedUnderSeveralCausesIsToldByCause() throws Exception {
        for (int n = 0; n < 40; n++) {
            readsTheHeadOnly("Go-http-client/1.1");
        }
        for (int n = 0; n < 10; n++) {
            Conversation one = recorded.connection();
            one.client()
                    .sends("GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: Go-http-client/1.1\r\n\r\n");
            one.server().sends(LONG);
            one.client().fin();
            one.server().sends(100);
            one.client().rst();
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(
                finding.because().endsWith("50 times (abandoned 10, unread-body 40)"),
                finding.because());
    }

    @Test
    void peopleWhoLeavePagesAreNoAlarm() throws Exception {
        for (int n = 0; n < 40; n++) {
            readsTheHeadOnly("Mozilla/5.0 (X11; Linux x86_64)");
        }
        assertEquals(Weight.NOTICE, recorded.findings(ID).getFirst().weight());
    }

    @Test
    void aClientProgramThatEndsIsNoFinding() throws Exception {
        List<Conversation> running = new ArrayList<>();
        for (int n = 0; n < 40; n++) {
            running.add(recorded.connection().exchanges(GET, LONG));
        }
        recorded.idle().client().fin().after(1);
        running.forEach(one -> one.client().rst());
        assertEquals(0, recorded.findings(ID).size());
    }

    @Test
    void unreadResponsesNowAndThenAreNoFinding() throws Exception {
        for (int n = 0; n < 200; n++) {
            Conversation one = recorded.idle();
            one.client().fin().after(1);
            one.server().fin();
        }
        for (int n = 0; n < 15; n++) {
            readsTheHeadOnly("Go-http-client/1.1");
        }
        assertEquals(0, recorded.findings(ID).size());
    }

    @Test
    void aResetAfterTheResponsesEndCountsWhereOthersBreakOff() throws Exception {
        for (int n = 0; n < 10; n++) {
            readsTheHeadOnly("Go-http-client/1.1");
            recorded.idle().client().rst().after(0.001);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(20, finding.connections());
        assertTrue(finding.because().contains("10 times"), finding.because());
        assertEquals(List.of(), recorded.findings("abortive-close"));
    }

    @Test
    void abortsOfAClientThatReadsAllAreAnotherFinding() throws Exception {
        for (int n = 0; n < 20; n++) {
            readsTheHeadOnly("Go-http-client/1.1");
            Conversation other = recorded.closedFrom("10.0.0.7").opens();
            other.exchanges(GET, OK).client().rst().after(0.001);
        }
        assertEquals(20, recorded.findings(ID).getFirst().connections());
        assertEquals(20, recorded.findings("abortive-close").getFirst().connections());
    }
}
