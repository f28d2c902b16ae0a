package dev.linger.diagnosis.finding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.capture.flow.Flows;
import dev.linger.diagnosis.verdict.Judge;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Phase;
import dev.linger.life.Side;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static final String GET =
            "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: one/1\r\nConnection: %s\r\n\r\n";
    private static final String OK =
            "HTTP/1.1 200 OK\r\nServer: two/2\r\nContent-Length: 5\r\n\r\nhello";

    private final CaptureBuilder capture = CaptureBuilder.pcap();

    private Tally tally() throws Exception {
        return traffic().servers().getFirst().all();
    }

    private Traffic traffic() throws Exception {
        Traffic traffic = new Traffic();
        Judge judge = Judge.withSecondLook(traffic::accept);
        Flows flows = new Flows(judge::accept);
        try (CaptureReader reader = CaptureReader.of(capture.stream(), "built")) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                flows.packet(packet);
            }
        }
        flows.finish();
        judge.finish();
        return traffic;
    }

    private Conversation exchange(String connection) {
        return capture.conversation().opens().exchanges(GET.formatted(connection), OK);
    }

    private void serverCloses(Conversation talk) {
        talk.server().fin().after(0.5);
        talk.client().fin();
        talk.server().ack();
    }

    private void clientCloses(Conversation talk) {
        talk.client().fin().after(0.5);
        talk.server().fin();
        talk.client().ack();
    }

    @Test
    void timeWaitLiesWhereTheFirstFinCameFrom() throws Exception {
        serverCloses(exchange("close"));
        serverCloses(exchange("close"));
        clientCloses(exchange("keep-alive"));
        assertEquals(2, tally().timeWaitsAtServer().total());
        assertEquals(1, tally().timeWaitsAtClient().total());
    }

    @Test
    void aCloseOfBothLeavesTimeWaitAtBoth() throws Exception {
        Conversation talk = exchange("keep-alive");
        SentPacket first = talk.client().fin().after(1);
        talk.server().fin().notHavingSeen(first);
        talk.client().ack();
        talk.server().ack();
        assertEquals(1, tally().timeWaitsAtServer().total());
        assertEquals(1, tally().timeWaitsAtClient().total());
    }

    @Test
    void aResetLeavesNone() throws Exception {
        exchange("keep-alive").client().rst();
        assertEquals(0, tally().timeWaitsAtServer().total());
        assertEquals(0, tally().timeWaitsAtClient().total());
    }

    @Test
    void aPortInTimeWaitIsTakenForAnotherMinute() throws Exception {
        for (int n = 0; n < 5; n++) {
            clientCloses(exchange("keep-alive"));
            capture.conversation("10.0.0.1", 50_000 + n, "10.0.0.9", 81).client().syn().after(10);
        }
        assertEquals(5, tally().clientPorts().peakLevel());
        assertEquals(1, tally().open().peakLevel());
    }

    @Test
    void aPortWhoseServerClosedIsFreeAtOnce() throws Exception {
        for (int n = 0; n < 5; n++) {
            serverCloses(exchange("close"));
            capture.conversation("10.0.0.1", 50_000 + n, "10.0.0.9", 81).client().syn().after(10);
        }
        assertEquals(1, tally().clientPorts().peakLevel());
    }

    @Test
    void aPortIsFreeAgainAfterItsMinute() throws Exception {
        for (int n = 0; n < 5; n++) {
            clientCloses(exchange("keep-alive"));
            capture.conversation("10.0.0.1", 50_000 + n, "10.0.0.9", 81).client().syn().after(50);
        }
        assertEquals(2, tally().clientPorts().peakLevel());
    }

    @Test
    void shortConnectionsInParallelAreCountedByTheirMean() throws Exception {
        for (int round = 0; round < 500; round++) {
            Conversation first = capture.conversation();
            Conversation second = capture.conversation();
            Conversation third = capture.conversation();
            first.client().syn();
            second.client().syn();
            third.client().syn();
            first.server().rst().after(0.002);
            second.server().rst();
            third.server().rst();
        }
        assertEquals(3, tally().together());
    }

    @Test
    void sharesAddUpAndTheLargestComesFirst() throws Exception {
        clientCloses(exchange("keep-alive"));
        serverCloses(exchange("close"));
        serverCloses(exchange("close"));
        assertEquals(
                List.of(
                        new Tally.Share<>(ClosedFirst.SERVER, 2),
                        new Tally.Share<>(ClosedFirst.CLIENT, 1)),
                tally().sharesBy(kind -> kind.likeness().closedFirst()));
        assertEquals(2, tally().count(CloseCause.CLOSE_REQUESTED));
        assertEquals(2, tally().ends(CloseCause.CLOSE_REQUESTED).getFirst().count());
    }

    @Test
    void requestsAreCountedPerConnection() throws Exception {
        exchange("keep-alive");
        exchange("keep-alive");
        exchange("keep-alive").exchanges(GET.formatted("keep-alive"), OK);
        assertEquals(Map.of(1, 2L, 2, 1L), tally().byRequests());
        assertEquals(4, tally().requests());
        assertEquals("one/1", tally().agent());
        assertEquals("two/2", tally().product());
    }

    @Test
    void resetsAreCountedByPhase() throws Exception {
        exchange("keep-alive").server().rst();
        Conversation working = capture.conversation().opens();
        working.client().sends(GET.formatted("keep-alive"));
        working.server().rst();
        assertEquals(Map.of(Phase.IDLE, 1L, Phase.HANDLING, 1L), tally().resets());
    }

    @Test
    void theHandshakeIsTheMeanOfThoseSeen() throws Exception {
        for (double seconds : new double[] {0.01, 0.03}) {
            Conversation talk = capture.conversation();
            talk.client().syn();
            talk.server().synAck().after(seconds);
            talk.client().ack();
        }
        assertEquals(0.02, tally().handshakeNanos() / 1e9, 0.001);
    }

    @Test
    void eachClientAddressHasItsOwnTally() throws Exception {
        clientCloses(exchange("keep-alive"));
        clientCloses(exchange("keep-alive"));
        capture.conversation("10.0.0.7", 1234, "10.0.0.2", 80).opens();
        List<ClientTraffic> clients = traffic().servers().getFirst().clients();
        assertEquals(2, clients.size());
        assertEquals("10.0.0.1:0", clients.getFirst().address().toString());
        assertEquals(2, clients.getFirst().all().connections());
        assertEquals(1, clients.getLast().all().connections());
    }

    @Test
    void whoHasTheFinAndDoesNotCloseIsInCloseWait() throws Exception {
        Conversation talk = exchange("keep-alive");
        talk.client().fin().after(1);
        talk.server().ack();
        exchange("keep-alive").client().ack().after(9);
        Wire wire = tally().wire();
        assertEquals(1, wire.closeWaits(Side.SERVER).samples().count());
        assertEquals(0, wire.closeWaits(Side.CLIENT).samples().count());
        long since = wire.closeWaits(Side.SERVER).firstNanos();
        assertEquals(CaptureBuilder.START_SECONDS + 1, since / 1_000_000_000);
        assertEquals(0, wire.closeWaits(Side.SERVER).before(since - 1));
        assertEquals(1, wire.closeWaits(Side.SERVER).before(since + 100_000_000));
    }

    @Test
    void whatIsSentAgainIsCounted() throws Exception {
        Conversation talk = exchange("keep-alive");
        SentPacket lost = talk.client().sends(GET.formatted("keep-alive")).lost();
        talk.client().resends(lost).after(0.2);
        assertEquals(1, tally().wire().retransmissions());
        assertTrue(tally().packets() >= 7);
    }

    @Test
    void aConnectionWhosePortsWereUsedAgainWasNotOpenTogetherWithTheNext() throws Exception {
        for (int n = 0; n < 3; n++) {
            Conversation talk = capture.conversation("10.0.0.1", 45_000, "10.0.0.2", 80);
            talk.client().startsAt(1_000_000L * n);
            talk.client().syn().after(5);
            talk.server().synAck();
            talk.client().ack();
        }
        assertEquals(1, tally().together());
        assertEquals(1, tally().portsTaken());
    }
}
