package dev.linger.capture.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.linger.life.Talk;
import dev.linger.testkit.CaptureBuilder;
import dev.linger.testkit.Conversation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RecognitionTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String LINE = "PROXY TCP4 192.0.2.1 192.0.2.2 40001 80\r\n";

    private final CaptureBuilder capture = CaptureBuilder.pcap();
    private final Conversation talk = capture.conversation().opens();

    private Talk talk() throws Exception {
        return Lives.in(capture).getFirst().talk();
    }

    private void assertOneExchange() throws Exception {
        Talk.Http http = assertInstanceOf(Talk.Http.class, talk());
        assertEquals(1, http.requests());
        assertEquals(1, http.responses());
        assertEquals(null, http.fault());
    }

    @Test
    void aCommandWithAPathIsNoRequestWhereAnotherProtocolIsSpoken() throws Exception {
        talk.server().sends("220 welcome\r\n");
        talk.client().sends("USER a\r\n");
        talk.server().sends("331 and the password?\r\n");
        talk.client().sends("RETR /pub/a.txt\r\n");
        talk.server().sends("150 here it comes\r\n");
        assertInstanceOf(Talk.Other.class, talk());
    }

    @Test
    void aRequestWithAVersionIsOneWhateverCameBefore() throws Exception {
        talk.client().sends("hello\r\n");
        talk.exchanges(GET, OK);
        assertOneExchange();
    }

    @Test
    void aRequestIsReadBehindALineOfTheProxyProtocol() throws Exception {
        talk.exchanges(LINE + GET, OK);
        assertOneExchange();
    }

    @Test
    void theLineOfTheProxyProtocolMayComeInAPacketOfItsOwn() throws Exception {
        talk.client().sends(LINE);
        talk.exchanges(GET, OK);
        assertOneExchange();
    }

    @Test
    void aRequestIsReadBehindABinaryHeaderOfTheProxyProtocol() throws Exception {
        byte[] request = GET.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes = ByteBuffer.allocate(28 + request.length);
        bytes.put("\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) 0x21).put((byte) 0x11).putShort((short) 12);
        bytes.position(28).put(request);
        talk.client().sends(bytes.array());
        talk.server().sends(OK);
        assertOneExchange();
    }

    @Test
    void anEmptyLineBeforeTheFirstRequestHidesNothing() throws Exception {
        talk.exchanges("\r\n" + GET, OK);
        assertOneExchange();
    }

    @Test
    void anEmptyLineMayComeInAPacketOfItsOwn() throws Exception {
        talk.client().sends("\r\n");
        talk.exchanges(GET, OK);
        assertOneExchange();
    }
}
