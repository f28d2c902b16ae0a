package dev.linger.http;

import static dev.linger.http.Strictness.LENIENT;
import static dev.linger.http.Strictness.STRICT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule that strict reading insists on, broken once; and what lenient reading makes of it. */
class StrictnessTest {

    static Stream<Arguments> brokenRequests() {
        return Stream.of(
                broken("NOT_HTTP at 0", "\026\003\001\002\000"),
                broken("NOT_HTTP at 0", " GET / HTTP/1.1|"),
                broken("BAD_METHOD at 1", "G@T / HTTP/1.1|Host: x||"),
                broken("BAD_METHOD at 32", "M".repeat(40) + " / HTTP/1.1|Host: x||"),
                broken("BAD_TARGET at 4", "GET  / HTTP/1.1|Host: x||"),
                broken("BAD_TARGET at 4", "GET * HTTP/1.1|Host: x||"),
                broken("BAD_TARGET at 4", "GET a HTTP/1.1|Host: x||"),
                broken("BAD_TARGET at 4", "GET /#a HTTP/1.1|Host: x||"),
                broken("BAD_TARGET at 4", "GET http:///x HTTP/1.1|Host: x||"),
                broken("BAD_TARGET at 4", "GET http://u@x/ HTTP/1.1|Host: x||"),
                broken("BAD_TARGET at 4", "GET http://x:99999/ HTTP/1.1|Host: x||"),
                broken("BAD_TARGET at 4", "GET 1://x/ HTTP/1.1|Host: x||"),
                broken("BAD_TARGET at 4", "GET ftp://x/ HTTP/1.1|Host: x||"),
                broken("BAD_TARGET at 4", "GET httpx://x/ HTTP/1.1|Host: x||"),
                broken("BAD_TARGET at 4", "GET http:x HTTP/1.1|Host: x||"),
                broken("BAD_TARGET at 8", "CONNECT x HTTP/1.1|Host: x||"),
                broken("BAD_TARGET at 5", "GET /\u00e4 HTTP/1.1|Host: x||"),
                broken("BAD_VERSION at 5", "GET /|"),
                broken("BAD_VERSION at 6", "GET / http/1.1|Host: x||"),
                broken("BAD_VERSION at 14", "GET / HTTP/1.10|Host: x||"),
                broken("UNSUPPORTED_VERSION at 11", "GET / HTTP/2.0|Host: x||"),
                broken("UNSUPPORTED_VERSION at 11", "GET / HTTP/0.9|Host: x||"),
                broken("BAD_VERSION at 12", "GET / HTTP/01.1|Host: x||"),
                broken("BARE_LF at 14", "GET / HTTP/1.1\nHost: x\n\n"),
                broken("BARE_LF at 23", "GET / HTTP/1.1|Host: x\n|"),
                broken("BARE_CR at 14", "GET / HTTP/1.1\rHost: x||"),
                broken("BARE_CR at 25", "GET / HTTP/1.1|Host: x|\rA"),
                broken("BARE_CR at 0", "\r\rGET / HTTP/1.1|Host: x||"),
                broken("NUL at 22", "GET / HTTP/1.1|Host: \0x||"),
                broken("BAD_FIELD_VALUE at 22", "GET / HTTP/1.1|Host: \1x||"),
                broken("OBS_FOLD at 25", "GET / HTTP/1.1|Host: x| y||"),
                broken("OBS_FOLD at 16", "GET / HTTP/1.1| Host: x||"),
                broken("SPACE_BEFORE_COLON at 20", "GET / HTTP/1.1|Host : x||"),
                broken("MISSING_COLON at 22", "GET / HTTP/1.1|Broken Header|Host: x||"),
                broken("BAD_FIELD_NAME at 18", "GET / HTTP/1.1|My Field: 1|Host: x||"),
                broken("MISSING_COLON at 20", "GET / HTTP/1.1|Host|A: b||"),
                broken("BAD_FIELD_NAME at 16", "GET / HTTP/1.1|: x||"),
                broken("BAD_FIELD_NAME at 18", "GET / HTTP/1.1|Ho[st: x||"),
                broken("MISSING_HOST at 0", "GET / HTTP/1.1|A: x||"),
                broken("REPEATED_HOST at 25", "GET / HTTP/1.1|Host: x|Host: x||"),
                broken("BAD_HOST at 22", "GET / HTTP/1.1|Host: ||"),
                broken("BAD_HOST at 22", "GET / HTTP/1.1|Host: :80||"),
                broken("BAD_HOST at 22", "GET / HTTP/1.1|Host: a/b||"),
                broken("BAD_HOST at 22", "GET / HTTP/1.1|Host: a@b||"),
                broken("BAD_HOST at 22", "GET / HTTP/1.1|Host: a:99999||"),
                broken("BAD_HOST at 22", "GET / HTTP/1.1|Host: [::1||"),
                broken("BAD_TARGET at 4", "GET http://[a]/ HTTP/1.1|Host: x||"),
                broken("BAD_TARGET at 8", "CONNECT [a]:80 HTTP/1.1|Host: x||"),
                broken("HTTP2_PREFACE at 0", "PRI * HTTP/2.0||SM||"),
                broken("BAD_CONTENT_LENGTH at 42", post("Content-Length: +5")),
                broken("BAD_CONTENT_LENGTH at 42", post("Content-Length: 5 5")),
                broken("BAD_CONTENT_LENGTH at 41", post("Content-Length:")),
                broken("BAD_CONTENT_LENGTH at 44", post("Content-Length: 5,")),
                broken("BAD_CONTENT_LENGTH at 42", post("Content-Length: 9223372036854775808")),
                broken("REPEATED_CONTENT_LENGTH at 45", post("Content-Length: 5, 5")),
                broken("CONFLICTING_CONTENT_LENGTH at 44", post("Content-Length: 5,6")),
                broken(
                        "TRANSFER_ENCODING_WITH_CONTENT_LENGTH at 45",
                        post("Content-Length: 5|Transfer-Encoding: chunked")),
                broken(
                        "TRANSFER_ENCODING_WITH_CONTENT_LENGTH at 54",
                        post("Transfer-Encoding: chunked|Content-Length: 5")),
                broken("UNKNOWN_TRANSFER_CODING at 45", post("Transfer-Encoding: gzip")),
                broken("UNKNOWN_TRANSFER_CODING at 45", post("Transfer-Encoding: xchunked")),
                broken("BAD_TRANSFER_ENCODING at 44", post("Transfer-Encoding:")),
                broken("BAD_TRANSFER_ENCODING at 53", post("Transfer-Encoding: chunked,")),
                broken("BAD_TRANSFER_ENCODING at 45", post("Transfer-Encoding: , chunked")),
                broken("BAD_TRANSFER_ENCODING at 54", post("Transfer-Encoding: chunked, chunked")),
                broken("BAD_TRANSFER_ENCODING at 54", post("Transfer-Encoding: chunked, gzip")),
                broken(
                        "TRANSFER_ENCODING_IN_HTTP_10 at 17",
                        "POST / HTTP/1.0|Transfer-Encoding: chunked||"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[:]",
                "[:::]",
                "[abc]",
                "[::1%25eth0]",
                "[1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:]",
                "[:1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:8:9]",
                "[1:2:3:4::5:6:7:8]",
                "[1::2::3]",
                "[1:2:3:4:::]",
                "[12345::]",
                "[ab:cd:ef:gh:ij:kl:mn]",
                "[127.0.0.1]",
                "[1:2:3:4::192.355.32.1]",
                "[::1.2.3]",
                "[::1.2.3.4.5]",
                "[::1.2.3.]",
                "[::01.2.3.4]",
                "[::a.2.3.4]",
                "[::1.2.3.4:5]",
                "[1:2:3:4:5:6:7:1.2.3.4]",
                "[vG.1]",
                "[v.1]",
                "[v1.]",
                "[v1]",
                "[v1.%20]",
                "[::1]a",
                "a%zz",
                "domain.com%2",
                "domain.com%2:80",
                "%",
            })
    void refusesWhatIsNoHost(String host) {
        String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
        assertEquals(
                List.of("BAD_HOST at 22"), Transcript.requests(STRICT).read(request).end().lines());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[::]",
                "[::1]:80",
                "[1::]",
                "[fe80::ABCD:1]",
                "[1:2:3:4:5:6:7:8]",
                "[1:2:3:4:5:6:7::]",
                "[::2:3:4:5:6:7:8]",
                "[1:2:3::5:6:7:8]",
                "[::ffff:255.249.199.0]:",
                "[1:2:3:4:5:6:1.2.3.4]",
                "[v1.fe80::a+b]",
                "[VF.a]",
                "a%20b",
                "%41",
                "999.1.1.1:65535",
                "a_b!$&'()*+,;=~",
            })
    void takesEveryHostOfRfc3986(String host) {
        String request = "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
        assertEquals(
                List.of("GET / 1.1 | Host=" + host, "END"),
                Transcript.requests(STRICT).read(request).end().lines());
    }

