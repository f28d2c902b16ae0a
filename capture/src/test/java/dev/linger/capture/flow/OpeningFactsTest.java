package dev.linger.capture.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.linger.life.ClosedFirst;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Manner;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpeningFactsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private final CaptureBuilder capture = CaptureBuilder.pcap();

    private Conversation onOnePort(long sequence) {
        Conversation talk = capture.conversation("10.0.0.1", 40000, "10.0.0.2", 80);
        talk.client().startsAt(sequence);
        return talk;
    }

    private static void serverCloses(Conversation talk) {
        talk.server().fin();
        talk.client().fin();
        talk.server().ack();
    }

    /** The SYN finds TIME_WAIT: RFC 9293, section 3.10.7.4. */
    private static void meetsAnEarlierConnection(Conversation talk) {
        SentPacket syn = talk.client().syn();
        talk.server().ack().sequence(9_000_000).acknowledgment(8_000_000);
        talk.client().rst().withoutAck().sequence(8_000_000);
        talk.client().resends(syn).after(1);
        talk.server().synAck();
        talk.client().ack();
        talk.exchanges(GET, OK);
    }

    @Test
    void everySynAckCounts() throws Exception {
        Conversation talk = capture.conversation();
        talk.client().syn();
        SentPacket synAck = talk.server().synAck();
        talk.client().ack();
        talk.server().resends(synAck).after(1);
        assertEquals(2, Lives.in(capture).getFirst().opening().synAcks());
        assertEquals(1, Lives.in(capture).getFirst().opening().syns());
    }

    @Test
    void aSynThatMeetsAnEarlierConnectionBelongsToTheNewOne() throws Exception {
        Conversation talk = onOnePort(3_000_000_000L);
        meetsAnEarlierConnection(talk);
        talk.client().fin().after(2);
        talk.server().fin();
        talk.client().ack();

        ConnectionLife life = Lives.in(capture).getFirst();

        assertEquals(1, Lives.in(capture).size());
        assertNotNull(life.opening().challenge());
        assertEquals(2, life.opening().challenge().packet());
        assertEquals(2, life.opening().syns());
        assertNotNull(life.opening().established());
        assertEquals(1, Lives.http(life).responses());
        assertEquals(ClosedFirst.CLIENT, life.ending().closedFirst());
        assertEquals(Manner.FIN, life.ending().manner());
        assertNull(life.fromClient().rst());
    }

    @Test
    void theFirstChallengeIsTheOneThatCounts() throws Exception {
        Conversation talk = capture.conversation();
        SentPacket syn = talk.client().syn();
        talk.server().ack().acknowledgment(8_000_000);
        talk.client().rst().withoutAck().sequence(8_000_000);
        talk.client().resends(syn).after(1);
        talk.server().ack().acknowledgment(8_000_000);

        ConnectionLife life = Lives.in(capture).getFirst();

        assertNotNull(life.opening().challenge());
        assertEquals(2, life.opening().challenge().packet());
    }

    @Test
    void aRefusalIsNoChallenge() throws Exception {
        Conversation talk = capture.conversation();
        talk.client().syn();
        talk.server().rst();
        assertNull(Lives.in(capture).getFirst().opening().challenge());
        assertEquals(Manner.REFUSED, Lives.in(capture).getFirst().ending().manner());
    }

    @Test
    void portsUsedAgainAtOnceFollowTheEarlierConnection() throws Exception {
        serverCloses(onOnePort(1000).opens().exchanges(GET, OK));
        Conversation again = onOnePort(3_000_000_000L);
        again.client().syn().after(1);
        again.server().synAck();

        List<ConnectionLife> lives = Lives.in(capture);

        assertEquals(-1, lives.get(0).opening().reusedAfterNanos());
        assertEquals(1.0, lives.get(1).opening().reusedAfterNanos() / 1e9, 0.001);
    }

    @Test
    void portsUsedAgainMuchLaterFollowItAsWell() throws Exception {
        serverCloses(onOnePort(1000).opens().exchanges(GET, OK));
        capture.conversation().client().syn().after(10); // the first one is handed over by now
        Conversation again = onOnePort(3_000_000_000L);
        again.client().syn().after(20);
        again.server().synAck();

        ConnectionLife life =
                Lives.in(capture).stream()
                        .filter(one -> one.number() == 3)
                        .findFirst()
                        .orElseThrow();

        assertEquals(30.0, life.opening().reusedAfterNanos() / 1e9, 0.001);
    }

    @Test
    void aSynThatMeetsTheConnectionBeforeItIsBothReusedAndChallenged() throws Exception {
        serverCloses(onOnePort(1000).opens().exchanges(GET, OK));
        Conversation again = onOnePort(3_000_000_000L);
        meetsAnEarlierConnection(again);

        List<ConnectionLife> lives = Lives.in(capture);

        assertEquals(2, lives.size());
        assertEquals(ClosedFirst.SERVER, lives.get(0).ending().closedFirst());
        assertEquals(Manner.OPEN, lives.get(1).ending().manner());
        assertNotNull(lives.get(1).opening().challenge());
        assertEquals(1, Lives.http(lives.get(1)).requests());
    }

    @Test
    void portsOfAnotherClientAreNotUsedAgain() throws Exception {
        serverCloses(capture.conversation("10.0.0.1", 0x8234, "10.0.0.9", 80).opens());
        capture.conversation().client().syn().after(10); // the first one is handed over by now
        capture.conversation("10.0.0.2", 0xb234, "10.0.0.9", 80).opens();

        assertEquals(-1, Lives.in(capture).getLast().opening().reusedAfterNanos());
    }

    @Test
    void portsOfAnotherNetworkAreNotUsedAgain() throws Exception {
        serverCloses(capture.conversation("2001:db8:1::1", 40_000, "2001:db8::9", 80).opens());
        capture.conversation().client().syn().after(10);
        capture.conversation("2001:db8:2::1", 40_000 ^ 3 << 3, "2001:db8::9", 80).opens();

        assertEquals(-1, Lives.in(capture).getLast().opening().reusedAfterNanos());
    }

    @Test
    void aResetOnAConnectionThatWasAnsweredIsNoRefusal() throws Exception {
        Conversation talk = capture.conversation();
        talk.client().syn();
        talk.server().synAck().notCaptured();
        talk.client().ack();
        talk.exchanges(GET, OK).exchanges(GET, OK);
        talk.server().rst().after(5);

        ConnectionLife life = Lives.in(capture).getFirst();

        assertEquals(Manner.RESET, life.ending().manner());
        assertEquals(2, Lives.http(life).responses());
    }

    @Test
    void whereAnEarlierConnectionEndedIsNotKnownIfOnlyTheNextOneTells() throws Exception {
        onOnePort(1000).opens().exchanges(GET, OK);
        Conversation again = onOnePort(3_000_000_000L);
        again.client().syn().after(90);
        again.server().synAck();

        ConnectionLife earlier = Lives.in(capture).getFirst();

        assertEquals(Manner.UNKNOWN, earlier.ending().manner());
        assertEquals(ClosedFirst.NOBODY, earlier.ending().closedFirst());
        assertEquals(
                List.of("the same ports were used again by a later connection"), earlier.notes());
    }

    @Test
    void theLastFinOfAnEarlierConnectionDoesNotCloseTheNew() throws Exception {
        Conversation talk = onOnePort(3_000_000_000L);
        SentPacket syn = talk.client().syn();
        talk.server().fin().sequence(9_000_000).acknowledgment(2_999_000_000L);
        talk.client().rst().withoutAck().sequence(2_999_000_000L);
        talk.client().resends(syn).after(1);
        talk.server().synAck();
        talk.client().ack();
        talk.exchanges(GET, OK);

        ConnectionLife life = Lives.in(capture).getFirst();

        assertEquals(ClosedFirst.NOBODY, life.ending().closedFirst());
        assertEquals(1, Lives.http(life).responses());
        assertNull(life.opening().challenge());
    }

    @Test
    void aFinIsOfThisConnectionThoughTheSynAckWasNotCaptured() throws Exception {
        Conversation talk = capture.conversation();
        talk.client().syn();
        talk.server().synAck().notCaptured();
        talk.client().sends(GET).notCaptured();
        talk.server().fin();

        assertEquals(ClosedFirst.SERVER, Lives.in(capture).getFirst().ending().closedFirst());
    }

    @Test
    void aSideThatIsAloneInTheCaptureIsNotUnanswered() throws Exception {
        Conversation talk = capture.conversation();
        talk.client().syn();
        talk.server().synAck().notCaptured();
        talk.client().sends(GET);
        talk.server().sends(OK).notCaptured();
        talk.client().ack();
        for (int n = 0; n < 4; n++) {
            talk.client().probes().after(75);
            talk.server().ack().notCaptured();
        }
        assertEquals(Manner.OPEN, Lives.in(capture).getFirst().ending().manner());
    }

    @Test
    void aSynThatWasSentAgainAndThenAnsweredUnseenIsNotInVain() throws Exception {
        Conversation talk = capture.conversation();
        SentPacket syn = talk.client().syn();
        talk.client().resends(syn).after(1);
        talk.server().synAck().notCaptured();
        talk.client().ack();
        assertEquals(Manner.OPEN, Lives.in(capture).getFirst().ending().manner());
    }
}
