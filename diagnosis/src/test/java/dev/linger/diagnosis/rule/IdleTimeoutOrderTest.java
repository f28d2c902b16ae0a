package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleTimeoutOrderTest {
    private static final String ID = "idle-timeout-order";

    private final Recorded recorded = new Recorded();

    private void connections(int count, String request, double pause) {
        Idling idling = new Idling(recorded, request);
        for (int n = 0; n < count; n++) {
            Idling.serverClosesAfter(idling.pauses(pause), 5);
        }
    }

    @Test
    void pausesCloseToTheServersTimeoutAreAWarningWithTimeoutsInOrder() throws Exception {
        connections(30, Idling.GET, 4.8);
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(30, finding.connections());
        assertEquals("--timeout-keep-alive 95", finding.changes().getFirst().text());
        int last = finding.changes().size() - 1;
        assertEquals(
                new Change(
                        Software.GO_CLIENT,
                        "where the http.Transport is made",
                        "IdleConnTimeout: 4 * time.Second,",
                        "User-Agent: Go-http-client/1.1"),
                finding.changes().get(last - 1));
        assertEquals(
                new Change(
                        Software.NGINX_UPSTREAM,
                        "nginx.conf, upstream block",
                        "keepalive 32;\nkeepalive_timeout 4s;",
                        ""),
                finding.changes().get(last));
        assertEquals(
                "let the server keep idle connections for 95 s (Go http.Transport, by its"
                        + " User-Agent, keeps its own for 90 s unless told otherwise); or let the"
                        + " clients close idle connections after 4 s, before the server does, which"
                        + " gives up most of their reuses",
                finding.next());
        assertTrue(finding.figures().getOrDefault("late_requests_per_day", 0.0) > 100);
    }

    @Test
    void clientsThatDidNotRaceAreToldBesideOneThatDid() throws Exception {
        connections(5, Idling.GET, 1);
        Idling raced = new Idling(recorded, Idling.GET);
        raced.comesFrom("10.0.0.7");
        Idling.isLateAtServer(raced.pauses(1), 5, Idling.GET);
        for (int n = 0; n < 4; n++) {
            Idling.serverClosesAfter(raced.pauses(1), 5);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(5, finding.connections());
        assertEquals("10.0.0.1:0", String.valueOf(finding.client()));
        assertEquals(1, recorded.findings("keep-alive-race").size());
    }

    @Test
    void pausesFarFromTheTimeoutAreANoticeWithNothingToChange() throws Exception {
        connections(30, Idling.GET, 1);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertEquals(0, finding.changes().size());
        assertEquals(
                "nothing has to change: no request came just before such a close, where it could be"
                        + " lost",
                finding.next());
    }

    @Test
    void browsersSendAgainByThemselves() throws Exception {
        connections(30, Idling.BROWSER_GET, 4.8);
        assertEquals(Weight.NOTICE, recorded.findings(ID).getFirst().weight());
    }

    @Test
    void aServerBehindABalancerThatCannotBeToldMustWaitLonger() throws Exception {
        connections(30, Idling.GET.replace("Go-http-client/1.1", "GoogleHC/1.0"), 4.8);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(
                List.of("--timeout-keep-alive 620"),
                finding.changes().stream().map(Change::text).toList());
        assertEquals(
                "let the server keep idle connections for 620 s (Google load balancer keeps its own"
                        + " for nearly as long)",
                finding.next());
    }

    @Test
    void aLongerTimeoutThanTheServerHasIsNamed() throws Exception {
        Idling idling = new Idling(recorded, Idling.GET);
        for (int n = 0; n < 5; n++) {
            Conversation one = idling.pauses(1);
            one.exchanges(Idling.GET, "HTTP/1.1 204 No Content\r\nKeep-Alive: timeout=60\r\n\r\n");
            Idling.serverClosesAfter(one, 5);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.because().contains("announces a longer one"), finding.because());
    }

    @Test
    void aServerThatClosesASecondLaterThanItAnnouncesIsProbablyNode() throws Exception {
        Idling idling = new Idling(recorded, Idling.GET);
        String announced = "HTTP/1.1 204 No Content\r\nKeep-Alive: timeout=5\r\n\r\n";
        for (int n = 0; n < 30; n++) {
            Conversation one = idling.opens();
            one.exchanges(Idling.GET, announced);
            one.client().sends(Idling.GET).after(5.5);
            one.server().sends(announced).after(0.02);
            one.server().fin().after(6);
            one.client().fin().after(0.02);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.because().contains("it is probably Node.js"), finding.because());
        assertEquals(Software.NODE, finding.changes().getFirst().software());
    }

    @Test
    void clientsThatUseNoConnectionTwiceDoNotMindTheTimeout() throws Exception {
        Idling idling = new Idling(recorded, Idling.GET);
        for (int n = 0; n < 30; n++) {
            Idling.serverClosesAfter(idling.opens().exchanges(Idling.GET, Idling.OK), 5);
        }
        assertEquals(0, recorded.findings(ID).size());
    }

    @Test
    void clientsThatGiveUpFirstAreInOrder() throws Exception {
        Idling idling = new Idling(recorded, Idling.GET);
        for (int n = 0; n < 30; n++) {
            Conversation one = idling.pauses(2.9);
            one.client().fin().after(3);
            one.server().fin();
        }
        assertEquals(0, recorded.findings(ID).size());
    }

    @Test
    void aWatchOfSecondsTellsNothingOfADay() throws Exception {
        connections(4, Idling.GET, 4.8);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertTrue(finding.next().startsWith("watch for a minute or longer: "), finding.next());
        assertEquals(Double.NaN, finding.figures().get("late_requests_per_day"));
    }
}
