package dev.linger.capture.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.linger.life.ConnectionLife;
import dev.linger.life.Evidence;
import dev.linger.life.Manner;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What the network says of segments that it does not deliver. */
class IcmpErrorsTest {
    private static final int HOST_PROHIBITED = 10;

    private final CaptureBuilder capture = CaptureBuilder.pcap();
    private final Conversation talk = capture.conversation();

    @Test
    void aSynThatWasAnsweredByIcmpWasAnsweredByNobodyElse() throws Exception {
        talk.client().syn().rejected(HOST_PROHIBITED);
        ConnectionLife life = Lives.in(capture).getFirst();
        assertEquals(Manner.SILENCE, life.ending().manner());
        Evidence error = Objects.requireNonNull(life.fromClient().unreachable());
        assertEquals(
                "the network answered the client by ICMP: administratively prohibited",
                error.says());
        assertEquals(2, error.at().packet());
        assertNull(life.fromServer().unreachable());
        assertEquals(1, life.fromClient().packets(), "the error is no packet of it");
    }

    @Test
    void theEndsOfAnErrorAreThoseOfWhatItQuotes() throws Exception {
        talk.client().syn();
        talk.server().synAck().rejected(HOST_PROHIBITED);
        ConnectionLife life = Lives.in(capture).getFirst();
        assertNull(life.fromClient().unreachable());
        assertEquals(
                "the network answered the server by ICMP: administratively prohibited",
                Objects.requireNonNull(life.fromServer().unreachable()).says());
    }
}
