package dev.linger.capture.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Manner;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When lives are told while packets still come. */
class HandingOverTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private final CaptureBuilder capture = CaptureBuilder.pcap();

    /** The lives told before the capture's end. */
    private List<ConnectionLife> early(boolean withTimes) throws Exception {
        List<ConnectionLife> lives = new ArrayList<>();
        Flows flows = new Flows(lives::add);
        try (CaptureReader reader = CaptureReader.of(capture.stream(), "built")) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                packet.atNanos = withTimes ? packet.atNanos : 0;
                flows.packet(packet);
            }
        }
        return lives;
    }

    private void aConnectionComes(double afterSeconds) {
        capture.conversation().client().syn().after(afterSeconds);
    }

    @Test
    void synsOfAScanAreHandedOverWhenTheyCannotBeSentAgain() throws Exception {
        for (int n = 0; n < 1000; n++) {
            aConnectionComes(1);
        }

        List<ConnectionLife> lives = early(true);

        assertTrue(lives.size() > 700, lives.size() + " of 1000 handed over");
        ConnectionLife first = lives.getFirst();
        assertEquals(1, first.number());
        assertEquals(Manner.SILENCE, first.ending().manner());
        assertEquals(
                "nothing but SYNs was seen in 180 s: what came later, if anything, is not part of"
                        + " this life",
                first.notes().getLast());
    }

    @Test
    void aHandshakeThatStopsHalfWayIsHandedOver() throws Exception {
        Conversation flooded = capture.conversation();
        flooded.client().syn();
        SentPacket synAck = flooded.server().synAck();
        flooded.server().resends(synAck).after(1);
        aConnectionComes(200);

        assertEquals(2, early(true).getFirst().opening().synAcks());
    }

    @Test
    void whatWasEstablishedIsWaitedForHoweverLongItIsQuiet() throws Exception {
        capture.conversation().opens();
        capture.conversation().opens().exchanges(GET, OK);
        Conversation oneWay = capture.conversation();
        oneWay.client().syn();
        oneWay.client().sends(GET);
        aConnectionComes(7200);
        aConnectionComes(100);

        assertEquals(List.of(), early(true));
    }

    @Test
    void aCaptureWithoutTimesIsHandedOverAsItGoes() throws Exception {
        for (int n = 0; n < EndedFlows.STRAYS_CONNECTIONS + 10; n++) {
            Conversation talk = capture.conversation().opens().exchanges(GET, OK);
            talk.server().fin();
            talk.client().fin();
            talk.server().ack();
        }

        assertEquals(10, early(false).size());
    }

    @Test
    void aProbeWithAByteOfGarbageIsNoRetransmission() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.client().ack();
        talk.server().sends(1).sequence(5001 + OK.length() - 1).after(60);

        ConnectionLife life = Lives.in(capture).getFirst();

        assertEquals(0, life.fromServer().retransmissions());
        assertEquals(OK.length(), life.fromServer().bytes());
    }

    @Test
    void aByteThatWasNotAcknowledgedIsSentAgain() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.client().ack();
        SentPacket last = talk.server().sends(1).lost();
        talk.server().resends(last).after(1);

        assertEquals(1, Lives.in(capture).getFirst().fromServer().retransmissions());
    }

    @Test
    void ofOneDirectionAloneAFinIsTheEnd() throws Exception {
        Conversation oneWay = capture.conversation();
        oneWay.client().syn();
        oneWay.client().sends(GET);
        oneWay.client().fin().after(1);
        aConnectionComes(61);

        ConnectionLife life = early(true).getFirst();

        assertEquals(Manner.HALF_CLOSED, life.ending().manner());
        assertEquals(List.of("only packets of the client are in the capture"), life.notes());
    }

    @Test
    void whereTheOppositeDirectionComesAfterAllItsEndIsWaitedFor() throws Exception {
        Conversation seenLate = capture.conversation();
        seenLate.client().fin();
        seenLate.server().ack();
        aConnectionComes(60);
        seenLate.server().fin();
        seenLate.client().ack();
        aConnectionComes(61);

        List<ConnectionLife> lives = early(true);

        assertEquals(1, lives.size());
        assertEquals(Manner.FIN, lives.getFirst().ending().manner());
    }

    @Test
    void ofAFloodOfSynsTheOldestAreGivenUpAndThatIsSaid() throws Exception {
        capture.conversation().client().syn();
        List<ConnectionLife> lives = new ArrayList<>();
        Flows flows = new Flows(lives::add);
        try (CaptureReader reader = CaptureReader.of(capture.stream(), "built")) {
            Packet packet = new Packet();
            reader.next(packet);
            int source = packet.from + 14 + 12;
            for (int n = 0; n < HalfOpenFlows.MOST * 5 / 4 + 1; n++) {
                packet.bytes[source + 1] = (byte) (n >> 16);
                packet.bytes[source + 2] = (byte) (n >> 8);
                packet.bytes[source + 3] = (byte) n;
                flows.packet(packet);
            }
        }

        assertEquals(HalfOpenFlows.MOST / 4, lives.size());
        ConnectionLife first = lives.getFirst();
        assertEquals(1, first.number());
        assertEquals(Manner.UNKNOWN, first.ending().manner());
        assertEquals(
                "one of more than 200,000 of which nothing but SYNs was seen: what came later, if"
                        + " anything, is not part of this life",
                first.notes().getLast());
    }
}
