package dev.linger.capture.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.linger.capture.file.CaptureReader;
import dev.linger.capture.file.Packet;
import dev.linger.life.ClosedFirst;
import dev.linger.life.ConnectionLife;
import dev.linger.life.Manner;
import dev.linger.life.Phase;
import dev.linger.life.Talk;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection is followed with what followed an earlier one. */
class RecyclingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HT",
                "GET / HTTP/1.0\r\nUser-Agent: b\r\nConnection: close\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n123",
                "GET /\r\n\r\n",
                "EHLO a\r\n",
                "\u0016\u0003\u0001\u0000\u0005"
            })
    void aConnectionInheritsNothingFromTheOneBefore(String before) throws Exception {
        CaptureBuilder capture = CaptureBuilder.pcap();
        Conversation disturbed = capture.conversation().opens();
        disturbed.client().sends(before);
        disturbed.server().ack().window(0);
        disturbed.client().rst().after(2);
        Conversation plain = capture.conversation().opens().exchanges(GET, OK);
        plain.server().fin();
        plain.client().fin();
        plain.server().ack();

        ConnectionLife life = lives(capture).getLast();

        Talk.Http http = assertInstanceOf(Talk.Http.class, life.talk());
        assertEquals(1, http.requests());
        assertEquals(1, http.responses());
        assertEquals(0, http.outstanding());
        assertNull(http.clientOffer());
        assertNull(http.agent());
        assertNull(http.fault());
        assertFalse(http.http10());
        assertFalse(http.gaps());
        assertNull(life.fromClient().rst());
        assertNull(life.fromServer().zeroWindow());
        assertEquals(OK.length(), life.fromServer().bytes());
        assertEquals(Manner.FIN, life.ending().manner());
        assertEquals(ClosedFirst.SERVER, life.ending().closedFirst());
        assertEquals(Phase.IDLE, life.ending().phase());
        assertEquals(List.of(), life.notes());
    }

    private static List<ConnectionLife> lives(CaptureBuilder capture) throws Exception {
        List<ConnectionLife> lives = new ArrayList<>();
        Flows flows = new Flows(lives::add, true);
        try (CaptureReader reader = CaptureReader.of(capture.stream(), "built")) {
            Packet packet = new Packet();
            while (reader.next(packet)) {
                flows.packet(packet);
            }
        }
        flows.finish();
        assertEquals(2, lives.size());
        return lives;
    }
}
