package dev.linger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.Misbehaviour.HalfClose;
import dev.linger.testkit.RawClient;
import dev.linger.testkit.Spin;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses that cannot be sent to their end, whatever their handler makes of that. */
class BrokenResponseTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String UPGRADE =
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: chat\r\n\r\n";
    private static final byte[] EVENT = "data: x\n\n".getBytes(US_ASCII);

    @TempDir Path folder;

    private FileChannel file() throws IOException {
        return FileChannel.open(Files.writeString(folder.resolve("file"), "0123456789"));
    }

    /** Until the client is gone, and so long that this shows. */
    private static void stream(Exchange exchange) {
        try (ResponseBody body = exchange.respondStreaming()) {
            sendEvents(exchange, body);
        } catch (IOException e) {
            // That is how such a stream ends.
        }
    }

    private static void sendEvents(Exchange exchange, ResponseBody body) throws IOException {
        body.write(EVENT);
        body.flush();
        while (!exchange.isClientGone()) {
            Spin.turn();
        }
        while (true) {
            body.write(EVENT);
            body.flush();
        }
    }

    @Test
    void aStreamEndsWithItsClientThoughItsHandlerReturnsAsIfNothingWere() throws Exception {
        try (Stage stage = Stage.of(BrokenResponseTest::stream)) {
            RawClient client = stage.connect().send(GET);
            client.expect("data: x\n\n\r\n");
            client.close();
            stage.ends("unread-body client client reset response-body");
            assertEquals(0, stage.told.size(), "a client's leaving is no handler's failure");
        }
    }

    @Test
    void nothingIsSentBehindAPartOfAnInterimResponse() throws Exception {
        CompletableFuture<Thread> informing = new CompletableFuture<>();
        String hint = "x".repeat(8000);
        Handler handler =
                exchange -> {
                    informing.complete(Thread.currentThread());
                    while (true) {
                        exchange.inform(103, "Link", hint);
                    }
                };
        try (Stage stage = Stage.of(handler)) {
            RawClient client = stage.connectNarrow().send(GET);
            Thread thread = informing.get();
            stage.await(stage.server::isWaiting);
            thread.interrupt();
            String says = stage.ends("no-response server server reset handling");
            assertEquals("an interim response to request 1 could not be sent whole", says);
            client.expectReset();
        }
    }

    @Test
    void aStreamThatIsAnsweredLaterEndsWithItsClient() throws Exception {
        Handler events =
                exchange -> {
                    exchange.answerLater();
                    Thread.ofVirtual().start(() -> stream(exchange));
                };
        try (Stage stage = Stage.of(events)) {
            RawClient client = stage.connect().send(GET);
            client.expect("data: x\n\n\r\n");
            client.close();
            stage.ends("unread-body client client reset response-body");
        }
    }

    /** As one does whose end is not to be called whole. */
    @Test
    void soDoesOneThatIsLeftOpenWhereItFails() throws Exception {
        Handler events =
                exchange -> {
                    exchange.answerLater();
                    ResponseBody body = exchange.respondStreaming();
                    Thread.ofVirtual()
                            .start(() ->
                                    assertThrows(
                                            IOException.class, () -> sendEvents(exchange, body)));
                };
        try (Stage stage = Stage.of(events)) {
            RawClient client = stage.connect().send(GET);
            client.expect("data: x\n\n\r\n");
            client.does(new HalfClose());
            client.close();
            stage.life();
            assertEquals(0, stage.server.open());
        }
    }

    @Test
    void anAnswerInOnePieceThatIsGivenLaterEndsWithItsClient() throws Exception {
        byte[] large = new byte[64 << 20];
        Handler later =
                exchange -> {
                    exchange.answerLater();
                    Thread.ofVirtual()
                            .start(() ->
                                    assertThrows(IOException.class, () -> exchange.respond(large)));
                };
        try (Stage stage = Stage.of(later)) {
            RawClient client = stage.connect().send(GET);
            client.expect("\r\n\r\n");
            client.does(new HalfClose());
            client.close();
            stage.life();
            assertEquals(0, stage.server.open());
        }
    }

    @Test
    void whatAHandlerGivesUpIsToldOnce() throws Exception {
        Handler givingUp =
                exchange -> {
                    ResponseBody body = exchange.respondStreaming();
                    body.write(EVENT);
                    body.flush();
                    exchange.cut("no more of it");
                };
        try (Stage stage = Stage.of(givingUp)) {
            stage.connect().send(GET).expectReset();
            stage.ends("truncated server server reset response-body");
            assertEquals(1, stage.told.size(), () -> stage.told.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResponseThatHasBegunTakesNoOtherStatusAndNoFields(boolean nonBlocking) throws Exception {
        Handler late =
                exchange -> {
                    ResponseBody body = exchange.respondWithLength(2);
                    assertThrows(IllegalStateException.class, () -> exchange.status(404));
                    assertThrows(IllegalStateException.class, () -> exchange.header("A", "b"));
                    body.write("ok".getBytes(US_ASCII));
                };
        try (Stage stage = Stage.of(nonBlocking ? Handler.nonBlocking(late) : late)) {
            stage.connect().send(GET + GET).expect("ok");
            assertEquals(200, stage.exchange().status());
        }
    }

    @Test
    void aFolderIsNoFile() throws Exception {
        try (Stage stage = Stage.of(exchange -> exchange.respond(folder))) {
            String answer = stage.connect().send(GET).expect("Error\n");
            assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
            assertTrue(stage.told.element().contains("is a directory"));
        }
    }

    @Test
    void aFileThatHasBecomeShorterCutsThoughItsHandlerCatchesThat() throws Exception {
        Handler catching =
                exchange -> {
                    try (FileChannel file = file()) {
                        assertThrows(IOException.class, () -> exchange.respond(file, 0, 15));
                    }
                };
        try (Stage stage = Stage.of(catching)) {
            stage.connect().send(GET).expectReset();
            String says = stage.ends("truncated server server reset response-body");
            assertTrue(says.endsWith("the file has become shorter: 5 bytes are missing"), says);
        }
    }

    @Test
    void nothingIsSentBehindBytesThatAreMissing() throws Exception {
        Handler catching =
                exchange -> {
                    try (ResponseBody body = exchange.respondWithLength(20);
                            FileChannel file = file()) {
                        assertThrows(IOException.class, () -> body.write(file, 0, 15));
                        body.write("01234".getBytes(US_ASCII));
                        assertThrows(IOException.class, body::flush);
                        assertThrows(IOException.class, body::close);
                    } catch (IOException e) {
                        // It is said twice already.
                    }
                };
        try (Stage stage = Stage.of(catching)) {
            RawClient client = stage.connect().send(GET);
            client.expect("\r\n\r\n");
            assertTrue(client.expectReset() <= 10);
            stage.ends("truncated server server reset response-body");
        }
    }

    @Test
    void aFileThatCannotBeReadIsNoFaultOfTheClients() throws Exception {
        Handler closed =
                exchange -> {
                    FileChannel file = file();
                    file.close();
                    exchange.respond(file, 0, 10);
                };
        try (Stage stage = Stage.of(closed)) {
            stage.connect().send(GET).expectReset();
            String says = stage.ends("truncated server server reset response-body");
            assertTrue(says.contains("the file cannot be read: "), says);
            assertTrue(stage.told.element().contains("the file cannot be read: "));
        }
    }

    /** Sets the fields, begins a response that they forbid, and catches that. */
    private static void failToBegin(Exchange exchange) throws IOException {
        exchange.header("Content-Length", "0");
        assertThrows(IllegalArgumentException.class, () -> exchange.respond(204));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothingIsSentOfAHeadThatCannotBeWritten(boolean nonBlocking) throws Exception {
        Handler catching = BrokenResponseTest::failToBegin;
        try (Stage stage = Stage.of(nonBlocking ? Handler.nonBlocking(catching) : catching)) {
            RawClient client = stage.connect().send(GET);
            String answer = client.expect("Error\n");
            assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
            client.send(GET).expect("Error\n");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void afterAHeadThatCannotBeWrittenAnotherAnswerMayBeGiven(boolean nonBlocking)
            throws Exception {
        Handler catching =
                exchange -> {
                    failToBegin(exchange);
                    exchange.respond(404);
                };
        try (Stage stage = Stage.of(nonBlocking ? Handler.nonBlocking(catching) : catching)) {
            RawClient client = stage.connect().send(GET + GET);
            assertTrue(client.expect("\r\n\r\n").startsWith("HTTP/1.1 404 "));
            assertTrue(client.expect("\r\n\r\n").startsWith("HTTP/1.1 404 "));
        }
    }

    @Test
    void afterAnUpgradeThatCannotBeWrittenAnotherAnswerMayBeGiven() throws Exception {
        Handler catching =
                exchange -> {
                    assertThrows(
                            IllegalArgumentException.class, () -> exchange.upgrade("two\nlines"));
                    exchange.respond("no");
                };
        try (Stage stage = Stage.of(catching)) {
            String answer = stage.connect().send(UPGRADE).expect("no");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
    }

    @Test
    void afterAnInterimResponseThatCannotBeWrittenAnotherAnswerMayBeGiven() throws Exception {
        Handler catching =
                exchange -> {
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> exchange.inform(103, "Content-Length", "5"));
                    assertThrows(
                            IllegalArgumentException.class, () -> exchange.inform(103, "Link"));
                    exchange.respond("hello");
                };
        try (Stage stage = Stage.of(catching)) {
            String answer = stage.connect().send(GET).expect("hello");
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        }
    }

    @Test
    void anUpgradeThatFailsLeavesOtherResponsesAlone() throws Exception {
        CompletableFuture<Thread> upgrading = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        Handler handler =
                exchange -> {
                    if (exchange.header("Upgrade") == null) {
                        try (ResponseBody body = exchange.respondStreaming()) {
                            begun.countDown();
                            upgrading.join().join();
                            body.write(EVENT);
                        }
                        return;
                    }
                    upgrading.complete(Thread.currentThread());
                    Thread.currentThread().interrupt();
                    try {
                        exchange.upgrade("chat").channel().close();
                    } finally {
                        Thread.interrupted();
                        begun.await();
                    }
                };
        try (Stage stage = Stage.of(handler)) {
            stage.connect().send(UPGRADE).expectEnd();
            String answer = stage.connect().send(GET).expect("0\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\nDate: "), answer);
        }
    }

    @Test
    void trailersThatCannotBeSentAreRefusedWhenTheyAreAdded() throws Exception {
        Handler trailing =
                exchange -> {
                    try (ResponseBody body = exchange.respondStreaming()) {
                        for (String name : List.of("Content-Length", "a b")) {
                            assertThrows(
                                    IllegalArgumentException.class, () -> body.trailer(name, "3"));
                        }
                        assertThrows(
                                IllegalArgumentException.class, () -> body.trailer("Sum", "\r\n"));
                        body.trailer("Sum", "0");
                    }
                };
        try (Stage stage = Stage.of(trailing)) {
            stage.connect().send(GET).expect("\r\n\r\n0\r\nSum: 0\r\n\r\n");
        }
    }

    @Test
    void aPartOfAFileIsNotBeforeItsBegin() throws Exception {
        Handler catching =
                exchange -> {
                    try (FileChannel file = file()) {
                        assertThrows(
                                IllegalArgumentException.class,
                                () -> exchange.respond(file, 0, -1));
                        assertThrows(
                                IllegalArgumentException.class,
                                () -> exchange.respond(file, -1, 1));
                        exchange.respond(file, 9, 1);
                    }
                };
        try (Stage stage = Stage.of(catching)) {
            stage.connect().send(GET).expect("\r\n\r\n9");
        }
    }
}
