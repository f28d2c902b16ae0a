package dev.linger.capture.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Manner;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import dev.linger.testkit.SentPacket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets that one capture holds several times: on each interface, and within a tunnel. */
class CopiesTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private final CaptureBuilder capture = CaptureBuilder.pcap();

    private ConnectionLife life() throws Exception {
        return Lives.in(capture).getFirst();
    }

    private static void fourTimes(SentPacket packet) {
        packet.capturedTwice().capturedTwice().capturedTwice();
    }

    private Conversation between(String client, String server) {
        return capture.conversation(client, 40001, server, 80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.", "2001:db8::"})
    void aSynIsNotRepeatedThoughItWasSeenFourTimes(String net) throws Exception {
        fourTimes(between(net + 1, net + 2).client().syn());
        assertEquals(1, life().opening().syns());
        assertEquals(Manner.OPEN, life().ending().manner());
    }

    @Test
    void aHandshakeOfTwoTapsIsNotRepeatedThoughTheSecondIsBehindTheFirst() throws Exception {
        Conversation talk = capture.conversation();
        SentPacket syn = talk.client().syn();
        SentPacket synAck = talk.server().synAck();
        talk.client().ack();
        talk.client().resends(syn).after(0.005);
        talk.server().resends(synAck);
        assertEquals(1, life().opening().syns());
        assertEquals(1, life().opening().synAcks());
    }

    @Test
    void aSynThatWasSentAgainCounts() throws Exception {
        Conversation talk = capture.conversation();
        SentPacket first = talk.client().syn();
        talk.client().resends(first).after(1);
        assertEquals(2, life().opening().syns());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.", "2001:db8::"})
    void theLastRequestIsNotUnansweredThoughItWasSeenFourTimes(String net) throws Exception {
        fourTimes(between(net + 1, net + 2).opens().client().sends(GET));
        assertEquals(0, life().fromClient().retransmissions());
        assertEquals(0, life().fromClient().unanswered());
        assertEquals(Manner.OPEN, life().ending().manner());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.", "2001:db8::"})
    void theLastFinIsNotUnansweredThoughItWasSeenFourTimes(String net) throws Exception {
        fourTimes(between(net + 1, net + 2).opens().client().fin());
        assertEquals(0, life().fromClient().unanswered());
        assertEquals(Manner.HALF_CLOSED, life().ending().manner());
    }

    @Test
    void aKeepAliveProbeIsOneThoughItWasSeenFourTimes() throws Exception {
        Conversation talk = capture.conversation().opens().exchanges(GET, GET);
        talk.client().ack();
        fourTimes(talk.client().probes().after(10));
        assertEquals(1, life().fromClient().unanswered());
    }

    @Test
    void whatIsSentAgainIsNoCopy() throws Exception {
        Conversation talk = capture.conversation().opens();
        SentPacket request = talk.client().sends(GET);
        talk.client().resends(request).after(0.2);
        talk.client().resends(request).after(0.4);
        talk.client().resends(request).after(0.8);
        assertEquals(3, life().fromClient().retransmissions());
        assertEquals(Manner.SILENCE, life().ending().manner());
    }

    @Test
    void aSegmentThatCameLateWasNotSentAgain() throws Exception {
        Conversation talk = capture.conversation().opens();
        SentPacket early = talk.client().sends(GET.substring(0, 5)).ipId(7).notCaptured();
        talk.client().sends(GET.substring(5)).ipId(8);
        talk.client().resends(early).ipId(7);
        assertEquals(0, life().fromClient().retransmissions());
        assertEquals(1, Lives.http(life()).requests());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.", "2001:db8::"})
    void whatWasSentAgainCountsOnceThoughItWasSeenTwice(String net) throws Exception {
        Conversation talk = between(net + 1, net + 2).opens();
        SentPacket request = talk.client().sends(GET);
        talk.client().resends(request).after(0.2).capturedTwice();
        talk.client().resends(request).after(0.4).capturedTwice();
        assertEquals(2, life().fromClient().retransmissions());
        assertEquals(Manner.OPEN, life().ending().manner());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.", "2001:db8::"})
    void probesCountOnceThoughEachWasSeenTwice(String net) throws Exception {
        Conversation talk = between(net + 1, net + 2).opens().exchanges(GET, GET);
        talk.client().ack();
        talk.client().probes().after(10).capturedTwice();
        talk.client().probes().after(10).capturedTwice();
        assertEquals(2, life().fromClient().unanswered());
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.", "2001:db8::"})
    void aFinThatWasSentAgainCountsOnceThoughItWasSeenTwice(String net) throws Exception {
        Conversation talk = between(net + 1, net + 2).opens();
        SentPacket fin = talk.client().fin();
        talk.client().resends(fin).after(0.2).capturedTwice();
        talk.client().resends(fin).after(0.4).capturedTwice();
        assertEquals(2, life().fromClient().unanswered());
        assertEquals(Manner.HALF_CLOSED, life().ending().manner());
    }

    @Test
    void segmentsThatAreSentAgainTogetherCountEach() throws Exception {
        Conversation talk = between("2001:db8::1", "2001:db8::2").opens();
        SentPacket one = talk.client().sends(GET);
        SentPacket two = talk.client().sends(GET);
        talk.client().resends(one).after(0.2);
        talk.client().resends(two);
        assertEquals(2, life().fromClient().retransmissions());
    }
}