    private static String post(String field) {
        return "POST / HTTP/1.1|Host: x|" + field + "||";
    }

    private static Arguments broken(String verdict, String request) {
        return Arguments.of(verdict, request.replace("|", "\r\n"));
    }

    @ParameterizedTest
    @MethodSource("brokenRequests")
    void refusesWithTheRuleAndTheByte(String verdict, String request) {
        assertEquals(List.of(verdict), Transcript.requests(STRICT).read(request).end().lines());
        assertEquals(
                List.of(verdict),
                Transcript.requests(STRICT).readByteByByte(request).end().lines());
    }

    static Stream<Arguments> brokenChunks() {
        return Stream.of(
                Arguments.of("BAD_CHUNK_SIZE", "g\r\n"),
                Arguments.of("BAD_CHUNK_SIZE", "\r\n"),
                Arguments.of("BAD_CHUNK_SIZE", "-1\r\n"),
                Arguments.of("BAD_CHUNK_SIZE", "0x5\r\n"),
                Arguments.of("BAD_CHUNK_SIZE", "5 \r\n"),
                Arguments.of("BAD_CHUNK_SIZE", "8000000000000000\r\n"),
                Arguments.of("BAD_CHUNK_SIZE", "00000000000000005\r\n"),
                Arguments.of("BAD_CHUNK_EXTENSION", "5;\r\n"),
                Arguments.of("BAD_CHUNK_EXTENSION", "5;a\1\r\n"),
                Arguments.of("BAD_CHUNK_EXTENSION", "5;a[=b\r\n"),
                Arguments.of("BAD_CHUNK_EXTENSION", "5; a=\1\r\n"),
                Arguments.of("BAD_CHUNK_EXTENSION", "5;a=\"b\r\n"),
                Arguments.of("BAD_CHUNK_EXTENSION", "5;a=\"b\\\"\r\n"),
                Arguments.of("CHUNK_EXTENSIONS_TOO_LONG", "5;" + "a".repeat(1024)),
                Arguments.of("BARE_LF", "5\n"),
                Arguments.of("BARE_LF", "5;a\n"),
                Arguments.of("BARE_CR", "5\rx"),
                Arguments.of("NUL", "5;a\0\r\n"),
                Arguments.of("CHUNK_OVERRUN", "1\r\nxy"),
                Arguments.of("CHUNK_OVERRUN", "1\r\nx\ry"),
                Arguments.of("CHUNK_OVERRUN", "1\r\nx\n"),
                Arguments.of("OBS_FOLD", "0\r\n a: b\r\n\r\n"),
                Arguments.of("TRAILERS_TOO_LONG", "0\r\nA: " + "a".repeat(8192)),
                Arguments.of("TRUNCATED", "5\r\nab"));
    }

