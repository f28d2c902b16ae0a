package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
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
    void oneRequestByHandIsHealthy() throws Exception {
        clientCloses(withRequests(1));
        assertEquals(
                "1 connection carried 1 request; closed by the client at the end: it had no further"
                        + " request",
                recorded.findings(ID).getFirst().what());
    }

    @Test
    void whatIsStillOpenIsHealthyAsWell() throws Exception {
        withRequests(3);
        clientCloses(withRequests(3));
        withRequests(3);
        assertEquals(
                "3 connections carried 3 requests each; still open at the end (67 %)",
                recorded.findings(ID).getFirst().what());
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
                "1 connection carried what cannot be read here (TLS, or no HTTP/1); closed by the"
                        + " client at the end",
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
