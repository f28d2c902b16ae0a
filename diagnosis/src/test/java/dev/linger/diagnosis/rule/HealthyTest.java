package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.List;
import org.junit.jupiter.api.Test;

class HealthyTest {
    private static final String ID = "healthy";

    private final Recorded recorded = new Recorded();

    private Conversation withRequests(int requests) {
        Conversation one = recorded.connection();
        for (int n = 0; n < requests; n++) {
            one.exchanges(GET, OK);
            one.client().ack().after(0.01);
        }
        return one;
    }

    private static void clientCloses(Conversation one) {
        one.client().fin();
        one.server().fin();
        one.client().ack();
    }

    @Test
    void aPoolThatKeepsItsConnectionsIsHealthy() throws Exception {
        Conversation[] pool = new Conversation[8];
        for (int n = 0; n < pool.length; n++) {
            pool[n] = withRequests(20);
        }
        for (Conversation one : pool) {
            clientCloses(one);
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.HEALTHY, finding.weight());
        assertEquals(
                "8 connections carried 20 requests each; closed by the client at the end",
                finding.what());
        assertEquals(1, recorded.all().size());
    }

    @Test
    void connectionsThatNeverOpenedAreNoGoodHealth() throws Exception {
        clientCloses(withRequests(1));
        for (int n = 0; n < 20; n++) {
            Conversation flood = recorded.closed();
            flood.client().syn();
            flood.server().synAck();
        }
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void aShareIsOfTheConnectionsThatItIsToldOf() throws Exception {
        for (int n = 0; n < 3; n++) {
            clientCloses(withRequests(1));
        }
        Conversation unused = recorded.connection();
        unused.server().fin().after(5);
        unused.client().fin();
        assertEquals(
                "3 connections carried 1 request each; closed by the client at the end (75 % of"
                        + " all 4)",
                recorded.findings(ID).getFirst().what());
    }

    @Test
    void oneRequestByHandIsHealthy() throws Exception {
        clientCloses(withRequests(1));
        assertEquals(
                "1 connection carried 1 request; closed by the client at the end, 10.010 ms after"
                        + " the response",
                recorded.findings(ID).getFirst().what());
    }

    @Test
    void whatIsStillOpenIsHealthyAsWell() throws Exception {
        withRequests(3);
        clientCloses(withRequests(3));
        withRequests(3);
        assertEquals(
                "3 connections carried 3 requests each; still open at the end (67 %): idle"
                        + " after response 3",
                recorded.findings(ID).getFirst().what());
    }

    @Test
    void anOpenConnectionIsSaidToBeInItsResponse() throws Exception {
        recorded.connection()
                .exchanges(GET, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhello");
        assertEquals(
                "1 connection carried 1 request; still open at the end: in the body of response 1,"
                        + " after 5 of 1,000 bytes",
                recorded.findings(ID).getFirst().what());
    }

    @Test
    void differentNumbersOfRequestsHaveAMean() throws Exception {
        clientCloses(withRequests(26));
        clientCloses(withRequests(27));
        assertEquals(
                "2 connections carried 26.5 requests on average; closed by the client at the end",
                recorded.findings(ID).getFirst().what());
    }

    @Test
    void whatBeganBeforeTheCaptureCarriedAtLeastWhatIsSeen() throws Exception {
        Conversation one = recorded.closed();
        one.client().syn().notCaptured();
        one.server().synAck().notCaptured();
        one.client().ack().notCaptured();
        one.client().sends(GET).notCaptured();
        one.server().sends(OK);
        one.exchanges(GET, OK);
        clientCloses(one);
        assertEquals(
                "1 connection carried at least 2 requests; closed by the client at the end",
                recorded.findings(ID).getFirst().what());
    }

    @Test
    void whereNothingWasCarriedNothingIsCounted() throws Exception {
        Conversation one = recorded.connection().exchanges("hello\n", "world\n");
        clientCloses(one);
        recorded.closed().server().ack();
        assertEquals(
                "1 connection carried a protocol that is neither HTTP/1 nor TLS; closed by the"
                        + " client at the end (50 %)",
                recorded.findings(ID).getFirst().what());
    }

    @Test
    void aHandshakeThatHadToBeRepeatedIsNotHealthy() throws Exception {
        Conversation one = recorded.closed();
        SentPacket syn = one.client().syn();
        one.client().resends(syn).after(1);
        one.client().resends(syn).after(2);
        one.server().synAck();
        one.client().ack();
        one.exchanges(GET, OK);
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void aWarningLeavesNothingHealthy() throws Exception {
        for (int n = 0; n < 40; n++) {
            Conversation one = recorded.closed();
            one.client().syn();
            one.server().rst();
        }
        for (int n = 0; n < 40; n++) {
            clientCloses(withRequests(5));
        }
        assertEquals(List.of(), recorded.findings(ID));
        assertEquals("refused", recorded.all().getFirst().id());
    }

    @Test
    void whatCannotBeReadIsHealthyWhereItsEndsAre() throws Exception {
        Conversation one = recorded.connection().exchanges("hello\n", "world\n");
        clientCloses(one);
        assertEquals(
                "1 connection carried a protocol that is neither HTTP/1 nor TLS; closed by the"
                        + " client at the end",
                recorded.findings(ID).getFirst().what());
    }

    @Test
    void http2IsCalledByItsName() throws Exception {
        Conversation one = recorded.connection();
        one.exchanges("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\0\0\0\4\0\0\0\0\0");
        clientCloses(one);
        assertEquals(
                "1 connection carried HTTP/2 without TLS; closed by the client at the end",
                recorded.findings(ID).getFirst().what());
    }

    @Test
    void aServerWithoutARequestIsNotSaidToBeHealthy() throws Exception {
        clientCloses(withRequests(0));
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void whereAnswersAreMissingNothingIsHealthyEvenWithoutAWarning() throws Exception {
        Conversation one = recorded.connection();
        one.client().sends(GET);
        one.server().fin();
        one.client().fin();
        assertEquals(List.of(), recorded.findings(ID));
    }
}