    @Test
    void sizesOfResponsesMayBePaddedHoweverManyThereAre() {
        String chunks = "1               \r\nx\r\n".repeat(1000) + "0; \r\n\r\n";
        String response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks;
        List<String> lines = Transcript.responses(STRICT).read(response).end().lines();
        assertEquals("END", lines.getLast(), lines.getLast());
        assertEquals(lines, Transcript.responses(STRICT).readByteByByte(response).end().lines());
    }

    @Test
    void extensionsOfAResponseAreMadeUpForByItsData() {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        String fair = "8;part=1\r\n12345678\r\n".repeat(1000);
        assertEquals("END", last(head + fair + "0\r\n\r\n"));
        String unfair = "1;part=1\r\nx\r\n".repeat(1000);
        assertTrue(last(head + unfair).startsWith("CHUNK_EXTENSIONS_TOO_LONG at "));
    }

    private static String last(String response) {
        List<String> lines = Transcript.responses(STRICT).read(response).lines();
        assertEquals(lines, Transcript.responses(STRICT).readByteByByte(response).lines());
        return lines.getLast();
    }

    @Test
    void extensionsOfARequestAreNot() {
        String request =
                "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "8;part=1\r\n12345678\r\n".repeat(1000);
        String last = Transcript.requests(STRICT).read(request).lines().getLast();
        assertTrue(last.startsWith("CHUNK_EXTENSIONS_TOO_LONG at "), last);
    }

    @ParameterizedTest
    @MethodSource("brokenChunks")
    void refusesChunks(String rule, String chunks) {
        String head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        List<String> lines = Transcript.requests(STRICT).read(head + chunks).end().lines();
        assertEquals(rule, lines.getLast().replaceFirst(" at .*", ""));
        assertEquals(
                lines, Transcript.requests(STRICT).readByteByByte(head + chunks).end().lines());
    }

