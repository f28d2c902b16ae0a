package dev.linger.capture.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.life.ClosedFirst;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Exchange;
import dev.linger.life.Manner;
import dev.linger.life.Phase;
import dev.linger.life.Talk;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FlowsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private final CaptureBuilder capture = CaptureBuilder.pcap();

    @Test
    void theSideWhoseFinCameFirstClosedFirst() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.server().fin().after(5);
        talk.client().fin();
        talk.server().ack();

        ConnectionLife life = onlyLife();

        assertEquals(ClosedFirst.SERVER, life.ending().closedFirst());
        assertEquals(Manner.FIN, life.ending().manner());
        assertEquals(Phase.IDLE, life.ending().phase());
        assertEquals(5.0, life.ending().quietNanos() / 1e9, 0.001);
        assertTrue(life.fromServer().finAcknowledged());
    }

    @Test
    void finsThatCrossAreASimultaneousClose() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        SentPacket first = talk.client().fin().after(1);
        talk.server().fin().notHavingSeen(first);
        talk.client().ack();
        talk.server().ack();

        assertEquals(ClosedFirst.BOTH, onlyLife().ending().closedFirst());
    }

    @Test
    void aFinThatTheCaptureLacksIsKnownByItsAcknowledgment() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.server().fin().after(5).notCaptured();
        talk.client().ack();
        talk.client().fin().after(1);
        talk.server().ack();

        ConnectionLife life = onlyLife();

        assertEquals(ClosedFirst.SERVER, life.ending().closedFirst());
        assertEquals(Manner.FIN, life.ending().manner());
        assertEquals(5.0, life.ending().quietNanos() / 1e9, 0.001);
        assertTrue(life.fromServer().finUnseen());
        assertEquals(life.ending().first(), life.fromServer().fin());
        assertEquals(0, life.fromServer().missingBytes());
    }

    @Test
    void theFinItselfMayAcknowledgeTheOneThatTheCaptureLacks() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.client().fin().notCaptured();
        talk.server().fin();
        talk.client().ack();

        assertEquals(ClosedFirst.CLIENT, onlyLife().ending().closedFirst());
    }

    @Test
    void anAnsweringFinThatTheCaptureLacksLeavesTheFirstTheFirst() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.client().fin();
        talk.server().fin().after(1).notCaptured();
        talk.client().ack();

        ConnectionLife life = onlyLife();

        assertEquals(ClosedFirst.CLIENT, life.ending().closedFirst());
        assertEquals(Manner.FIN, life.ending().manner());
    }

    @Test
    void oneByteThatTheCaptureLacksIsNoFinWhereMoreFollows() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.server().sends("x").notCaptured();
        talk.client().ack();
        talk.client().fin().after(1);
        talk.server().sends("y");
        talk.server().fin();
        talk.client().ack();

        ConnectionLife life = onlyLife();

        assertEquals(ClosedFirst.CLIENT, life.ending().closedFirst());
        assertEquals(1, life.fromServer().missingBytes());
    }

    @Test
    void theOrderOfPacketsDecidesWhateverTheirTimes() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.server().fin().at(2);
        talk.client().fin().at(1); // the clock was set back
        talk.server().ack();

        assertEquals(ClosedFirst.SERVER, onlyLife().ending().closedFirst());
    }

    @Test
    void aResetAnsweringASynIsARefusal() throws Exception {
        Conversation talk = capture.conversation();
        talk.client().syn();
        talk.server().rst();

        ConnectionLife life = onlyLife();

        assertEquals(Manner.REFUSED, life.ending().manner());
        assertEquals(ClosedFirst.SERVER, life.ending().closedFirst());
        assertEquals(Phase.CONNECTING, life.ending().phase());
    }

    @Test
    void aSynRepeatedInVainIsSilence() throws Exception {
        Conversation talk = capture.conversation();
        SentPacket syn = talk.client().syn();
        talk.client().resends(syn).after(1);
        talk.client().resends(syn).after(2);

        ConnectionLife life = onlyLife();

        assertEquals(Manner.SILENCE, life.ending().manner());
        assertEquals(3, life.opening().syns());
    }

    @Test
    void aResetAfterAFinIsNoOrderlyEnd() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.client().fin();
        talk.server().rst();

        ConnectionLife life = onlyLife();

        assertEquals(Manner.RESET, life.ending().manner());
        assertEquals(ClosedFirst.CLIENT, life.ending().closedFirst());
    }

    @Test
    void aResetAfterBothFinsChangesNothing() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.server().fin();
        talk.client().fin();
        talk.server().rst();

        assertEquals(Manner.FIN, onlyLife().ending().manner());
    }

    @Test
    void everyPacketCapturedTwiceChangesNothing() throws Exception {
        Conversation talk = capture.conversation();
        talk.client().syn().capturedTwice();
        talk.server().synAck().capturedTwice();
        talk.client().ack().capturedTwice();
        talk.client().sends(GET).capturedTwice();
        talk.server().sends(OK).capturedTwice();
        talk.client().ack().capturedTwice();
        talk.client().fin().after(1).capturedTwice();
        talk.server().fin().capturedTwice();
        talk.client().ack().capturedTwice();

        ConnectionLife life = onlyLife();

        Talk.Http http = assertInstanceOf(Talk.Http.class, life.talk());
        assertEquals(1, http.requests());
        assertEquals(1, http.responses());
        assertEquals(ClosedFirst.CLIENT, life.ending().closedFirst());
        assertEquals(Manner.FIN, life.ending().manner());
        assertEquals(GET.length(), life.fromClient().bytes());
        assertEquals(0, life.fromClient().retransmissions() + life.fromServer().retransmissions());
    }

    @Test
    void aNewSynOnTheSamePortsIsANewConnection() throws Exception {
        Conversation first = capture.conversation("10.0.0.1", 40000, "10.0.0.2", 80).opens();
        first.exchanges(GET, OK);
        first.server().fin();
        first.client().fin();
        first.server().ack();
        Conversation second = capture.conversation("10.0.0.1", 40000, "10.0.0.2", 80);
        second.client().startsAt(3_000_000_000L);
        second.opens().exchanges(GET, OK);
        second.client().fin();

        List<ConnectionLife> lives = lives();

        assertEquals(2, lives.size());
        assertEquals(ClosedFirst.SERVER, lives.get(0).ending().closedFirst());
        assertTrue(lives.get(0).notes().getFirst().contains("used again"));
        assertEquals(ClosedFirst.CLIENT, lives.get(1).ending().closedFirst());
        assertEquals(2, lives.get(1).number());
    }

    @Test
    void soIsANewSynAckWhereTheServersDirectionIsAlone() throws Exception {
        for (long begin : new long[] {5_000, 3_000_000_000L}) {
            Conversation talk = capture.conversation("10.0.0.1", 40000, "10.0.0.2", 80);
            talk.server().startsAt(begin);
            SentPacket synAck = talk.server().synAck();
            talk.server().resends(synAck);
            talk.server().sends(OK);
            talk.server().fin();
        }
        List<ConnectionLife> lives = lives();
        assertEquals(2, lives.size());
        for (ConnectionLife life : lives) {
            assertEquals(ClosedFirst.SERVER, life.ending().closedFirst());
            assertEquals(0, life.fromServer().missingBytes());
        }
    }

    @Test
    void aProbeThatACaptureBeginsWithLeavesNoHole() throws Exception {
        Conversation talk = capture.conversation();
        talk.client().probes();
        talk.server().ack();
        talk.exchanges(GET, OK);
        ConnectionLife life = onlyLife();
        assertEquals(0, life.fromClient().missingBytes());
        assertEquals(GET.length(), life.fromClient().bytes());
    }

    @Test
    void sequenceNumbersMayWrapInTheMiddleOfAMessage() throws Exception {
        Conversation talk = capture.conversation();
        talk.client().startsAt(0xffff_fff0L);
        talk.server().startsAt(0xffff_ffffL);
        talk.opens().exchanges(GET, OK).exchanges(GET, OK);
        talk.client().fin();
        talk.server().fin();
        talk.client().ack();

        ConnectionLife life = onlyLife();

        Talk.Http http = assertInstanceOf(Talk.Http.class, life.talk());
        assertEquals(2, http.requests());
        assertEquals(2, http.responses());
        assertEquals(2L * GET.length(), life.fromClient().bytes());
        assertEquals(ClosedFirst.CLIENT, life.ending().closedFirst());
    }

    @Test
    void segmentsOutOfOrderAreReadInOrder() throws Exception {
        Conversation talk = capture.conversation().opens();
        SentPacket head = talk.client().sends(GET.substring(0, 10)).notCaptured();
        SentPacket tail = talk.client().sends(GET.substring(10));
        talk.client().resends(head);
        talk.server().sends(OK);
        talk.client().fin();
        talk.server().fin();

        ConnectionLife life = onlyLife();

        Talk.Http http = assertInstanceOf(Talk.Http.class, life.talk());
        assertEquals(1, http.requests());
        assertEquals(Phase.IDLE, life.ending().phase());
        assertEquals(0, life.fromClient().missingBytes());
        assertNotNull(tail);
    }

    @Test
    void bytesThatTheReceiverAcknowledgedButTheCaptureLacksAreAHole() throws Exception {
        Conversation talk = capture.conversation().opens();
        talk.client().sends(GET);
        talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n0123456789");
        talk.server().sends(10).notCaptured();
        talk.client().ack();
        talk.server().sends("0123456789").after(0.1);
        talk.client().sends(GET);
        talk.server().sends(OK);
        talk.client().fin();
        talk.server().fin();

        ConnectionLife life = onlyLife();

        Talk.Http http = assertInstanceOf(Talk.Http.class, life.talk());
        assertEquals(10, life.fromServer().missingBytes());
        assertEquals(2, http.responses());
        assertTrue(http.gaps());
    }

    @Test
    void aConnectionCaughtInTheMiddleIsReadFromItsNextRequest() throws Exception {
        Conversation talk = capture.conversation("10.0.0.1", 8080, "10.0.0.2", 51000);
        talk.client().sends("the end of some body");
        talk.server().sends(GET); // the end that was named client here answers requests
        talk.client().sends(OK);
        talk.client().fin();
        talk.server().fin();

        ConnectionLife life = onlyLife();

        assertEquals("10.0.0.1:8080", life.server().toString());
        assertEquals(ClosedFirst.SERVER, life.ending().closedFirst());
        Talk.Http http = assertInstanceOf(Talk.Http.class, life.talk());
        assertEquals(1, http.requests());
        assertTrue(life.notes().getFirst().startsWith("handshake not in the capture"));
    }

    @Test
    void flagsAloneTellWhoClosedFirstAndHowManyBytesThereWere() throws Exception {
        Conversation talk = capture.conversation().opens();
        talk.client().sendsUnseen(100);
        talk.server().sendsUnseen(5000);
        talk.server().fin();
        talk.client().fin();

        ConnectionLife life = onlyLife();

        assertInstanceOf(Talk.Unseen.class, life.talk());
        assertEquals(ClosedFirst.SERVER, life.ending().closedFirst());
        assertEquals(5000, life.fromServer().bytes());
        assertEquals(100, life.fromClient().bytes());
    }

    @Test
    void ofOneDirectionTheOtherStaysUnknown() throws Exception {
        Conversation talk = capture.conversation();
        talk.client().syn();
        talk.server().synAck().notCaptured();
        talk.client().ack();
        talk.client().sends(GET);
        talk.server().sends(OK).notCaptured();
        talk.client().fin();

        ConnectionLife life = onlyLife();

        assertEquals(-1, life.fromServer().bytes());
        assertEquals(0, life.fromServer().packets());
        assertEquals(Manner.HALF_CLOSED, life.ending().manner());
    }

    @Test
    void aRequestOnTheSynIsReadWithFastOpen() throws Exception {
        Conversation talk = capture.conversation();
        talk.client().syn().carrying(GET);
        talk.server().synAck();
        talk.server().sends(OK);
        talk.client().ack();
        talk.server().fin();
        talk.client().fin();

        Talk.Http http = assertInstanceOf(Talk.Http.class, onlyLife().talk());
        assertEquals(1, http.requests());
        assertEquals(1, http.responses());
    }

    @Test
    void aStrayAfterTheEndIsNoConnection() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.server().fin();
        talk.client().fin();
        talk.server().ack();
        Conversation later = capture.conversation("10.9.9.9", 40000, "10.0.0.2", 80);
        later.client().syn().after(30);
        talk.server().rst().after(1);

        assertEquals(2, lives().size());
    }

    @Test
    void aReaderThatTakesNothingShowsAsItsLongestZeroWindow() throws Exception {
        Conversation talk = capture.conversation().opens();
        talk.client().sends(GET);
        talk.server().sends("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        talk.client().ack().window(0);
        talk.client().ack().after(3).window(60000);
        talk.server().fin();

        ConnectionLife life = onlyLife();

        assertEquals(3.0, life.fromClient().zeroWindowNanos() / 1e9, 0.001);
        assertEquals(Phase.RESPONSE_BODY, life.ending().phase());
    }

    @Test
    void livesAreHandedOverInOrderOfTheirEndsAndTheOpenOnesLast() throws Exception {
        Conversation open = capture.conversation().opens();
        Conversation late = capture.conversation().opens();
        Conversation early = capture.conversation().opens();
        early.client().rst();
        late.client().rst();
        open.client().ack();

        List<Long> numbers = lives().stream().map(ConnectionLife::number).toList();

        assertEquals(List.of(3L, 2L, 1L), numbers);
    }

    @Test
    void whereSomebodyReadsAlongAConnectionIsHandedOverWithThePacketThatEndsIt() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.server().fin();
        talk.client().fin();
        talk.server().ack();
        List<ConnectionLife> lives = new ArrayList<>();
        Flows flows = new Flows(lives::add, true);

        try (CaptureReader reader = CaptureReader.of(capture.stream(), "built")) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                assertEquals(0, lives.size());
                flows.packet(packet);
            }
        }

        assertEquals(1, lives.size());
    }

    @Test
    void anUnansweredRequestIsTheExchangeThatTheCloseConcerns() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.client().sends(GET);
        talk.server().ack();
        talk.client().fin().after(1);

        ConnectionLife life = onlyLife();

        Talk.Http http = assertInstanceOf(Talk.Http.class, life.talk());
        assertEquals(Phase.HANDLING, life.ending().phase());
        assertEquals(1, http.outstanding());
        assertEquals(2, assertNotNullExchange(http).number());
        assertNull(assertNotNullExchange(http).responseBegan());
    }

    @Test
    void aLadderHasEveryPacketWithItsMessage() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, OK);
        talk.server().fin();
        talk.client().fin();

        List<Ladder.Step> steps = ladder();

        assertEquals("GET / HTTP/1.1", steps.get(3).message());
        assertTrue(steps.stream().anyMatch(step -> step.message().equals("HTTP/1.1 200 OK")));
        assertEquals(1, steps.stream().filter(Ladder.Step::firstClose).count());
    }

    private static Exchange assertNotNullExchange(Talk.Http http) {
        Exchange last = http.last();
        assertNotNull(last);
        return last;
    }

    private ConnectionLife onlyLife() throws Exception {
        List<ConnectionLife> lives = lives();
        assertEquals(1, lives.size());
        return lives.getFirst();
    }

    private List<ConnectionLife> lives() throws Exception {
        List<ConnectionLife> lives = new ArrayList<>();
        read(new Flows(lives::add));
        return lives;
    }

    private List<Ladder.Step> ladder() throws Exception {
        Flows flows = new Flows(_ -> {});
        Ladders ladders = Ladders.whole(1);
        flows.record(ladders);
        read(flows);
        return Objects.requireNonNull(ladders.of(1)).first();
    }

    private void read(Flows flows) throws Exception {
        try (CaptureReader reader = CaptureReader.of(capture.stream(), "built")) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                flows.packet(packet);
            }
        }
        flows.finish();
    }
}
