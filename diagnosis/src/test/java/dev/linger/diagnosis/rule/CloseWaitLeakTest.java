package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Change;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import org.junit.jupiter.api.Test;

class CloseWaitLeakTest {
    private static final String ID = "close-wait";

    private static final String GET_BY_GO =
            "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: Go-http-client/1.1\r\n\r\n";

    private final Recorded recorded = new Recorded();

    private void clientClosesAndServerNever(double after) {
        Conversation one = recorded.idle();
        one.client().fin().after(after);
        one.server().ack();
    }

    private void serverClosesAndClientNever(double after) {
        Conversation one = recorded.connection().exchanges(GET_BY_GO, OK);
        one.server().fin().after(after);
        one.client().ack();
    }

    /** The watch goes on for so long. */
    private void watchedFor(double seconds) {
        Conversation last = recorded.idle();
        last.client().fin().after(seconds);
        last.server().fin();
        last.client().ack();
    }

    @Test
    void oneThatIsLeftOpenIsToldWhereItIsAllThatWasSeen() throws Exception {
        clientClosesAndServerNever(1);
        watchedFor(90);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.NOTICE, finding.weight());
        assertEquals("an open file and a socket in CLOSE_WAIT", finding.costs());
    }

    @Test
    void aServerThatNeverClosesIsAWarningWithItsAgeAndNoRateOfWhatHasEnded() throws Exception {
        for (int n = 0; n < 30; n++) {
            clientClosesAndServerNever(1);
        }
        watchedFor(120);
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(30, finding.connections());
        assertTrue(
                finding.what().startsWith("the server has not closed its end of 30"),
                finding.what());
        assertEquals(
                "close the socket when reading from it returns its end (0 bytes, -1 or EOF); on"
                        + " the server, linger watch names the program that holds them",
                finding.next());
        assertTrue(finding.changes().stream().allMatch(Change::isOneOfSeveral));
        assertTrue(finding.because().contains("has waited for 149 s or longer"), finding.because());
        assertEquals(149, finding.figures().getOrDefault("oldest_s", 0.0), 1);
        assertEquals(Double.NaN, finding.figures().get("sockets_per_min"));
        assertTrue(
                finding.costs().contains("30 within 29 seconds, none in the 2 minutes since"),
                finding.costs());
        assertFalse(finding.costs().contains("used up"), finding.costs());
    }

    @Test
    void aLeakThatGoesOnIsToldWhenTheDescriptorsAreUsedUp() throws Exception {
        for (int n = 0; n < 30; n++) {
            clientClosesAndServerNever(10);
        }
        watchedFor(10);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(6, finding.figures().getOrDefault("sockets_per_min", 0.0), 0.1);
        assertTrue(finding.costs().contains("which is 6 a minute; if it goes on"), finding.costs());
        assertTrue(finding.costs().contains("used up after 2.8 hours"), finding.costs());
    }

    @Test
    void aClientThatNeverClosesIsToldToCloseItsResponses() throws Exception {
        for (int n = 0; n < 30; n++) {
            serverClosesAndClientNever(0.1);
        }
        watchedFor(90);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertTrue(
                finding.what().startsWith("the client has not closed its end of 30"),
                finding.what());
        assertEquals(Software.GO_CLIENT, finding.changes().getFirst().software());
        assertTrue(finding.costs().contains("fails at once"), finding.costs());
    }

    @Test
    void aPoolThatLooksOnlyWhenItUsesItsConnectionsIsANotice() throws Exception {
        for (int n = 0; n < 10; n++) {
            serverClosesAndClientNever(0.1);
        }
        watchedFor(90);
        assertEquals(Weight.NOTICE, recorded.findings(ID).getFirst().weight());
    }

    @Test
    void whatWaitsForLessThanAMinuteIsNoFinding() throws Exception {
        for (int n = 0; n < 100; n++) {
            clientClosesAndServerNever(0.1);
        }
        watchedFor(30);
        assertEquals(0, recorded.findings(ID).size());
    }

    @Test
    void aFewAreNoFinding() throws Exception {
        for (int n = 0; n < 4; n++) {
            clientClosesAndServerNever(0.1);
            serverClosesAndClientNever(0.1);
        }
        watchedFor(300);
        assertEquals(0, recorded.findings(ID).size());
    }

    @Test
    void aServerThatStillSendsIsNotLeaking() throws Exception {
        Conversation[] streams = new Conversation[10];
        for (int n = 0; n < streams.length; n++) {
            streams[n] = recorded.connection();
            streams[n].client().sends(GET_BY_GO);
            streams[n].client().fin();
            streams[n].server().sends("HTTP/1.1 200 OK\r\n\r\nsome");
        }
        watchedFor(100);
        for (Conversation stream : streams) {
            stream.server().sends("more");
        }
        assertEquals(0, recorded.findings(ID).size());
    }

    @Test
    void aFinThatNeverArrivedLeavesNoCloseWait() throws Exception {
        for (int n = 0; n < 10; n++) {
            Conversation one = recorded.idle();
            one.client().ack();
            one.client().fin().lost();
        }
        watchedFor(100);
        assertEquals(0, recorded.findings(ID).size());
    }
}
