package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResetStormTest {
    private static final String ID = "reset-storm";

    private final Recorded recorded = new Recorded();

    private List<Conversation> working(int connections) {
        List<Conversation> all = new ArrayList<>();
        for (int n = 0; n < connections; n++) {
            Conversation one = recorded.idle();
            one.client().sends(GET).after(0.013);
            all.add(one);
        }
        return all;
    }

    private static void serverResets(List<Conversation> connections) {
        connections.forEach(one -> one.server().rst().after(0.001));
    }

    @Test
    void aServerThatStopsInTheMiddleOfManyAnswersIsCritical() throws Exception {
        serverResets(working(40));
        recorded.closed().client().syn();
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertEquals(40, finding.connections());
        assertTrue(finding.what().contains("40 connections within"), finding.what());
        assertEquals(40, finding.figures().getOrDefault("connections_at_once", 0.0));
    }

    @Test
    void aServerThatCutsIdleConnectionsIsAWarning() throws Exception {
        List<Conversation> idle = new ArrayList<>();
        for (int n = 0; n < 40; n++) {
            idle.add(recorded.idle());
        }
        recorded.idle().client().sends(GET).after(20);
        serverResets(idle);
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertTrue(finding.costs().startsWith("an error on the next request"), finding.costs());
    }

    @Test
    void answersThatAStopCostAreToldWithItAlone() throws Exception {
        serverResets(working(40));
        recorded.closed().client().syn();
        assertEquals(List.of(), recorded.findings("broken-answers"));
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.costs().startsWith("40 of 80 requests (50 %)"), finding.costs());
        assertEquals(40, finding.figures().getOrDefault("broken_answers", 0.0));
    }

    @Test
    void answersThatBrokeOffAtOtherTimesAreToldBesideIt() throws Exception {
        serverResets(working(40));
        for (int n = 0; n < 3; n++) {
            working(1).getFirst().server().rst().after(5);
        }
        Finding broken = recorded.findings("broken-answers").getFirst();
        assertEquals(3, broken.connections());
        assertEquals(40, recorded.findings(ID).getFirst().connections());
    }

    @Test
    void connectsThatAreRefusedAfterwardsAreTold() throws Exception {
        serverResets(working(40));
        for (int n = 0; n < 3; n++) {
            Conversation refused = recorded.closed();
            refused.client().syn();
            refused.server().rst();
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.because().endsWith("3 connects to it were refused meanwhile"));
    }

    @Test
    void aServerThatStopsAgainAndAgainIsCritical() throws Exception {
        for (int time = 0; time < 3; time++) {
            serverResets(working(20));
            recorded.idle().client().sends(GET).after(20);
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertTrue(finding.what().contains("3 times, up to 20"), finding.what());
    }

    @Test
    void clientsThatLeaveTogetherAreNotTheServersStop() throws Exception {
        working(40).forEach(one -> one.client().rst().after(0.001));
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void anOrderlyStopIsNone() throws Exception {
        List<Conversation> all = new ArrayList<>();
        for (int n = 0; n < 40; n++) {
            all.add(recorded.idle());
            recorded.capture().conversation().client().syn().after(0.05);
        }
        for (Conversation one : all) {
            one.server().fin();
            one.client().fin();
            one.server().ack();
        }
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void aServerThatAlwaysClosesByResetHasNoStorm() throws Exception {
        for (int n = 0; n < 200; n++) {
            Conversation one = recorded.connection().exchanges(GET, OK);
            one.server().rst().after(0.002);
        }
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void aFewThatAreCutOffAreNone() throws Exception {
        working(40);
        serverResets(working(6));
        assertEquals(List.of(), recorded.findings(ID));
    }
}
