package dev.linger.diagnosis.rule;

import static dev.linger.diagnosis.rule.Recorded.GET;
import static dev.linger.diagnosis.rule.Recorded.OK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.Finding;
import dev.linger.life.Weight;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptQueueTest {
    private static final String ID = "accept-queue";

    private static final String OK_BY_NGINX =
            "HTTP/1.1 200 OK\r\nServer: nginx\r\nContent-Length: 5\r\n\r\nhello";

    private final Recorded recorded = new Recorded();

    private void ends(Conversation one) {
        one.client().fin();
        one.server().fin();
        one.client().ack();
    }

    private void healthy(int connections) {
        for (int n = 0; n < connections; n++) {
            ends(recorded.connection().exchanges(GET, OK_BY_NGINX));
        }
    }

    private Conversation connectsWithTheSecondSyn() {
        Conversation one = recorded.closed();
        SentPacket syn = one.client().syn();
        one.client().resends(syn).after(1.02);
        one.server().synAck();
        one.client().ack();
        return one;
    }

    @Test
    void manySecondAttemptsAtTheHandshakeAreAWarningWithTheServersOwnSetting() throws Exception {
        healthy(80);
        for (int n = 0; n < 10; n++) {
            ends(connectsWithTheSecondSyn().exchanges(GET, OK_BY_NGINX));
        }
        Finding finding = recorded.sampleOf(ID).getFirst();
        assertEquals(Weight.WARNING, finding.weight());
        assertEquals(10, finding.connections());
        assertTrue(finding.costs().contains("here 1.020 s"), finding.costs());
        assertEquals(Software.NGINX, finding.changes().getFirst().software());
        assertEquals("listen 80 backlog=4096;", finding.changes().getFirst().text());
        assertEquals(Software.LINUX, finding.changes().getLast().software());
    }

    @Test
    void aSynAckSentAgainToAClientThatAlreadyAskedCountsAsWell() throws Exception {
        healthy(80);
        for (int n = 0; n < 10; n++) {
            Conversation one = recorded.closed();
            one.client().syn();
            SentPacket synAck = one.server().synAck();
            one.client().ack();
            SentPacket request = one.client().sends(GET).lost();
            one.server().resends(synAck).after(1);
            one.client().resends(request).after(0.2);
            one.server().sends(OK);
            ends(one);
        }
        assertEquals(10, recorded.findings(ID).getFirst().connections());
    }

    @Test
    void aServerThatWaitsForTheFirstByteBeforeItAcceptsIsNoQueue() throws Exception {
        healthy(80);
        for (int n = 0; n < 10; n++) {
            Conversation one = recorded.closed();
            one.client().syn();
            SentPacket synAck = one.server().synAck();
            one.client().ack();
            one.server().resends(synAck).after(1);
            one.client().ack();
            ends(one);
        }
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void resetsRightAfterTheHandshakeAreCritical() throws Exception {
        healthy(80);
        for (int n = 0; n < 10; n++) {
            recorded.connection().server().rst();
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertEquals(Weight.CRITICAL, finding.weight());
        assertTrue(finding.what().startsWith("10 connections got a RST"), finding.what());
    }

    @Test
    void aNetworkThatLosesPacketsEverywhereIsNoQueue() throws Exception {
        for (int n = 0; n < 50; n++) {
            Conversation one = n % 10 == 0 ? connectsWithTheSecondSyn() : recorded.connection();
            for (int request = 0; request < 2; request++) {
                SentPacket lost = one.client().sends(GET).lost();
                one.client().resends(lost).after(0.2);
                one.server().sends(OK);
            }
            ends(one);
        }
        assertEquals(List.of(), recorded.findings(ID));
    }

    /** As a network that loses one packet of twenty, captured at the server. */
    @Test
    void aSynAckThatGotLostBehindTheCaptureIsNoQueue() throws Exception {
        healthy(80);
        for (int n = 0; n < 10; n++) {
            Conversation one = recorded.closed();
            SentPacket syn = one.client().syn();
            SentPacket synAck = one.server().synAck().lost();
            one.client().resends(syn).after(1.02);
            one.server().resends(synAck);
            one.client().ack();
            ends(one.exchanges(GET, OK_BY_NGINX));
        }
        assertEquals(List.of(), recorded.findings(ID));
    }

    @Test
    void whereHardlyAnyDataWasSentTheNetworkMayBeToBlame() throws Exception {
        for (int n = 0; n < 10; n++) {
            ends(connectsWithTheSecondSyn().exchanges(GET, OK_BY_NGINX));
        }
        Finding finding = recorded.findings(ID).getFirst();
        assertTrue(finding.because().contains("or the network lost packets"), finding.because());
    }

    @Test
    void aFewOfManyAreNoFinding() throws Exception {
        healthy(600);
        for (int n = 0; n < 5; n++) {
            ends(connectsWithTheSecondSyn().exchanges(GET, OK));
        }
        assertEquals(List.of(), recorded.findings(ID));
    }
}
