package dev.linger.http;

import static dev.linger.http.Strictness.STRICT;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageWriterTest {
    private final MessageWriter writer = new MessageWriter(1);

    @BeforeEach
    void beginARequest() {
        writer.request("POST", "/a");
        writer.field("Host", "x");
    }

    @Test
    void writesWhatAStrictReaderReads() {
        writer.contentLength(5);
        writer.endHead();
        writer.body(bytes("hello"), 0, 5);
        writer.request("PUT", "/b");
        writer.field("Host", "x");
        writer.field("Transfer-Encoding", "chunked");
        writer.endHead();
        writer.chunk(bytes("0123456789abcdefg"), 0, 17);
        writer.chunk(bytes(""), 0, 0);
        writer.lastChunk();
        writer.field("Digest", "y");
        writer.endTrailers();
        assertEquals(
                List.of(
                        "POST /a 1.1 | Host=x | Content-Length=5",
                        "BODY hello",
                        "END",
                        "PUT /b 1.1 | Host=x | Transfer-Encoding=chunked",
                        "BODY 0123456789abcdefg",
                        "END | Digest=y"),
                Transcript.requests(STRICT).read(writer.bytes(), 0, writer.length()).lines());
    }

    @Test
    void smallPiecesThatAreNotSentYetAreOneChunk() {
        writer.field("Transfer-Encoding", "chunked");
        writer.endHead();
        writer.sent();
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < 2500; i++) {
            byte[] piece = bytes("abc".substring(0, i % 4 == 3 ? 3 : 1));
            writer.chunk(piece, 0, piece.length);
            body.append(new String(piece, ISO_8859_1));
        }
        assertEquals(
                Integer.toHexString(body.length()) + "\r\n" + body + "\r\n",
                new String(writer.bytes(), 0, writer.length(), ISO_8859_1));
    }

    @Test
    void whatIsSentDoesNotGrow() {
        writer.field("Transfer-Encoding", "chunked");
        writer.endHead();
        writer.chunk(bytes("one"), 0, 3);
        writer.sent();
        writer.chunk(bytes("two"), 0, 3);
        writer.lastChunk();
        writer.endTrailers();
        writer.response(200, "");
        writer.field("Transfer-Encoding", "chunked");
        writer.endHead();
        writer.chunk(bytes("three"), 0, 5);
        String written = new String(writer.bytes(), 0, writer.length(), ISO_8859_1);
        String response = "HTTP/1.1 200 |Transfer-Encoding: chunked||5|three|";
        assertEquals("3|two|0||" + response, written.replace("\r\n", "|"));
    }

    @Test
    void writesResponsesWithoutAReason() {
        writer.clear();
        writer.response(204, "");
        writer.endHead();
        assertEquals(
                "HTTP/1.1 204 \r\n\r\n",
                new String(writer.bytes(), 0, writer.length(), ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\nb", "a\0b", "\u20ac", "a\u007f"})
    void refusesValuesThatWouldSplitTheHead(String value) {
        assertThrows(IllegalArgumentException.class, () -> writer.field("A", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "\u00e4", "\u0141"})
    void refusesNamesThatAreNoTokens(String name) {
        assertThrows(IllegalArgumentException.class, () -> writer.field(name, "a"));
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length,1,Content-Length,1",
        "Content-Length,1,Transfer-Encoding,chunked",
        "Transfer-Encoding,chunked,content-length,1",
        "Transfer-Encoding,chunked,transfer-encoding,chunked",
        "A,b,Content-Length,-1",
        "A,b,Transfer-Encoding,gzip",
        "A,b,host,y",
    })
    void refusesConflictingFraming(String first, String value, String second, String other) {
        writer.field(first, value);
        assertThrows(IllegalArgumentException.class, () -> writer.field(second, other));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 204})
    void refusesFramingWhereTheStatusForbidsABody(int status) {
        writer.clear();
        writer.response(status, "");
        assertThrows(IllegalArgumentException.class, () -> writer.contentLength(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 9, 10, 99, 100, 1_234_567_890_123L, Long.MAX_VALUE})
    void writesEachLengthInDecimalDigits(long length) {
        writer.contentLength(length);
        String written = new String(writer.bytes(), 0, writer.length(), ISO_8859_1);
        assertTrue(written.endsWith("\r\nContent-Length: " + length + "\r\n"), written);
    }

    @Test
    void refusesALengthBelowNothing() {
        assertThrows(IllegalArgumentException.class, () -> writer.contentLength(-1));
    }

    @Test
    void refusesARequestWithoutHost() {
        writer.clear();
        writer.request("GET", "/");
        assertThrows(IllegalArgumentException.class, writer::endHead);
    }

    @Test
    void refusesMoreBodyThanDeclared() {
        writer.contentLength(3);
        writer.endHead();
        writer.bodyElsewhere(2);
        assertThrows(IllegalArgumentException.class, () -> writer.body(bytes("ab"), 0, 2));
    }

    @Test
    void refusesACallOutOfOrder() {
        assertThrows(IllegalStateException.class, writer::lastChunk);
        assertThrows(IllegalStateException.class, () -> writer.request("GET", "/"));
    }

    @Test
    void refusesTargetsWithSpaces() {
        writer.clear();
        assertThrows(IllegalArgumentException.class, () -> writer.request("GET", "/a b"));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
