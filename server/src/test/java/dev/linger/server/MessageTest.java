package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Phase;
import dev.linger.testkit.RawClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

    private static final Handler COUNTING =
            exchange -> {
                int length = exchange.body().readAllBytes().length;
                String sum = exchange.trailers().field("Sum");
                exchange.respond(length + " bytes, sum " + sum + "\n");
            };

    private static final Handler STREAMING =
            exchange -> {
                try (ResponseBody body = exchange.respondStreaming()) {
                    body.write(new byte[] {'a', 'b', 'c'});
                    body.trailer("Sum", "3");
                }
            };

    private static Handler of(Handler handler, boolean nonBlocking) {
        return nonBlocking ? Handler.nonBlocking(handler) : handler;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void readsChunksAndTheirTrailers(boolean nonBlocking) throws Exception {
        try (Stage stage = Stage.of(of(COUNTING, nonBlocking))) {
            RawClient client = stage.connect();
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            client.send("4\r\ndefg\r\n0\r\nSum: 7\r\n\r\n").expect("7 bytes, sum 7\n");
            client.send(POST + "Content-Length: 2\r\n\r\nab").expect("2 bytes, sum null\n");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void asksForABodyThatWaitsToBeAskedOnce(boolean nonBlocking) throws Exception {
        try (Stage stage = Stage.of(of(COUNTING, nonBlocking))) {
            RawClient client = stage.connect();
            client.send(POST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", client.expect("\r\n\r\n"));
            client.send("abc");
            assertTrue(client.expect("\r\n\r\n").startsWith("HTTP/1.1 200 OK\r\n"));
            client.expect("3 bytes, sum null\n");
        }
    }

    @Test
    void aBodyThatNobodyAskedForEndsTheConnection() throws Exception {
        try (Stage stage = Stage.of(exchange -> exchange.respond("no need"))) {
            RawClient client = stage.connect();
            client.send(POST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            String answer = client.expectEnd();
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
            client.close();
            assertEquals(
                    "the client waits to be asked for the body of request 1, and was not",
                    stage.ends("unread-body server server fin early-response"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void sendsChunksAndTrailers(boolean nonBlocking) throws Exception {
        try (Stage stage = Stage.of(of(STREAMING, nonBlocking))) {
            RawClient client = stage.connect().send(GET);
            String head = client.expect("\r\n\r\n");
            assertTrue(head.contains("\r\nTransfer-Encoding: chunked\r\n"), head);
            assertEquals("3\r\nabc\r\n0\r\nSum: 3\r\n\r\n", client.expect("\r\n\r\n"));
            stage.await(Phase.IDLE);
        }
    }

    @Test
    void anHttp10ClientGetsABodyOfUnknownLengthUntilTheClose() throws Exception {
        try (Stage stage = Stage.of(STREAMING)) {
            RawClient client = stage.connect();
            client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            String answer = client.expectEnd();
            assertTrue(answer.endsWith("\r\nConnection: close\r\n\r\nabc"), answer);
            client.close();
            stage.ends("body-until-close server server fin idle");
        }
    }

    @Test
    void anHttp10ConnectionThatIsKeptSaysSoBesideTheHandlersOwnOption() throws Exception {
        try (Stage stage = Stage.of(e -> e.header("Connection", "X-Own").respond("ok"))) {
            RawClient client = stage.connect();
            String head =
                    client.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n").expect("ok");
            assertTrue(head.contains("\r\nConnection: keep-alive\r\n"), head);
            client.send("GET / HTTP/1.0\r\n\r\n").expectEnd();
            client.close();
            stage.ends("close-requested client server fin idle");
        }
    }

    @Test
    void anHttp10ConnectionIsKeptWhereItsClientAsks() throws Exception {
        try (Stage stage = Stage.of(exchange -> exchange.respond("ok"))) {
            RawClient client = stage.connect();
            String request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            for (int i = 0; i < 2; i++) {
                String head = client.send(request).expect("ok");
                assertTrue(head.contains("\r\nConnection: keep-alive\r\n"), head);
            }
            client.send("GET / HTTP/1.0\r\n\r\n").expectEnd();
            client.close();
            stage.ends("close-requested client server fin idle");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void headAnd204And304HaveNoBody(boolean nonBlocking) throws Exception {
        Handler handler =
                exchange -> {
                    String status = exchange.path().substring(1);
                    exchange.status(Integer.parseInt(status)).respond("some text");
                };
        try (Stage stage = Stage.of(of(handler, nonBlocking))) {
            RawClient client = stage.connect();
            client.send("HEAD /200 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertTrue(client.expect("\r\n\r\n").contains("\r\nContent-Length: 9\r\n"));
            client.send("GET /204 HTTP/1.1\r\nHost: a\r\n\r\n");
            String none = client.expect("\r\n\r\n");
            assertTrue(none.startsWith("HTTP/1.1 204 No Content\r\n"), none);
            assertFalse(none.contains("Content-Length"), none);
            client.send("GET /304 HTTP/1.1\r\nHost: a\r\n\r\n");
            assertTrue(client.expect("\r\n\r\n").startsWith("HTTP/1.1 304 "));
            client.send("GET /200 HTTP/1.1\r\nHost: a\r\n\r\n").expect("some text");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void a205HasNoContentHoweverItIsGiven(String method) throws Exception {
        Handler handler =
                exchange -> {
                    exchange.status(205);
                    switch (exchange.path()) {
                        case "/text" -> exchange.respond("some text");
                        case "/alone" -> exchange.respond(205);
                        case "/length" -> exchange.respondWithLength(3).write(new byte[3]);
                        default -> exchange.respondStreaming().write(new byte[3]);
                    }
                };
        try (Stage stage = Stage.of(handler)) {
            RawClient client = stage.connect();
            for (String path : new String[] {"/text", "/alone", "/length", "/streaming"}) {
                client.send(method + " " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
                String head = client.expect("\r\n\r\n");
                assertTrue(head.startsWith("HTTP/1.1 205 Reset Content\r\n"), head);
                assertTrue(head.contains("\r\nContent-Length: 0\r\n"), head);
                assertFalse(head.contains("Transfer-Encoding"), head);
            }
        }
    }

    @Test
    void a205ThatSaysALengthIsRefused() throws Exception {
        Handler handler = e -> e.status(205).header("Content-Length", "4").respond("text");
        try (Stage stage = Stage.of(handler)) {
            stage.connect().send(GET).expect("HTTP/1.1 500 ");
            stage.await(() -> !stage.told.isEmpty());
            String told = stage.told.remove();
            assertTrue(told.contains("Content-Length: 4, but a 205 has no content"), told);
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD,1.1,200", "GET,1.0,200", "HEAD,1.0,200", "GET,1.1,304"})
    void theHandlersChunkedIsLeftOutWhereNoChunksAreSent(String method, String version, int status)
            throws Exception {
        Handler handler =
                exchange -> {
                    exchange.status(status).header("Transfer-Encoding", "chunked");
                    exchange.respondStreaming().write(new byte[] {'a', 'b', 'c'});
                };
        Settings settings = Stage.settings().withFirstClose(Settings.FirstClose.SERVER);
        try (Stage stage = new Stage(settings, handler)) {
            RawClient client = stage.connect();
            client.send(method + " / HTTP/" + version + "\r\nHost: a\r\nConnection: close\r\n\r\n");
            String answer = client.expectEnd();
            assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
            assertFalse(answer.contains("Transfer-Encoding"), answer);
            boolean hasBody = method.equals("GET") && status == 200;
            assertTrue(answer.endsWith(hasBody ? "\r\n\r\nabc" : "\r\n\r\n"), answer);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HEAD / HTTP/1.1\r\n\r\n",
                "HEAD / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n",
                "\r\nHEAD / HTTP/7.0\r\n"
            })
    void aRefusedHeadHasNoContent(String request) throws Exception {
        try (Stage stage = Stage.of(exchange -> exchange.respond("ok"))) {
            RawClient client = stage.connect().send(request);
            assertTrue(client.expectEnd().endsWith("\r\n\r\n"));
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD,GET,0", "GET,HEAD,16"})
    void whoseHeadIsRefusedIsToldByItsOwnBytes(String method, String others, int length)
            throws Exception {
        try (Stage stage = Stage.of(exchange -> exchange.respond("ok"))) {
            RawClient client = stage.connectTo(Phase.REQUEST_HEAD, method + " / HTTP/1.1\r\nHost");
            stage.connect().send(others + " / HTTP/1.1\r\nHost: a\r\n\r\n").expect("\r\n\r\n");
            String answer = client.send(" a\r\n").expectEnd();
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertEquals(length, answer.length() - answer.indexOf("\r\n\r\n") - 4);
        }
    }

    @Test
    void theDateIsOfTheFixedForm() throws Exception {
        try (Stage stage = Stage.of(exchange -> exchange.respond("ok"))) {
            String head = stage.connect().send(GET).expect("ok");
            assertTrue(
                    head.matches(
                            "(?s).*\r\nDate: [A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4}"
                                    + " \\d\\d:\\d\\d:\\d\\d GMT\r\n.*"),
                    head);
        }
    }

    @Test
    void sendsAFileUnchanged(@TempDir Path folder) throws Exception {
        byte[] bytes = new byte[5 << 20];
        new Random(3).nextBytes(bytes);
        Path file = Files.write(folder.resolve("file"), bytes);
        try (Stage stage = Stage.of(exchange -> exchange.respond(file))) {
            RawClient client = stage.connect().send(GET);
            client.expect("\r\n\r\n");
            assertArrayEquals(bytes, client.read(bytes.length));
            client.send(GET).expect("\r\n\r\n");
        }
    }

    @Test
    void holdsNoMoreOfABodyThanItMay() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        Handler lazy =
                exchange -> {
                    goOn.await();
                    COUNTING.handle(exchange);
                };
        try (Stage stage = Stage.of(lazy)) {
            RawClient client = stage.connect();
            int length = 32 << 20;
            client.send(POST + "Content-Length: " + length + "\r\n\r\n");
            Thread sending = Thread.ofVirtual().start(() -> sendAll(client, new byte[length]));
            stage.await(() -> stage.server.heldBytes() >= 64 << 10);
            for (int i = 0; i < 20; i++) {
                stage.turn();
                // What is wanted, a read beyond it, and over TLS room for the largest record.
                long held = stage.server.heldBytes();
                assertTrue(held <= (128 + 34) << 10, held + " bytes");
            }
            goOn.countDown();
            client.expect(length + " bytes, sum null\n");
            sending.join();
        }
    }

    private static void sendAll(RawClient client, byte[] bytes) {
        try {
            client.send(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void copiesABodyOfAnyLengthThroughItself() throws Exception {
        Handler copying =
                exchange -> {
                    try (InputStream in = exchange.body();
                            OutputStream out = exchange.respondStreaming()) {
                        in.transferTo(out);
                    }
                };
        try (Stage stage = Stage.of(copying)) {
            RawClient client = stage.connect();
            client.send(POST + "Content-Length: 400000\r\n\r\n");
            Thread sending = Thread.ofVirtual().start(() -> sendAll(client, new byte[400_000]));
            client.expect("\r\n0\r\n\r\n");
            sending.join();
            stage.await(Phase.IDLE);
            assertEquals(400_000, stage.exchange().responseBytes());
        }
    }

    @Test
    void aBodyThatIsReadOnceTheResponseHasBegunIsAskedForBefore() throws Exception {
        Handler echo =
                exchange -> {
                    OutputStream out = exchange.respondStreaming();
                    exchange.body().transferTo(out);
                };
        try (Stage stage = Stage.of(echo)) {
            RawClient client = stage.connect();
            client.send(POST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", client.expect("\r\n\r\n"));
            String answer = client.send("abc").expect("\r\n0\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
            assertTrue(answer.contains("\r\n\r\n3\r\nabc\r\n"), answer);
            client.close();
            stage.ends("close-requested server client fin idle");
        }
    }

    @Test
    void whoAnswersLaterAsksForTheBodyTooWhereTheResponseHasBegun() throws Exception {
        Handler later =
                exchange -> {
                    exchange.answerLater();
                    Thread.ofVirtual()
                            .start(() -> {
                                try (ResponseBody body = exchange.respondStreaming()) {
                                    body.write(exchange.body().readAllBytes());
                                } catch (IOException e) {
                                    exchange.cut(e.toString());
                                }
                            });
                };
        try (Stage stage = Stage.of(later)) {
            RawClient client = stage.connect();
            client.send(POST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", client.expect("\r\n\r\n"));
            client.send("abc").expect("\r\n0\r\n\r\n");
        }
    }

    @Test
    void theFigureOfPhasesMayBeAskedForOnALoop() throws Exception {
        CompletableFuture<Server> asked = new CompletableFuture<>();
        CompletableFuture<Map<Phase, Integer>> phases = new CompletableFuture<>();
        Handler asking =
                Handler.nonBlocking(exchange -> {
                    phases.complete(asked.join().phases());
                    exchange.respond("ok");
                });
        try (Stage stage = Stage.of(asking)) {
            asked.complete(stage.server);
            stage.connect().send(GET).expect("ok");
            assertEquals(Map.of(Phase.HANDLING, 1), phases.join());
        }
    }

    @Test
    void whoWasAskedForItsBodyKeepsItsConnection() throws Exception {
        Handler inviting =
                exchange -> {
                    exchange.inform(100);
                    exchange.respond("ok");
                };
        try (Stage stage = Stage.of(inviting)) {
            RawClient client = stage.connect();
            for (int i = 0; i < 2; i++) {
                client.send(POST + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
                client.expect("HTTP/1.1 100 Continue\r\n\r\n");
                String answer = client.expect("ok");
                assertFalse(answer.contains("Connection"), answer);
                client.send("abc");
            }
        }
    }

    @Test
    void aHandlerThatFailsAfterItHasTakenTheConnectionIsTold() throws Exception {
        Handler failing =
                exchange -> {
                    exchange.upgrade("chat").channel().close();
                    throw new IllegalStateException("out of order");
                };
        try (Stage stage = Stage.of(failing)) {
            RawClient client = stage.connect();
            client.send(
                    "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
            client.expectEnd();
            stage.await(() -> !stage.told.isEmpty());
            assertTrue(stage.told.element().contains("out of order"));
        }
    }

    @Test
    void handsOverWithWhatWasReadAlready() throws Exception {
        Handler upgrading =
                exchange -> {
                    HandedOver taken = exchange.upgrade("chat");
                    try (var channel = taken.channel()) {
                        ByteBuffer all = ByteBuffer.allocate(10).put(taken.already());
                        while (all.hasRemaining()) {
                            channel.read(all);
                        }
                        channel.write(all.flip());
                    }
                };
        try (Stage stage = Stage.of(upgrading)) {
            RawClient client = stage.connect();
            client.send(
                    "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\nhello");
            String head = client.expect("\r\n\r\n");
            assertTrue(head.startsWith("HTTP/1.1 101 Switching Protocols\r\n"), head);
            assertTrue(head.contains("\r\nUpgrade: chat\r\n"), head);
            assertEquals("helloworld", client.send("world").expectEnd());
            stage.ends("upgraded client nobody open upgraded");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBrokenBodyIsAnsweredWith400AndEndsItsHandler(boolean nonBlocking) throws Exception {
        CountDownLatch ended = new CountDownLatch(nonBlocking ? 0 : 1);
        Handler handler =
                exchange -> {
                    try {
                        COUNTING.handle(exchange);
                    } finally {
                        ended.countDown();
                    }
                };
        try (Stage stage = Stage.of(of(handler, nonBlocking))) {
            RawClient client = stage.connect();
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            stage.await(Phase.REQUEST_BODY);
            assertTrue(client.send("nonsense\r\n").expectEnd().startsWith("HTTP/1.1 400 "));
            client.close();
            stage.ends("bad-message server server fin request-body");
            ended.await();
        }
    }

    @Test
    void whatWasNoRequestIsInTheAccessLogNevertheless() throws Exception {
        try (Stage stage = Stage.of(exchange -> exchange.respond("ok"))) {
            RawClient client = stage.connect();
            assertTrue(client.send("nonsense\r\n\r\n").expectEnd().startsWith("HTTP/1.1 400 "));
            ExchangeRecord record = stage.exchange();
            assertNull(record.method());
            assertNull(record.target());
            assertEquals(400, record.status());
            assertEquals(1, record.request());
            assertEquals("bad-message", record.ending());
        }
    }

    @Test
    void aTunnelIsNotOffered() throws Exception {
        try (Stage stage = Stage.of(exchange -> exchange.respond("ok"))) {
            RawClient client = stage.connect();
            client.send("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n");
            assertTrue(client.expectEnd().startsWith("HTTP/1.1 501 "));
            client.close();
            stage.ends("close-requested server server fin idle");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "transfer-encoding"})
    void theFieldsOfTheFramingAreTheServersOwn(String name) throws Exception {
        Handler meddling = exchange -> exchange.header(name, "chunked").respond("ok");
        try (Stage stage = Stage.of(meddling)) {
            RawClient client = stage.connect().send(GET);
            assertTrue(client.expect("Error\n").startsWith("HTTP/1.1 500 "));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theServersOwnAnswerToHeadHasNoBody(boolean nonBlocking) throws Exception {
        Handler handler =
                exchange -> {
                    if (exchange.method().equals("HEAD")) {
                        throw new IllegalStateException("out of order");
                    }
                    exchange.respond("ok");
                };
        try (Stage stage = Stage.of(of(handler, nonBlocking))) {
            RawClient client = stage.connect();
            String head = client.send(GET.replace("GET", "HEAD")).expect("\r\n\r\n");
            assertTrue(head.startsWith("HTTP/1.1 500 "), head);
            assertTrue(head.contains("\r\nContent-Length: 26\r\n"), head);
            String next = client.send(GET).expect("ok");
            assertTrue(next.startsWith("HTTP/1.1 200 "), next);
        }
    }

    @Test
    void aNonBlockingHandlerCannotSendAFile(@TempDir Path folder) throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[5 << 20]);
        try (Stage stage = Stage.of(Handler.nonBlocking(exchange -> exchange.respond(file)))) {
            RawClient client = stage.connect();
            assertTrue(client.send(GET).expect("Error\n").startsWith("HTTP/1.1 500 "));
            client.send(GET).expect("Error\n");
            String told = stage.told.element();
            assertTrue(told.endsWith("a non-blocking handler cannot send a file"), told);
        }
    }

    @Test
    void aNonBlockingHandlerCannotAnswerLater() throws Exception {
        try (Stage stage = Stage.of(Handler.nonBlocking(Exchange::answerLater))) {
            assertTrue(stage.connect().send(GET).expect("Error\n").startsWith("HTTP/1.1 500 "));
            String told = stage.told.element();
            assertTrue(told.contains("a non-blocking handler cannot answer later"), told);
        }
    }

    @Test
    void aConnectionThatIsHandedToNobodyIsClosed() throws Exception {
        Handler interrupted =
                exchange -> {
                    Thread.currentThread().interrupt();
                    exchange.upgrade("chat").channel().close();
                };
        try (Stage stage = Stage.of(interrupted)) {
            RawClient client = stage.connect();
            client.send(
                    "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n");
            assertTrue(client.expectEnd().startsWith("HTTP/1.1 101 "));
        }
    }
}
