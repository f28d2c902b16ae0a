package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.testkit.Guest;
import dev.linger.testkit.RawServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An interim response is no answer. */
@Timeout(30)
class InterimTest {
    private static final String HINTS = "HTTP/1.1 103 Early Hints\r\n\r\n";
    private static final String LIMIT = "jdk.httpclient.maxNonFinalResponses";
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";

    private static HttpRequest.Builder request(RawServer server) {
        return HttpRequest.newBuilder(server.uri("/"));
    }

    @Test
    void aCloseAfterHintsIsACloseWithoutAnAnswer() throws Exception {
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.send(HINTS);
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            BrokenExchangeException e =
                    assertThrows(
                            BrokenExchangeException.class,
                            () -> client.send(request(server).build(), BodyHandlers.discarding()));
            assertEquals(
                    CloseCause.NO_RESPONSE, e.life().orElseThrow().verdict().closing().cause());
            String says = String.valueOf(e.getMessage());
            assertTrue(says.contains("sent no bytes of an answer"), says);
        }
    }

    @Test
    void aServerThatAsksForABodyAndTakesNoneIsLateInTakingIt() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.head();
                            guest.send(CONTINUE);
                            over.await();
                        });
                LingerClient client =
                        LingerClient.newBuilder()
                                .deadlines(Deadlines.defaults().withWrite(Duration.ofMillis(100)))
                                .build()) {
            HttpRequest upload =
                    request(server)
                            .expectContinue(true)
                            .POST(BodyPublishers.ofByteArray(new byte[64 << 20]))
                            .build();
            DeadlinePassedException e =
                    assertThrows(
                            DeadlinePassedException.class,
                            () -> client.send(upload, BodyHandlers.discarding()));
            over.countDown();
            var closing = e.life().orElseThrow().verdict().closing();
            assertEquals(CloseCause.WRITE_TIMEOUT, closing.cause(), e.getMessage());
            assertEquals(Phase.REQUEST_BODY, closing.phase());
        }
    }

    @Test
    void theFirstByteOfAResponseIsThatOfItsAnswer() throws Exception {
        CompletableFuture<ExchangeRecord> told = new CompletableFuture<>();
        Listener listener =
                new Listener() {
                    @Override
                    public void exchanged(ExchangeRecord exchange) {
                        told.complete(exchange);
                    }
                };
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.head();
                            guest.send(CONTINUE);
                            guest.read(4);
                            guest.answer("ok").awaitEnd();
                        });
                LingerClient client = LingerClient.newBuilder().listener(listener).build()) {
            HttpRequest upload =
                    request(server)
                            .expectContinue(true)
                            .POST(BodyPublishers.ofString("body"))
                            .build();
            client.send(upload, BodyHandlers.discarding());
            assertTrue(told.get().firstByte().isPositive(), told.get().toString());
        }
    }

    @Test
    void aRequestThatHadHintsIsNotSentAgain() throws Exception {
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.answer("ok");
                            guest.awaitRequest();
                            guest.send(HINTS);
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            HttpRequest get = request(server).build();
            client.send(get, BodyHandlers.discarding());
            assertThrows(
                    BrokenExchangeException.class,
                    () -> client.send(get, BodyHandlers.discarding()));
            assertEquals(1, server.connections());
            assertEquals(0, client.ledger().retries());
        }
    }

    @AfterEach
    void forgetTheLimit() {
        System.clearProperty(LIMIT);
    }

    @ParameterizedTest
    @CsvSource({"8,,true", "9,,false", "2,2,true", "3,2,false", "20,0,true"})
    void moreInterimResponsesThanAllowedAreNoAnswer(int count, @Nullable String limit, boolean good)
            throws Exception {
        if (limit != null) {
            System.setProperty(LIMIT, limit);
        }
        try (RawServer server =
                        RawServer.answering(
                                HINTS.repeat(count) + RawServer.response("200 OK", "ok"));
                LingerClient client = LingerClient.newHttpClient()) {
            if (good) {
                assertEquals(
                        "ok", client.send(request(server).build(), BodyHandlers.ofString()).body());
            } else {
                BadResponseException e =
                        assertThrows(
                                BadResponseException.class,
                                () ->
                                        client.send(
                                                request(server).build(),
                                                BodyHandlers.discarding()));
                assertTrue(
                        String.valueOf(e.getMessage()).contains("jdk.httpclient.maxNonFinal"),
                        e.getMessage());
            }
        }
    }

    private static HttpRequest expecting(RawServer server) {
        return request(server)
                .expectContinue(true)
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[4])))
                .build();
    }

    @Test
    void anExpectationThatFailsIsGivenUpOnce() throws Exception {
        List<String> requests = new CopyOnWriteArrayList<>();
        try (RawServer server =
                        RawServer.start(guest -> {
                            boolean expects = guest.number() == 1;
                            requests.add(expects ? guest.head() : whole(guest));
                            guest.send(RawServer.response("417 No", ""));
                            guest.awaitEnd();
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            HttpResponse<Void> response = client.send(expecting(server), BodyHandlers.discarding());
            assertEquals(417, response.statusCode());
            assertEquals(417, response.previousResponse().orElseThrow().statusCode());
            assertEquals(2, requests.size());
            assertTrue(requests.getFirst().contains("\r\nExpect: 100-continue\r\n"), "" + requests);
            assertFalse(requests.getLast().contains("Expect"), "" + requests);
        }
    }

    private static String whole(Guest guest) throws IOException {
        guest.awaitRequest();
        return guest.request();
    }

    @Test
    void aBodyThatWasAskedForIsNotAskedForAgain() throws Exception {
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.head();
                            guest.send(CONTINUE);
                            guest.read(4);
                            guest.send(RawServer.response("417 No", ""));
                            guest.awaitEnd();
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            HttpResponse<Void> response = client.send(expecting(server), BodyHandlers.discarding());
            assertEquals(417, response.statusCode());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void http10KnowsNoExpectations() throws Exception {
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.answer(guest.request());
                        });
                LingerClient client = LingerClient.newBuilder().http10().build()) {
            HttpRequest upload =
                    request(server)
                            .expectContinue(true)
                            .POST(BodyPublishers.ofString("body"))
                            .build();
            String sent = client.send(upload, BodyHandlers.ofString()).body();
            assertTrue(sent.startsWith("POST / HTTP/1.0\r\n"), sent);
            assertFalse(sent.contains("Expect"), sent);
        }
    }

    @Test
    void hintsAreNoWishForTheBody() throws Exception {
        CompletableFuture<Integer> bytes = new CompletableFuture<>();
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.head();
                            guest.send(HINTS + RawServer.response("401 Who", ""));
                            bytes.complete(guest.read(1));
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            HttpRequest upload =
                    request(server)
                            .expectContinue(true)
                            .POST(BodyPublishers.ofString("body"))
                            .build();
            assertEquals(401, client.send(upload, BodyHandlers.discarding()).statusCode());
            assertEquals(0, bytes.get());
        }
    }
}
