package dev.linger.http;

import static dev.linger.http.Strictness.LENIENT;
import static dev.linger.http.Strictness.STRICT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageReaderTest {
    private static final String GET = "GET /a?b=c HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final Limits LIMITS = Limits.defaults();

    @Test
    void readsARequestWithoutBody() {
        assertEquals(
                List.of("GET /a?b=c 1.1 | Host=x", "END"),
                Transcript.requests(STRICT).read(GET).end().lines());
    }

    @Test
    void readsPipelinedRequestsFromOneRange() {
        String post = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
        assertEquals(
                List.of(
                        "POST / 1.1 | Host=x | Content-Length=5",
                        "BODY hello",
                        "END",
                        "GET /a?b=c 1.1 | Host=x",
                        "END"),
                Transcript.requests(STRICT).read(post + GET).end().lines());
    }

    @Test
    void readsByteByByteWhatItReadsAtOnce() {
        String text =
                "\r\nPOST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "5;a=\"b\"\r\nhello\r\n00a\r\n, world...\r\n0\r\nA: b\r\n\r\n"
                        + GET;
        List<String> whole = Transcript.requests(STRICT).read(text).end().lines();
        assertEquals(
                List.of(
                        "POST / 1.1 | Host=x | Transfer-Encoding=chunked",
                        "BODY hello, world...",
                        "END | A=b",
                        "GET /a?b=c 1.1 | Host=x",
                        "END"),
                whole);
        assertEquals(whole, Transcript.requests(STRICT).readByteByByte(text).end().lines());
    }

    @Test
    void passesInterimResponsesOnToTheFinalOne() {
        String text =
                """
                HTTP/1.1 100 Continue\r
                \r
                HTTP/1.1 103 \r
                Link: a\r
                \r
                HTTP/1.1 200 OK\r
                Content-Length: 2\r
                \r
                """;
        assertEquals(
                List.of(
                        "100 Continue 1.1",
                        "END",
                        "103  1.1 | Link=a",
                        "END",
                        "200 OK 1.1 | Content-Length=2",
                        "END"),
                Transcript.responses(STRICT).answers("HEAD").read(text).end().lines());
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 304})
    void readsNoBodyWhereTheStatusForbidsIt(int status) {
        String text = "HTTP/1.1 " + status + " x\r\nContent-Length: 5\r\n\r\n";
        assertEquals(
                List.of(status + " x 1.1 | Content-Length=5", "END"),
                Transcript.responses(STRICT).read(text).end().lines());
    }

    @Test
    void readsABodyUntilTheStreamEnds() {
        Transcript transcript =
                Transcript.responses(STRICT).read("HTTP/1.0 200 OK\r\n\r\nab").read("cd");
        assertInstanceOf(Framing.UntilClose.class, transcript.reader().framing());
        assertEquals(List.of("200 OK 1.0", "BODY abcd", "END"), transcript.end().lines());
    }

    @Test
    void lengthsUpToTheLargestLongAreRead() {
        String ok = "HTTP/1.1 200 OK\r\n";
        assertEquals(
                List.of("200 OK 1.1 | Content-Length=9223372036854775807", "BODY abcd"),
                Transcript.responses(STRICT)
                        .read(ok + "Content-Length: 9223372036854775807\r\n\r\nab")
                        .read("cd")
                        .lines());
        assertEquals(
                List.of("200 OK 1.1 | Transfer-Encoding=chunked", "BODY abcd"),
                Transcript.responses(STRICT)
                        .read(ok + "Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\nab")
                        .read("cd")
                        .lines());
    }

    @Test
    void handsEverythingOverAfter101() {
        Transcript transcript =
                Transcript.responses(STRICT)
                        .read("HTTP/1.1 101 Switching Protocols\r\nUpgrade: a\r\n\r\n\0\1");
        assertInstanceOf(Framing.Tunnel.class, transcript.reader().framing());
        assertEquals(
                List.of("101 Switching Protocols 1.1 | Upgrade=a", "BODY \0\1", "END"),
                transcript.end().lines());
    }

    @Test
    void handsEverythingOverAfterConnect() {
        Transcript transcript =
                Transcript.responses(STRICT)
                        .answers("CONNECT")
                        .read("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nxyz");
        assertEquals(
                List.of("200 OK 1.1 | Content-Length=1", "BODY xyz", "END"),
                transcript.end().lines());
    }

    @Test
    void takesTheAnsweredMethodAtTheHeadAsWell() {
        MessageReader reader = MessageReader.responses(STRICT, Limits.defaults());
        byte[] bytes = bytes("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHTTP/1.1 204 \r\n\r\n");
        int from = reader.read(bytes, 0, bytes.length);
        reader.answers("HEAD");
        from = reader.read(bytes, from, bytes.length);
        assertEquals(Event.END, reader.event());
        reader.read(bytes, from, bytes.length);
        assertEquals(204, reader.responseHead().status());
    }

    @Test
    void tellsATruncatedMessageFromACleanEnd() {
        assertEquals(List.of(), Transcript.requests(STRICT).end().lines());
        assertEquals(
                List.of("TRUNCATED at 5"), Transcript.requests(STRICT).read("GET /").end().lines());
        assertEquals(
                List.of("200 OK 1.1 | Content-Length=5", "BODY ab", "TRUNCATED at 40"),
                Transcript.responses(STRICT)
                        .read("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab")
                        .end()
                        .lines());
    }

    @Test
    void remainsInStepWhereMissingBytesLieInABody() {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
        Transcript transcript =
                Transcript.responses(LENIENT).read(head + "abc").skip(6).read("j" + head);
        assertEquals(10, transcript.reader().framing() instanceof Framing.Length(long n) ? n : 0);
        assertEquals(
                List.of(
                        "200 OK 1.1 | Content-Length=10",
                        "BODY abc",
                        "in step after 6",
                        "BODY j",
                        "END",
                        "200 OK 1.1 | Content-Length=10"),
                transcript.lines());
    }

    @Test
    void findsTheNextMessageWhereMissingBytesReachBeyondTheBody() {
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n";
        Transcript transcript = Transcript.responses(LENIENT).read(head + "abc").skip(8);
        assertTrue(transcript.reader().isOutOfStep());
        transcript.read("rest of something").read(head);
        assertEquals(
                List.of(
                        "200 OK 1.1 | Content-Length=10",
                        "BODY abc",
                        "out of step after 8",
                        "200 OK 1.1 | Content-Length=10"),
                transcript.lines());
    }

    @Test
    void copiesOutliveTheBytes() {
        MessageReader reader = MessageReader.requests(STRICT, Limits.defaults());
        byte[] bytes = bytes("\r\n" + GET);
        reader.read(bytes, 0, bytes.length);
        RequestHead copy = reader.requestHead().copy();
        bytes[3] = 'X';
        assertEquals("GET", copy.method());
        assertEquals("/a?b=c", copy.target());
        assertEquals("x", copy.field("HOST"));
        assertEquals(GET.length(), copy.length());
        assertSame("GET", copy.method());
        assertFalse(copy.has("Cookie"));
    }

    @Test
    void readersOfOneThreadShareARoomEvenInMidHead() {
        HeadSpace space = new HeadSpace();
        MessageReader first = MessageReader.requests(STRICT, Limits.defaults(), space);
        MessageReader second = MessageReader.requests(STRICT, Limits.defaults(), space);
        byte[] bytes = bytes(GET);
        byte[] other = bytes(GET.replace("/a", "/b"));
        for (int i = 0; i < bytes.length; i++) {
            first.read(bytes, i, i + 1);
            if (first.event() == Event.HEAD) {
                assertEquals("/a?b=c", first.requestHead().target());
            }
            second.read(other, i, i + 1);
        }
        assertEquals("/b?b=c", second.requestHead().target());
        assertEquals(1, second.requestHead().count());
    }

    @Test
    void aHeadThatRepeatsTheOneBeforeIsReadAsThatOne() {
        HeadSpace space = new HeadSpace();
        String text =
                "GET /a HTTP/1.0\r\nVia: 1.1 p\r\nUser-Agent: b/2\r\nConnection: close\r\n\r\n";
        RequestHead first = lenientHead(space, text);
        String product = first.product(null);
        RequestHead copy = first.copy();
        for (String before : new String[] {"", "\r\n", text}) {
            RequestHead again = lenientHead(space, before + text);
            assertSame(product, again.product(null));
            assertEquals("GET /a", again.toString());
            assertEquals("close", again.field("connection"));
            assertEquals(text.length(), again.length());
            assertTrue(again.saysClose() && again.isForwarded());
        }
        RequestHead next = lenientHead(space, text.replace("b/2", "b/3").replace("Via", "Vie"));
        assertEquals("b/3", next.product(product));
        assertFalse(next.isForwarded());
        assertEquals("b/2", copy.product(null));
        assertNull(lenientHead(space, "GET / HTTP/1.1\r\n\r\n").product(product));
        assertEquals("GET / HTTP/1.1\r\n\r\n".length(), space.request.length());
    }

    private static RequestHead lenientHead(HeadSpace space, String text) {
        MessageReader reader = MessageReader.requests(LENIENT, LIMITS, space);
        byte[] bytes = bytes(text);
        for (int at = 0; at < bytes.length; ) {
            at = reader.read(bytes, at, bytes.length);
        }
        return reader.requestHead();
    }

    @Test
    void aReaderThatForgetsReadsAnotherStreamFromItsStart() {
        for (String cut : new String[] {"GET /a HT", "\r", "POST / HTTP/1.1\r\n", "\u0000?"}) {
            MessageReader reader = MessageReader.requests(STRICT, Limits.defaults());
            reader.read(bytes(cut), 0, cut.length());

            reader.forget();

            assertTrue(reader.isIdle());
            assertNull(reader.fault());
            reader.read(bytes(GET), 0, GET.length());
            assertEquals(Event.HEAD, reader.event());
            assertEquals("/a?b=c", reader.requestHead().target());
        }
    }

    @Test
    void findsTheNextMessageAfterAFaultWhereLenient() {
        assertEquals(
                List.of("NOT_HTTP at 0", "GET /a?b=c 1.1 | Host=x", "END"),
                Transcript.requests(LENIENT)
                        .read("\0\1\2")
                        .read("more of it")
                        .read(GET)
                        .end()
                        .lines());
    }

    @Test
    void remainsInStepWhereMissingBytesLieInAChunk() {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertEquals(
                List.of(
                        "200 OK 1.1 | Transfer-Encoding=chunked",
                        "BODY ab",
                        "in step after 6",
                        "END"),
                Transcript.responses(LENIENT)
                        .read(head + "8\r\nab")
                        .skip(6)
                        .read("\r\n0\r\n\r\n")
                        .lines());
        assertTrue(
                Transcript.responses(LENIENT)
                        .read(head + "8\r\nab")
                        .skip(7)
                        .reader()
                        .isOutOfStep());
    }

    @Test
    void countsTheBytesOfEachBodyAndWhatMoreThanOneIntHolds() {
        MessageReader reader = MessageReader.responses(STRICT, Limits.defaults());
        byte[] bytes = bytes("HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\nabc");
        int from = reader.read(bytes, 0, bytes.length);
        reader.read(bytes, from, bytes.length);
        assertTrue(reader.skip(8_999_999_997L));
        assertEquals(9_000_000_000L, reader.bodyBytes());
        reader.read(bytes, 0, 0);
        assertEquals(Event.END, reader.event());
        assertTrue(reader.isBetweenMessages());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    @Test
    void headsThatStraddleReadsShareTheRoomThatThereIs() {
        HeadSpace space = new HeadSpace(1024);
        byte[] begin = bytes("GET / HTTP/1.1\r\n");
        MessageReader first = MessageReader.requests(LENIENT, LIMITS, space);
        first.read(begin, 0, begin.length);
        assertEquals(Event.NEED_MORE, first.event());

        MessageReader second = MessageReader.requests(LENIENT, LIMITS, space);
        second.read(begin, 0, begin.length);
        assertEquals(Event.FAULT, second.event());
        assertEquals(Violation.HEAD_TOO_LONG, second.fault());

        first.forget();
        MessageReader third = MessageReader.requests(LENIENT, LIMITS, space);
        third.read(begin, 0, begin.length);
        assertEquals(Event.NEED_MORE, third.event());
    }
}
