package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeepAliveRaceTest {
    private static final String ID = "keep-alive-race";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";

    private final Recorded recorded = new Recorded();

    private void closings(int count, double pause, String request) {
        Idling idling = new Idling(recorded, request);
        for (int n = 0; n < count; n++) {
            Idling.serverClosesAfter(idling.pauses(pause), 5);
        }
    }

    private void late(int count, String request) {
        Idling idling = new Idling(recorded, request);
        for (int n = 0; n < count; n++) {
            Idling.isLateAtServer(idling.pauses(1), 5, request);
        }
    }

    @Test
    void severalLateRequestsAreCritical() throws Exception {
        closings(20, 4.8, Idling.GET);
        late(4, Idling.GET);
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(4, finding.connections());
        assertTrue(
                finding.costs()
                        .matches(
                                ".*; all 4 in the last [0-9]+ seconds of 3.7 minutes: too few to tell"
                                        + " how many a day"),
                finding.costs());
        assertEquals(Double.NaN, finding.figures().get("late_requests_per_day"));
        assertTrue(
                finding.price()
                        .contains(
                                "open 24 more connections: so many of 28 reuses came later than that"),
                finding.price());
    }

    @Test
    void whereMostReusesCameLateTheServersLongerTimeoutIsAdvisedFirst() throws Exception {
        closings(20, 4.8, Idling.GET);
        late(4, Idling.GET);
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.next().startsWith("let the server keep idle"), finding.next());
        assertEquals("--timeout-keep-alive 95", finding.changes().getFirst().text());
    }

    @Test
    void whereAProxyPassesRequestsOnItIsTheClient() throws Exception {
        String passed = Idling.GET.replace("\r\n\r\n", "\r\nVia: 1.1 front\r\n\r\n");
        closings(20, 1, passed);
        late(4, passed);
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.next().startsWith("let a proxy in between close"), finding.next());
        assertEquals(Software.NGINX_UPSTREAM, finding.changes().getFirst().software());
    }

    @Test
    void nothingIsToldOfADayAfterAWatchOfSeconds() throws Exception {
        Idling idling = new Idling(recorded, Idling.GET);
        for (int n = 0; n < 12; n++) {
            Idling.isLateAtServer(idling.pauses(0.1), 1, Idling.GET);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(
                finding.costs().endsWith(", too short a watch to tell how many a day"),
                finding.costs());
        assertEquals(Double.NaN, finding.figures().get("late_requests_per_day"));
    }

    @Test
    void whereMostReusesCameSoonTheClientsShorterTimeoutIsAdvisedFirst() throws Exception {
        closings(20, 1, Idling.GET);
        late(4, Idling.GET);
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.next().startsWith("let the clients close idle"), finding.next());
        assertEquals("IdleConnTimeout: 4 * time.Second,", finding.changes().getFirst().text());
    }

    @Test
    void aLatePostIsNotSentAgain() throws Exception {
        Idling idling = new Idling(recorded, Idling.GET);
        Idling.isLateAtClient(idling.pauses(1), 4.99, POST);
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.costs().contains("one that few clients send again"), finding.costs());
        assertTrue(finding.costs().contains(" (of 1 looked at: POST 1)"), finding.costs());
    }

    @Test
    void oneLateRequestIsAWarning() throws Exception {
        closings(20, 1, Idling.GET);
        late(1, Idling.GET);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertFalse(finding.costs().contains("few clients send again"), finding.costs());
        assertTrue(finding.costs().endsWith("; too few to tell how many a day"), finding.costs());
    }

    @Test
    void oneLateRequestAmongPausesNearTheTimeoutLetsMoreExpect() throws Exception {
        closings(20, 4.8, Idling.GET);
        late(1, Idling.GET);
        Finding finding = recorded.findings(ID).getFirst();
        double perDay = finding.figures().getOrDefault("late_requests_per_day", 0.0);
        String told = "; about " + Math.round(perDay) + " lost requests a day are to be expected";
        assertTrue(finding.costs().contains(told), () -> perDay + " in " + finding.costs());
    }

    @Test
    void aRaceThatIsOnlyToBeExpectedIsNoneYet() throws Exception {
        closings(20, 4.8, Idling.GET);
        assertEquals(0, recorded.findings(ID).size());
    }

    @Test
    void closingsOfAClientThatRacedAreNotToldTwice() throws Exception {
        closings(20, 4.8, Idling.GET);
        late(4, Idling.GET);
        assertEquals(
                List.of(ID),
                recorded.all().stream()
                        .map(Finding::id)
                        .filter(id -> id.equals(ID) || id.equals("idle-timeout-order"))
                        .toList());
    }

    private void lateAtAStop(int count, double apart) {
        Idling idling = new Idling(recorded, Idling.GET);
        List<Conversation> open = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            open.add(idling.pauses(apart));
        }
        open.forEach(one -> one.server().fin().after(0.002));
        open.forEach(one -> {
            one.client().sends(Idling.GET).after(0.002);
            one.server().rst();
        });
    }

    @Test
    void whatAStopOfTheServerLosesNoTimeoutPrevents() throws Exception {
        lateAtAStop(6, 0.1);
        Conversation refused = recorded.closed();
        refused.client().syn();
        refused.server().rst();
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(
                finding.because().startsWith("the server ended 6 connections within a quarter"),
                finding.because());
        assertTrue(finding.because().endsWith("killed; 1 connect was refused"), finding.because());
        assertTrue(finding.next().startsWith("if it was stopped"), finding.next());
        assertEquals("--timeout-graceful-shutdown 30", finding.changes().getFirst().text());
    }

    @Test
    void aStopIsToldFromATimeoutThatIsKnownByHowSoonItCame() throws Exception {
        closings(20, 1, Idling.GET);
        lateAtAStop(6, 0.1);
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.next().startsWith("if it was stopped"), finding.next());
    }

    private List<Conversation> sixIdleSinceOneMoment() {
        Idling idling = new Idling(recorded, Idling.GET);
        List<Conversation> open = new ArrayList<>();
        for (int n = 0; n < 6; n++) {
            open.add(idling.opens());
        }
        open.forEach(one -> one.exchanges(Idling.GET, Idling.OK));
        return open;
    }

    @Test
    void severalAtOnceThatHadAllWaitedForTheTimeoutAreARace() throws Exception {
        closings(20, 1, Idling.GET);
        List<Conversation> open = sixIdleSinceOneMoment();
        open.getFirst().server().fin().after(5);
        open.subList(1, 6).forEach(one -> one.server().fin());
        open.forEach(one -> {
            one.client().sends(Idling.GET);
            one.server().rst();
        });
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.next().startsWith("let the clients close idle"), finding.next());
    }

    @Test
    void theyAreARaceAlsoWhereTheRequestsWereCapturedBeforeTheClose() throws Exception {
        closings(20, 1, Idling.GET);
        List<Conversation> open = sixIdleSinceOneMoment();
        List<SentPacket> late = new ArrayList<>();
        for (Conversation one : open) {
            late.add(one.client().sends(Idling.GET).after(late.isEmpty() ? 4.99 : 0.0001));
        }
        for (int n = 0; n < 6; n++) {
            open.get(n).server().fin().notHavingSeen(late.get(n)).after(n == 0 ? 0.01 : 0.0001);
            open.get(n).server().rst().notHavingSeen(late.get(n));
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.next().startsWith("let the clients close idle"), finding.next());
    }

    @Test
    void browsersSendLateRequestsAgain() throws Exception {
        closings(20, 1, Idling.BROWSER_GET);
        late(4, Idling.BROWSER_GET);
        assertEquals(Weight.WARNING, recorded.findings(ID).getFirst().weight());
    }

    @Test
    void aProxyInTheNameOfManyBrowsersDoesNotSendAgain() throws Exception {
        for (int browser = 0; browser < 4; browser++) {
            late(1, Idling.BROWSER_GET.replace("X11", "X11; " + browser));
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(Software.NGINX_UPSTREAM, finding.changes().getFirst().software());
        assertTrue(finding.next().startsWith("let a proxy in between close"), finding.next());
    }

    @Test
    void aProxyInTheNameOfOneBrowserDoesNotSendAgainEither() throws Exception {
        late(4, Idling.BROWSER_GET.replace("\r\n\r\n", "\r\nX-Forwarded-For: 10.1.1.1\r\n\r\n"));
        assertEquals(Weight.CRITICAL, recorded.findings(ID).getFirst().weight());
    }

    @Test
    void whatPassedAfterTheseConnectionsIsNoTimeBeforeThem() throws Exception {
        closings(20, 4.8, Idling.GET);
        late(4, Idling.GET);
        recorded.goesOnFor(1000);
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.costs().contains("; all 4 in the last "), finding.costs());
    }

    @Test
    void pausesLetNothingBeExpectedOfADayAfterAWatchOfSeconds() throws Exception {
        closings(4, 4.8, Idling.GET);
        late(1, Idling.GET);
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.costs().endsWith("; too few to tell how many a day"), finding.costs());
        assertEquals(Double.NaN, finding.figures().get("late_requests_per_day"));
    }
}