    @Test
    void limitsStartLineHeadAndFieldLines() {
        Limits limits = new Limits(16, 40, 2, 0, 2);
        String fine = "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\n";
        assertEquals(
                List.of("GET / 1.1 | Host=x | A=b", "END"),
                Transcript.requests(STRICT, limits).read(fine).lines());
        assertEquals(
                List.of("START_LINE_TOO_LONG at 16"),
                Transcript.requests(STRICT, limits).read("GET /a HTTP/1.1\r\n").lines());
        String empty =
                Transcript.requests(STRICT, limits).read("\r\n".repeat(9)).lines().getFirst();
        assertTrue(empty.startsWith("NOT_HTTP"), empty);
        assertEquals(
                List.of("HEAD_TOO_LONG at 40"),
                Transcript.requests(STRICT, limits)
                        .read("GET / HTTP/1.1\r\nHost: x\r\nA: 123456789012345678\r\n\r\n")
                        .lines());
        assertEquals(
                List.of("TOO_MANY_FIELDS at 28"),
                Transcript.requests(STRICT, limits)
                        .read(
                                "GET / HTTP/1.1\r\nHost:x\r\nA: b\r\n\r\n"
                                        .replace("A: b", "A:\r\nB:\r\nC:"))
                        .lines());
    }

    @Test
    void takesIdenticalContentLengthsOfAResponseAsOne() {
        assertEquals(
                List.of("200 OK 1.1 | Content-Length=1, 1", "BODY x", "END"),
                Transcript.responses(STRICT)
                        .read("HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\nx")
                        .lines());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\nHost: x\n\n",
                "GET / HTTP/1.1\r\nHost : x\r\n\r\n",
                "\n\nGET  / HTTP/1.1 \r\nHost:x\r\n\r\n",
                "GET / HTTP/1.1\r\nHost:\r\n  x\r\n\r\n",
                "GET / HTTP/1.1\r\nno colon\r\nHost: x\r\n\r\n",
            })
    void readsLenientlyWhatHasOneMeaning(String request) {
        List<String> expected = List.of("GET / 1.1 | Host=x", "END");
        assertEquals(expected, Transcript.requests(LENIENT).read(request).end().lines());
        assertEquals(expected, Transcript.requests(LENIENT).readByteByByte(request).end().lines());
    }

    @Test
    void readsLenientlyMethodsOfVendorsAndAnyBytesAsTarget() {
        assertEquals(
                List.of("BITS_POST /t\0 \u00e4 1.0", "END"),
                Transcript.requests(LENIENT)
                        .read("BITS_POST /t\0 \u00e4 HTTP/1.0\r\n\r\n")
                        .lines());
    }

    @ParameterizedTest
    @CsvSource({
        "GET /HTTP/1.1,BAD_VERSION at 13",
        "CCM_POST / HTTP/1.,BAD_VERSION at 18",
        "GET /,BAD_VERSION at 5",
        "OPTIONS HTTP/1.1,BAD_TARGET at 7",
        "OPTIONS rtsp://a RTSP/1.0,NOT_HTTP at 0",
    })
    void tellsBrokenRequestsFromOtherProtocolsWhereLenient(String line, String verdict) {
        String text = line + "\nHost: x\n\n";
        assertEquals(List.of(verdict), Transcript.requests(LENIENT).read(text).lines());
        assertEquals(List.of(verdict), Transcript.requests(LENIENT).readByteByByte(text).lines());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\026\003\001",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "220 mail ESMTP\r\n",
                "EHLO there\r\n",
                "220 mail",
                "hello",
                "SSH-2.0-x",
                "PRI * HTTP/2.0\r\n\r\n",
                "*1\r\n$4\r\nPING\r\n",
                "\0\0\0\1",
            })
    void refusesOtherProtocolsAtOnce(String bytes) {
        assertEquals(List.of("NOT_HTTP at 0"), Transcript.requests(LENIENT).read(bytes).lines());
        assertEquals(List.of("NOT_HTTP at 0"), Transcript.responses(LENIENT).read(bytes).lines());
    }

    @Test
    void readsTheFirstLengthWhereLenient() {
        assertEquals(
                List.of("200 ok 1.1 | Content-Length=2 | Content-Length=7", "BODY ab", "END"),
                Transcript.responses(LENIENT)
                        .read("HTTP/1.1 200 ok\nContent-Length: 2\nContent-Length: 7\n\nab")
                        .lines());
    }
}
