package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.testkit.RawServer;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Heads that contradict themselves, or do not say enough. */
@Timeout(30)
class AnswerTest {
    private static final String LIMIT = "jdk.http.maxHeaderSize";

    private static HttpResponse<String> ask(LingerClient client, RawServer server, String method)
            throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(server.uri("/"))
                        .method(method, BodyPublishers.noBody())
                        .build();
        return client.send(request, BodyHandlers.ofString());
    }

    @Test
    void noContentThatAnnouncesBytesIsRefused() throws Exception {
        try (RawServer server =
                        RawServer.answering("HTTP/1.1 204 No\r\nContent-Length: 10\r\n\r\n");
                LingerClient client = LingerClient.newHttpClient()) {
            IOException e = assertThrows(IOException.class, () -> ask(client, server, "GET"));
            assertTrue(
                    String.valueOf(e.getMessage()).contains("204 has a Content-Length"),
                    e.getMessage());
            assertEquals(0, client.figures().open());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Content-Length: 0\r\n"})
    void noContentKeepsItsConnection(String field) throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 204 No\r\n" + field + "\r\n");
                LingerClient client = LingerClient.newHttpClient()) {
            assertEquals("", ask(client, server, "GET").body());
            assertEquals(204, ask(client, server, "GET").statusCode());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void noContentWithATransferEncodingKeepsNoConnection() throws Exception {
        try (RawServer server =
                        RawServer.answering(
                                "HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n");
                LingerClient client = LingerClient.newHttpClient()) {
            assertEquals(204, ask(client, server, "GET").statusCode());
            assertEquals(204, ask(client, server, "GET").statusCode());
            assertEquals(2, server.connections());
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD, 200, 300", "GET, 304, 300", "GET, 200,"})
    void lengthBesideChunksStaysWhereNoBodyFollows(String method, int status, String length)
            throws Exception {
        try (RawServer server =
                        RawServer.answering(
                                "HTTP/1.1 "
                                        + status
                                        + " So\r\nTransfer-Encoding: chunked\r\n"
                                        + "Content-Length: 300\r\n\r\n"
                                        + (length == null ? "2\r\nhi\r\n0\r\n\r\n" : ""));
                LingerClient client = LingerClient.newHttpClient()) {
            HttpResponse<String> response = ask(client, server, method);
            assertEquals(length == null ? "hi" : "", response.body());
            assertEquals(
                    length == null ? List.of() : List.of(length),
                    response.headers().allValues("Content-Length"));
        }
    }

    @Test
    void aFoldedFirstLineIsABadMessage() throws Exception {
        try (RawServer server = RawServer.answering("HTTP/1.1 200 OK\r\n Foo: x\r\n\r\n");
                LingerClient client = LingerClient.newHttpClient()) {
            BadResponseException e =
                    assertThrows(BadResponseException.class, () -> ask(client, server, "GET"));
            assertEquals(
                    CloseCause.BAD_MESSAGE,
                    e.life().orElseThrow().verdict().closing().cause(),
                    e.getMessage());
        }
    }

    @Test
    void everyHeadOfAnExchangeMayBeMended() throws Exception {
        try (RawServer server =
                        RawServer.answering(
                                "HTTP/1.1 103 Hints\r\nA: b\r\n c\r\n\r\n"
                                        + RawServer.response("200 OK", "ok", "A: b", " d"));
                LingerClient client = LingerClient.newHttpClient()) {
            HttpResponse<String> response = ask(client, server, "GET");
            assertEquals(List.of("b d"), response.headers().allValues("A"));
            assertEquals("ok", response.body());
        }
    }

    @ParameterizedTest
    @CsvSource({"401, WWW-Authenticate", "407, Proxy-Authenticate"})
    void questionForAPasswordHasToSayWhich(int status, String field) throws Exception {
        try (RawServer server = RawServer.answering(RawServer.response(status + " Who", ""));
                LingerClient asked =
                        LingerClient.newBuilder().authenticator(new Authenticator() {}).build();
                LingerClient other = LingerClient.newHttpClient()) {
            IOException e = assertThrows(IOException.class, () -> ask(asked, server, "GET"));
            assertTrue(String.valueOf(e.getMessage()).contains("no " + field), e.getMessage());
            assertEquals(0, asked.figures().open());
            assertEquals(status, ask(other, server, "GET").statusCode());
        }
    }

    @Test
    void cookieThatNoFieldCanHoldIsLeftOut() throws Exception {
        CookieHandler cookies =
                new CookieHandler() {
                    @Override
                    public Map<String, List<String>> get(
                            URI uri, Map<String, List<String>> requestHeaders) {
                        return Map.of("Cookie", List.of("a=1", "b=\u0100", "c=\n", "d=2"));
                    }

                    @Override
                    public void put(URI uri, Map<String, List<String>> responseHeaders) {}
                };
        try (RawServer server =
                        RawServer.start(guest -> {
                            while (guest.awaitRequest()) {
                                guest.answer(guest.request());
                            }
                        });
                LingerClient client = LingerClient.newBuilder().cookieHandler(cookies).build()) {
            String request = ask(client, server, "GET").body();
            assertTrue(request.contains("\r\nCookie: a=1; d=2\r\n"), request);
        }
    }

    /** Sends it, and closes. */
    private static RawServer closing(String answer) throws IOException {
        return RawServer.start(guest -> {
            guest.awaitRequest();
            guest.send(answer);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: Identity\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: identity\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nA: b\r\ntransfer-encoding:Chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked,\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: ,\t,Chunked ,\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: x\r\nContent-Length: 2\r\n\r\nhi"
            })
    void whatHasOneMeaningOnlyIsRead(String answer) throws Exception {
        try (RawServer server = closing(answer);
                LingerClient client = LingerClient.newHttpClient()) {
            HttpResponse<String> response = ask(client, server, "GET");
            assertEquals(200, response.statusCode());
            assertEquals("hi", response.body());
            assertEquals(0, client.figures().open());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length 2\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nStatus\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nA B: c\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhi",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: gzip\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, identity\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: gzip\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip,, chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\nTransfer-Encoding: \u001fchunked\n\n2\r\nhi\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: ,\r\nContent-Length: 2\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\n: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nhi"
            })
    void whatMayMeanAnotherLengthIsRefused(String answer) throws Exception {
        try (RawServer server = closing(answer);
                LingerClient client = LingerClient.newHttpClient()) {
            assertThrows(BadResponseException.class, () -> ask(client, server, "GET"));
        }
    }

    @AfterEach
    void forgetTheLimit() {
        System.clearProperty(LIMIT);
    }

    /** By the bytes of lines and 32 for each (module java.net.http). */
    @ParameterizedTest
    @CsvSource({
        "1, 70000,, true",
        "600, 20,, true",
        "3, 90000,, true",
        "1, 110000,, false",
        "1, 110000, 400000, true",
        "1, 400000,, false",
        "1, 400000, 0, true",
        "1, 800, 1000, true",
        "1, 990, 1000, false",
        "40, 1, 1000, false",
        "12000, 1,, false"
    })
    void theHeadIsAsLargeAsThePropertySays(
            int lines, int bytes, @Nullable String limit, boolean good) throws Exception {
        if (limit != null) {
            System.setProperty(LIMIT, limit);
        }
        String line = "A: " + "b".repeat(bytes) + "\r\n";
        try (RawServer server = closing("HTTP/1.1 204 No\r\n" + line.repeat(lines) + "\r\n");
                LingerClient client = LingerClient.newHttpClient()) {
            if (good) {
                assertEquals(lines, ask(client, server, "GET").headers().allValues("A").size());
            } else {
                assertThrows(BadResponseException.class, () -> ask(client, server, "GET"));
            }
        }
    }
}
