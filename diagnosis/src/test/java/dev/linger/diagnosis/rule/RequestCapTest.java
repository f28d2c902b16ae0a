package dev.linger.diagnosis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class RequestCapTest {
    private static final String ID = "request-cap";
    private static final String OK =
            "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 5\r\n\r\nhello";
    private static final String LAST_OK =
            "HTTP/1.1 200 OK\r\nServer: nginx\r\nConnection: close\r\n"
                    + "Content-Length: 5\r\n\r\nhello";

    private final Recorded recorded = new Recorded();

    private static void closesAfter(int requests, Conversation one, String last) {
        for (int request = 1; request < requests; request++) {
            one.exchanges(Recorded.GET, OK);
        }
        one.exchanges(Recorded.GET, last);
        one.server().fin();
        one.client().fin();
        one.server().ack();
    }

    @Test
    void aLowCapUnderLoadIsAWarningWithoutRatesOfSoShortAWatch() throws Exception {
        for (int n = 0; n < 40; n++) {
            closesAfter(20, recorded.connection(), LAST_OK);
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(40, finding.connections());
        assertEquals("keepalive_requests 1000;", finding.changes().getFirst().text());
        assertTrue(finding.costs().contains("40 in "), finding.costs());
        assertFalse(finding.costs().contains("a second"), finding.costs());
        assertEquals(Double.NaN, finding.figures().get("closings_per_s"));
        assertEquals(Double.NaN, finding.figures().get("time_waits"));
        assertEquals(Double.NaN, finding.figures().get("expected_time_waits"));
    }

    @Test
    void aLowCapOfAWatchLongEnoughHasRatesAndWhatFollowsFromThem() throws Exception {
        for (int n = 0; n < 40; n++) {
            Conversation one = recorded.closed();
            one.client().syn().at(n * 0.05);
            one.server().synAck();
            one.client().ack();
            closesAfter(20, one, LAST_OK);
        }
        Finding finding = recorded.findings(ID).getFirst();
        double perSecond = finding.figures().getOrDefault("closings_per_s", 0.0);
        assertEquals(20.5, perSecond, 0.5);
        assertEquals(perSecond * 60, finding.figures().getOrDefault("time_waits", 0.0), 1e-9);
        assertEquals(
                perSecond * 60 / 50,
                finding.figures().getOrDefault("expected_time_waits", 0.0),
                1e-9);
    }

    @Test
    void underMoreLoadThanTheUsualCapBearsAHigherOneIsAdvised() throws Exception {
        for (int n = 0; n < 500; n++) {
            Conversation one = recorded.closed();
            one.client().syn().at(n * 0.0025);
            one.server().synAck();
            one.client().ack();
            closesAfter(20, one, LAST_OK);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals("keepalive_requests 10000;", finding.changes().getFirst().text());
    }

    @Test
    void clientsThatWereToldAndClosedFirstAreCounted() throws Exception {
        for (int n = 0; n < 30; n++) {
            closesAfter(20, recorded.connection(), LAST_OK);
        }
        for (int n = 0; n < 10; n++) {
            Conversation one = recorded.connection();
            for (int request = 1; request < 20; request++) {
                one.exchanges(Recorded.GET, OK);
            }
            one.exchanges(Recorded.GET, LAST_OK);
            one.client().fin();
            one.server().fin();
            one.client().ack();
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(
                finding.what().endsWith("(in 10 of them the client, told so, closed first)"),
                finding.what());
        assertTrue(
                finding.costs().contains("TIME_WAIT at the server, 30 so far")
                        && finding.costs().endsWith("; 10 at clients"),
                finding.costs());
    }

    @Test
    void aCapThatIsSeldomReachedIsANotice() throws Exception {
        for (int n = 0; n < 5; n++) {
            Conversation one = recorded.closed();
            one.client().syn().at(n * 30);
            one.server().synAck();
            one.client().ack();
            closesAfter(100, one, LAST_OK);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertTrue(finding.what().contains("after 100 requests each"), finding.what());
        assertEquals(0, finding.changes().size());
    }

    @Test
    void aCapThatIsNotAnnouncedInvitesTheRace() throws Exception {
        for (int n = 0; n < 5; n++) {
            Conversation one = recorded.closed();
            one.client().syn().at(n * 30);
            one.server().synAck();
            one.client().ack();
            closesAfter(100, one, OK);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertTrue(finding.because().contains("does not say so"), finding.because());
    }

    @Test
    void clientsThatEndAsTheyLikeShowNoCap() throws Exception {
        for (int n = 0; n < 20; n++) {
            Conversation one = recorded.connection();
            for (int request = 0; request <= n; request++) {
                one.exchanges(Recorded.GET, OK);
            }
            one.client().fin();
            one.server().fin();
        }
        assertEquals(0, recorded.findings(ID).size());
    }

    @Test
    void ofAPipelineTheAnsweredOnesAreTheCap() throws Exception {
        for (int n = 0; n < 9; n++) {
            closesAfter(3, recorded.connection(), LAST_OK);
        }
        Conversation one = recorded.connection();
        one.client().sends(Recorded.GET.repeat(6));
        one.server().sends(OK + OK + LAST_OK);
        one.server().fin();
        one.client().fin();
        one.server().ack();
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(3, finding.figures().get("cap_requests"));
        assertEquals("the server ended 10 connections after 3 requests each", finding.what());
    }
}
