package dev.linger.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeepOrCloseTest {
    private static final KeepOrClose KEEP = new KeepOrClose.Keep();
    private static final KeepOrClose CLIENT_CLOSES = close(CloseCause.CLOSE_REQUESTED, Side.CLIENT);
    private static final KeepOrClose SERVER_CLOSES = close(CloseCause.CLOSE_REQUESTED, Side.SERVER);
    private static final String SIZED = "Content-Length: 0";

    @Test
    void keepsByDefault() {
        assertEquals(KEEP, after("GET / HTTP/1.1", "", "HTTP/1.1 200 OK", SIZED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"close", "Close", "keep-alive, close", " a ,CLOSE,", "close, keep-alive"})
    void closesOnTheWordOfEitherSideWhereverItStandsInTheList(String options) {
        String connection = "Connection: " + options;
        assertEquals(CLIENT_CLOSES, after("GET / HTTP/1.1", connection, "HTTP/1.1 200 OK", SIZED));
        assertEquals(
                SERVER_CLOSES,
                after("GET / HTTP/1.1", "", "HTTP/1.1 200 OK", SIZED + "\n" + connection));
    }

    @Test
    void ignoresWordsThatOnlyContainClose() {
        assertEquals(KEEP, after("GET / HTTP/1.1", "Connection: closed", "HTTP/1.1 200 OK", SIZED));
    }

    @Test
    void theClientDecidesWhereBothAskedForClose() {
        assertEquals(
                CLIENT_CLOSES,
                after(
                        "GET / HTTP/1.1",
                        "Connection: close",
                        "HTTP/1.1 200 OK",
                        "Connection: close"));
    }

    @Test
    void closesAfterHttp10WithoutKeepAlive() {
        assertEquals(CLIENT_CLOSES, after("GET / HTTP/1.0", "", "HTTP/1.1 200 OK", SIZED));
        assertEquals(SERVER_CLOSES, after("GET / HTTP/1.1", "", "HTTP/1.0 200 OK", SIZED));
    }

    @Test
    void keepsHttp10WithKeepAliveOfBoth() {
        String keepAlive = "Connection: Keep-Alive";
        assertEquals(
                KEEP,
                after("GET / HTTP/1.0", keepAlive, "HTTP/1.0 200 OK", SIZED + "\n" + keepAlive));
    }

    @Test
    void closesAfterABodyWithoutLength() {
        assertEquals(
                close(CloseCause.BODY_UNTIL_CLOSE, Side.SERVER),
                after("GET / HTTP/1.1", "", "HTTP/1.1 200 OK", ""));
        assertEquals(
                close(CloseCause.BODY_UNTIL_CLOSE, Side.SERVER),
                after("GET / HTTP/1.1", "", "HTTP/1.0 200 OK", ""));
        assertEquals(KEEP, after("HEAD / HTTP/1.1", "", "HTTP/1.1 200 OK", ""));
    }

    @Test
    void handsOverAfterAnUpgrade() {
        assertEquals(
                new KeepOrClose.Upgraded(),
                after("GET / HTTP/1.1", "", "HTTP/1.1 101 Switching Protocols", ""));
        assertEquals(
                new KeepOrClose.Upgraded(),
                after("CONNECT a:1 HTTP/1.1", "", "HTTP/1.1 200 OK", ""));
    }

    @Test
    void readsHintsAndClaims() {
        ResponseHead response =
                response("HTTP/1.1 200 OK", "Keep-Alive: timeout=5, max = 99\nConnection: Upgrade");
        assertEquals(5, response.keepAliveTimeoutSeconds());
        assertEquals(99, response.keepAliveMax());
        assertFalse(response.asksUpgrade());
        assertEquals(
                2, response("HTTP/1.1 200 OK", "Keep-Alive: timeout=2s").keepAliveTimeoutSeconds());
        RequestHead request =
                request(
                        "GET / HTTP/1.1",
                        "Connection: keep-alive, Upgrade\nUpgrade: x\nExpect: 100-Continue"
                                + "\nKeep-Alive: 300\nConnection: x");
        assertTrue(request.asksUpgrade());
        assertTrue(request.saysKeepAlive());
        assertTrue(request.expectsContinue());
        assertEquals(-1, request.keepAliveTimeoutSeconds());
        assertEquals(2, request.fields("connection").size());
    }

    private static KeepOrClose close(CloseCause cause, Side side) {
        return new KeepOrClose.Close(cause, side);
    }

    private static KeepOrClose after(
            String requestLine, String requestFields, String statusLine, String responseFields) {
        RequestHead request = request(requestLine, requestFields);
        MessageReader reader = MessageReader.responses(Strictness.STRICT, Limits.defaults());
        reader.answers(request.method());
        byte[] bytes = head(statusLine, responseFields);
        reader.read(bytes, 0, bytes.length);
        return KeepOrClose.after(request, reader.responseHead(), reader.framing());
    }

    private static RequestHead request(String line, String fields) {
        MessageReader reader = MessageReader.requests(Strictness.STRICT, Limits.defaults());
        byte[] bytes = head(line, "Host: x\n" + fields);
        reader.read(bytes, 0, bytes.length);
        return reader.requestHead();
    }

    private static ResponseHead response(String line, String fields) {
        MessageReader reader = MessageReader.responses(Strictness.STRICT, Limits.defaults());
        byte[] bytes = head(line, fields);
        reader.read(bytes, 0, bytes.length);
        return reader.responseHead();
    }

    private static byte[] head(String line, String fields) {
        String text = line + "\n" + (fields.isEmpty() ? "" : fields.strip() + "\n") + "\n";
        return text.replace("\n", "\r\n").getBytes(ISO_8859_1);
    }
}
