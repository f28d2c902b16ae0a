package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.RawServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests and responses over plain HTTP, with a server that follows a script. */
@Timeout(30)
class ExchangeTest {
    private final LingerClient client = LingerClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static RawServer echo() throws IOException {
        return RawServer.start(guest -> {
            while (guest.awaitRequest()) {
                String request = guest.request();
                guest.answer(request.substring(request.indexOf("\r\n\r\n") + 4));
            }
        });
    }

    @Test
    void getsAndKeepsTheConnection() throws Exception {
        try (RawServer server =
                RawServer.answering(
                        "HTTP/1.1 200 Fine\r\nContent-Length: 5\r\nA: b\r\n\r\nhello")) {
            for (int i = 0; i < 100; i++) {
                HttpResponse<String> response = get(server.uri("/x?y=z"));
                assertEquals(200, response.statusCode());
                assertEquals("hello", response.body());
                assertEquals(List.of("b"), response.headers().allValues("a"));
            }
            assertEquals(1, server.connections());
            assertEquals(new PoolFigures(1, 1, 0, 1), client.figures());
        }
    }

    @Test
    void writesARequestThatServersExpect() throws Exception {
        String[] seen = {""};
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.awaitRequest();
                    seen[0] = guest.request();
                    guest.answer("");
                })) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/p%20q?a=%C3%A9"))
                            .header("X-One", "1")
                            .POST(BodyPublishers.ofString("body"))
                            .build();
            client.send(request, BodyHandlers.discarding());
            assertEquals(
                    "POST /p%20q?a=%C3%A9 HTTP/1.1\r\nHost: 127.0.0.1:"
                            + server.address().getPort()
                            + "\r\nContent-Length: 4\r\nX-One: 1\r\nUser-Agent: Linger\r\n\r\nbody",
                    seen[0]);
        }
    }

    @Test
    void arraysStayAsTheyWereWhenTheConnectionGoesOn() throws Exception {
        try (RawServer server = echo();
                LingerClient other = LingerClient.newHttpClient()) {
            List<byte[]> got = new ArrayList<>();
            for (String text : List.of("first", "other")) {
                HttpRequest request =
                        HttpRequest.newBuilder(server.uri("/"))
                                .POST(BodyPublishers.ofString(text))
                                .build();
                got.add(other.send(request, BodyHandlers.ofByteArray()).body());
            }
            assertArrayEquals("first".getBytes(StandardCharsets.ISO_8859_1), got.getFirst());
            assertArrayEquals("other".getBytes(StandardCharsets.ISO_8859_1), got.getLast());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void sendsBodiesOfEveryPublisher() throws Exception {
        String large = "0123456789".repeat(100_000);
        byte[] bytes = large.getBytes(StandardCharsets.ISO_8859_1);
        try (RawServer server = echo()) {
            List<HttpRequest.BodyPublisher> publishers =
                    List.of(
                            BodyPublishers.ofString(large),
                            BodyPublishers.ofByteArray(bytes),
                            BodyPublishers.ofByteArray(bytes, 0, bytes.length),
                            BodyPublishers.concat(
                                    BodyPublishers.ofString(large.substring(0, 10)),
                                    BodyPublishers.ofString(large.substring(10))));
            for (HttpRequest.BodyPublisher publisher : publishers) {
                HttpRequest request =
                        HttpRequest.newBuilder(server.uri("/")).POST(publisher).build();
                assertEquals(large, client.send(request, BodyHandlers.ofString()).body());
            }
            assertEquals(1, server.connections());
        }
    }

    @Test
    void sendsBodiesOfUnknownLengthInChunks() throws Exception {
        String[] seen = {""};
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.awaitRequest();
                    seen[0] = guest.request();
                    guest.answer("");
                })) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .POST(
                                    BodyPublishers.ofInputStream(() ->
                                            new ByteArrayInputStream(
                                                    "chunk".getBytes(StandardCharsets.UTF_8))))
                            .build();
            client.send(request, BodyHandlers.discarding());
            assertTrue(seen[0].contains("Transfer-Encoding: chunked\r\n"), seen[0]);
            assertTrue(seen[0].endsWith("\r\n\r\n5\r\nchunk\r\n0\r\n\r\n"), seen[0]);
        }
    }

    @Test
    void readsBodiesWithEveryHandler() throws Exception {
        String line = "0123456789abcdef\n";
        String large = line.repeat(20_000);
        String response =
                "HTTP/1.1 200 OK\r\nContent-Length: " + large.length() + "\r\n\r\n" + large;
        try (RawServer server = RawServer.answering(response)) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            assertEquals(large, client.send(request, BodyHandlers.ofString()).body());
            assertEquals(
                    large.length(), client.send(request, BodyHandlers.ofByteArray()).body().length);
            assertEquals(20_000, client.send(request, BodyHandlers.ofLines()).body().count());
            try (InputStream in = client.send(request, BodyHandlers.ofInputStream()).body()) {
                assertEquals(large, new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
            }
            int[] count = {0};
            client.send(
                    request,
                    BodyHandlers.ofByteArrayConsumer(
                            one -> count[0] += one.map(bytes -> bytes.length).orElse(0)));
            assertEquals(large.length(), count[0]);
            assertEquals(
                    large,
                    client.send(request, BodyHandlers.buffering(BodyHandlers.ofString(), 1000))
                            .body());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void readsChunksAndTrailers() throws Exception {
        String chunks = "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nT: u\r\n\r\n";
        try (RawServer server =
                RawServer.answering(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks)) {
            assertEquals("hello world", get(server.uri("/")).body());
            assertEquals("hello world", get(server.uri("/")).body());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void readsToTheEndWhereNothingElseTellsIt() throws Exception {
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.awaitRequest();
                    guest.send("HTTP/1.1 200 OK\r\n\r\nto the end");
                })) {
            assertEquals("to the end", get(server.uri("/")).body());
            assertEquals("to the end", get(server.uri("/")).body());
            assertEquals(2, server.connections());
            assertEquals(0, client.figures().open());
        }
    }

    @Test
    void passesOverInterimResponses() throws Exception {
        try (RawServer server =
                RawServer.answering(
                        "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                                + RawServer.response("200 OK", "ok"))) {
            assertEquals("ok", get(server.uri("/")).body());
        }
    }

    @Test
    void headHasNoBody() throws Exception {
        try (RawServer server =
                RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n")) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).HEAD().build();
            assertEquals("", client.send(request, BodyHandlers.ofString()).body());
            assertEquals("", client.send(request, BodyHandlers.ofString()).body());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void waitsForContinueBeforeTheBody() throws Exception {
        try (RawServer server =
                RawServer.start(guest -> {
                    String head = guest.head();
                    assertTrue(head.contains("Expect: 100-continue"));
                    guest.send("HTTP/1.1 100 Continue\r\n\r\n");
                    guest.answer("got " + guest.read(4));
                })) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .expectContinue(true)
                            .POST(BodyPublishers.ofString("body"))
                            .build();
            assertEquals("got 4", client.send(request, BodyHandlers.ofString()).body());
        }
    }

    @Test
    void sendsNoBodyWhereTheServerRefusesIt() throws Exception {
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.head();
                    guest.send("HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n");
                    guest.awaitEnd();
                })) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .expectContinue(true)
                            .POST(BodyPublishers.ofString("body"))
                            .build();
            assertEquals(417, client.send(request, BodyHandlers.ofString()).statusCode());
        }
    }

    @Test
    void aConnectionOnWhichABodyWasAnnouncedAndRefusedCarriesNoOtherRequest() throws Exception {
        try (RawServer server =
                RawServer.start(guest -> {
                    if (guest.number() > 1) {
                        guest.awaitRequest();
                        guest.answer("another connection");
                        return;
                    }
                    guest.head();
                    guest.send("HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n");
                    guest.read(4);
                    guest.send(RawServer.response("400 Bad", "the request was taken for a body"));
                    guest.awaitEnd();
                })) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .expectContinue(true)
                            .POST(BodyPublishers.ofString("body"))
                            .build();
            assertEquals(401, client.send(request, BodyHandlers.ofString()).statusCode());
            assertEquals("another connection", get(server.uri("/")).body());
            assertEquals(1, client.ledger().closed(dev.linger.life.CloseCause.UNREAD_BODY));
        }
    }

    @Test
    void takesAnEarlyResponseToALargeUpload() throws Exception {
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.head();
                    guest.send("HTTP/1.1 413 Large\r\nContent-Length: 3\r\n\r\nbig");
                    guest.awaitByte(java.time.Duration.ofSeconds(1));
                    guest.awaitEnd();
                })) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .POST(BodyPublishers.ofByteArray(new byte[64 << 20]))
                            .build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertEquals(413, response.statusCode());
            assertEquals("big", response.body());
        }
    }

    @Test
    void refusesUnsupportedUris() {
        for (String uri : List.of("ftp://localhost/", "http:///nohost")) {
            assertThrows(IllegalArgumentException.class, () -> get(URI.create(uri)), uri);
        }
    }
}
