package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.linger.life.Confidence;
import dev.linger.life.JudgedLife;
import dev.linger.life.Phase;
import dev.linger.testkit.Misbehaviour.HalfClose;
import dev.linger.testkit.Misbehaviour.Reset;
import dev.linger.testkit.RawClient;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClosingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LAST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n";

    private static final int LARGE_BYTES = 200_000;
    private static final Handler LARGE = exchange -> exchange.respond(new byte[LARGE_BYTES]);
    private static final Handler OK = exchange -> exchange.respond("ok");
    private static final Handler READING =
            exchange -> exchange.respond(exchange.body().readAllBytes().length + " bytes");

    private static Handler of(Handler handler, boolean nonBlocking) {
        return nonBlocking ? Handler.nonBlocking(handler) : handler;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theClientClosesFirstWhereItIsToldOfTheEnd(boolean nonBlocking) throws Exception {
        try (Stage stage = Stage.of(of(OK, nonBlocking))) {
            RawClient client = stage.connect().send(LAST);
            client.expect("ok");
            stage.await(Phase.IDLE);
            stage.pass(Duration.ofMillis(50));
            assertEquals(1, stage.server.open());
            client.close();
            stage.ends("close-requested client client fin idle");
            assertEquals(1, stage.server.waitsForClients());
            assertEquals(1, stage.server.clientsClosedFirst());
        }
    }

    @Test
    void aClientThatStaysIsClosedAfterAMoment() throws Exception {
        try (Stage stage = Stage.of(OK)) {
            RawClient client = stage.connect().send(LAST);
            client.expect("ok");
            stage.await(Phase.IDLE);
            stage.pass(Duration.ofMillis(110));
            assertEquals("", client.expectEnd());
            client.close();
            stage.ends("close-requested client server fin idle");
            assertEquals(0, stage.server.clientsClosedFirst());
        }
    }

    @Test
    void anAddressWhoseClientsNeverCloseFirstIsWaitedForNoMore() throws Exception {
        try (Stage stage = Stage.of(OK)) {
            for (int i = 0; i < 3; i++) {
                RawClient client = stage.connect().send(LAST);
                client.expect("ok");
                stage.await(Phase.IDLE);
                stage.pass(Duration.ofMillis(110));
                client.expectEnd();
                client.close();
                stage.ends("close-requested client server fin idle");
            }
            RawClient last = stage.connect().send(LAST);
            last.expectEnd();
            last.close();
            stage.ends("close-requested client server fin idle");
            assertEquals(3, stage.server.waitsForClients());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatCrossesTheCloseTakesNothingOfTheResponse(Settings.FirstClose first) throws Exception {
        try (Stage stage = new Stage(onceAndWhole(first), LARGE)) {
            RawClient client = stage.connectNarrow().send(GET);
            client.expect("\r\n\r\n");
            stage.exchange();
            stage.pass(Duration.ofMillis(110));
            client.send(GET);
            stage.pass(Duration.ofMillis(110));
            assertEquals(1, stage.server.open());
            client.read(LARGE_BYTES);
            assertEquals("", client.expectEnd());
            client.close();
            stage.ends("max-requests server server fin idle");
        }
    }

    @Test
    void whoStillReadsTheResponseIsNotClosedButWhoStopsIs() throws Exception {
        assumeTrue(nativeCallsAreAllowed(), "elsewhere nothing tells what is acknowledged");
        try (Stage stage = new Stage(onceAndWhole(Settings.FirstClose.SERVER), LARGE)) {
            RawClient client = stage.connectNarrow().send(GET);
            client.expect("\r\n\r\n");
            stage.await(Phase.LINGERING);
            for (int i = 0; i < 2; i++) {
                client.read(LARGE_BYTES / 4);
                stage.pass(Duration.ofSeconds(2));
                assertEquals(1, stage.server.open());
            }
            stage.passUntilClosed();
            stage.ends("max-requests server server fin idle");
        }
    }

    @Test
    void aClientWhoseSystemHasTheResponseIsClosedAtOnce() throws Exception {
        assumeTrue(nativeCallsAreAllowed(), "elsewhere nothing tells what is acknowledged");
        try (Stage stage = Stage.of(OK)) {
            RawClient client = stage.connect().send(LAST);
            client.expect("ok");
            stage.await(Phase.IDLE);
            // What it sends acknowledges what it has got.
            client.send("\r\n");
            stage.turn();
            stage.pass(Duration.ofMillis(110));
            stage.passUntilClosed();
            stage.ends("close-requested client server fin idle");
        }
    }

    private static Settings onceAndWhole(Settings.FirstClose first) {
        return Stage.settings()
                .withFirstClose(first)
                .withKeepAlive(new Settings.KeepAlive(true, 1, 256 << 10, false));
    }

    @Test
    void anHttp10ClientIsClosedAtOnceForItWaitsForThat() throws Exception {
        try (Stage stage = Stage.of(OK)) {
            RawClient client = stage.connect().send("GET / HTTP/1.0\r\n\r\n");
            client.expectEnd();
            client.close();
            stage.ends("close-requested client server fin idle");
            assertEquals(0, stage.server.waitsForClients());
        }
    }

    @Test
    void theServerClosesFirstWhereItIsSetTo() throws Exception {
        Settings settings = Stage.settings().withFirstClose(Settings.FirstClose.SERVER);
        try (Stage stage = new Stage(settings, OK)) {
            RawClient client = stage.connect().send(LAST);
            client.expectEnd();
            client.close();
            stage.ends("close-requested client server fin idle");
        }
    }

    @Test
    void anEarlyAnswerArrivesThoughTheUploadGoesOn() throws Exception {
        try (Stage stage = Stage.of(exchange -> exchange.status(403).respond("no"))) {
            RawClient client = stage.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n");
            stage.await(Phase.LINGERING);
            for (int i = 0; i < 50; i++) {
                client.send("x".repeat(100_000));
            }
            String answer = client.expectEnd();
            assertTrue(answer.startsWith("HTTP/1.1 403 ") && answer.endsWith("no"), answer);
            client.close();
            stage.ends("unread-body server server fin early-response");
        }
    }

    @Test
    void aClientWhoseSystemHasTheAnswerIsWaitedForNoMore() throws Exception {
        try (Stage stage = Stage.of(exchange -> exchange.status(403).respond("no"))) {
            RawClient client = stage.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000000\r\n\r\n");
            stage.await(Phase.LINGERING);
            // Its acknowledgement comes with this at once, else some time later.
            assertTrue(client.expectEnd().endsWith("no"));
            client.send("x");
            stage.turn();
            stage.pass(Duration.ofMillis(40));
            assertEquals(1, stage.server.open());
            stage.pass(Duration.ofMillis(70));
            // Elsewhere nothing tells, and only the time limit ends it.
            assertEquals(nativeCallsAreAllowed() ? 0 : 1, stage.server.open());
            stage.pass(Duration.ofSeconds(2));
            stage.ends("unread-body server server half-closed early-response");
        }
    }

    private static boolean nativeCallsAreAllowed() {
        return ModuleLayer.boot()
                .findModule("dev.linger.linux")
                .orElseThrow()
                .isNativeAccessEnabled();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHalfClosedClientGetsItsAnswer(boolean nonBlocking) throws Exception {
        try (Stage stage = Stage.of(of(OK, nonBlocking))) {
            RawClient client = stage.connect().send(GET).does(new HalfClose());
            assertTrue(client.expectEnd().endsWith("ok"));
            stage.await(() -> stage.server.open() == 0 || isLookedAt(stage));
        }
    }

    private static boolean isLookedAt(Stage stage) {
        stage.clock.advance(Duration.ofMillis(50));
        return false;
    }

    /** Answers when it is told to. */
    private static Handler answering(CountDownLatch answer) {
        return exchange -> {
            answer.await();
            exchange.respond("ok");
        };
    }

    @Test
    void aClientThatClosedItsSideAndHearsTakesItsAnswer() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (Stage stage = Stage.of(answering(answer))) {
            RawClient client = stage.connectTo(Phase.HANDLING, GET).does(new HalfClose());
            stage.turn();
            answer.countDown();
            assertTrue(client.expectEnd().endsWith("ok"));
            stage.await(() -> stage.server.open() == 0 || isLookedAt(stage));
            JudgedLife life = stage.life();
            assertEquals("close-requested client client fin", Stage.words(life));
            assertEquals(
                    nativeCallsAreAllowed() ? Confidence.CERTAIN : Confidence.LIKELY,
                    life.verdict().confidence());
        }
    }

    /** Its FIN alone looks like that of one that still hears. */
    @Test
    void aClientThatIsGoneBeforeItsAnswerDoesNotTakeIt() throws Exception {
        assumeTrue(nativeCallsAreAllowed(), "elsewhere nothing tells of its RST");
        CountDownLatch answer = new CountDownLatch(1);
        try (Stage stage = Stage.of(answering(answer))) {
            stage.connectTo(Phase.HANDLING, GET).close();
            stage.turn();
            answer.countDown();
            stage.await(() -> stage.server.open() == 0 || isLookedAt(stage));
            String says = stage.ends("abandoned client client reset handling");
            assertEquals("the client was gone before the answer to request 1", says);
        }
    }

    @Test
    void aHandlerThatAsksForItIsInterruptedWhenItsClientLeaves() throws Exception {
        CompletableFuture<Boolean> gone = new CompletableFuture<>();
        Handler waiting =
                exchange -> {
                    exchange.interruptWhenClientLeaves();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        gone.complete(exchange.isClientGone());
                        throw e;
                    }
                };
        try (Stage stage = Stage.of(waiting)) {
            RawClient client = stage.connectTo(Phase.HANDLING, GET + GET);
            client.close();
            assertTrue(gone.get(10, TimeUnit.SECONDS));
            stage.life();
            assertEquals(0, stage.server.open());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatLeavesInItsBodyIsAbandoning(boolean nonBlocking) throws Exception {
        try (Stage stage = Stage.of(of(READING, nonBlocking))) {
            RawClient client = stage.connectTo(Phase.REQUEST_BODY, POST + "abc");
            client.does(new HalfClose());
            assertTrue(client.expectEnd().startsWith("HTTP/1.1 400 "));
            stage.ends("abandoned client client fin request-body");
            assertEquals(0, stage.told.size(), "a client's fault is no handler's failure");
        }
    }

    /** A request may be meant by a client that waits for no answer. */
    @Test
    void aHandlerWhoseTurnComesAfterTheClientLeftIsCalled() throws Exception {
        QueuedHandler waiting = new QueuedHandler();
        try (Stage stage = Stage.of(waiting)) {
            stage.connectTo(Phase.HANDLING, GET).does(new Reset());
            stage.ends("abandoned client client reset handling");
            waiting.run();
            assertTrue(waiting.isCalled());
        }
    }

    @Test
    void aResetIsTheClientsInEveryPhase() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Handler handler =
                exchange -> {
                    switch (exchange.path()) {
                        case "/wait" -> {
                            exchange.interruptWhenClientLeaves();
                            never.await();
                        }
                        case "/body" -> READING.handle(exchange);
                        default -> exchange.respond("ok");
                    }
                };
        try (Stage stage = Stage.of(handler)) {
            stage.connectTo(Phase.UNUSED, "").does(new Reset());
            stage.ends("unused client client reset unused");
            stage.connectTo(Phase.REQUEST_HEAD, "GET / HT").does(new Reset());
            stage.ends("abandoned client client reset request-head");
            stage.connectTo(Phase.REQUEST_BODY, POST.replace("/ ", "/body ")).does(new Reset());
            stage.ends("abandoned client client reset request-body");
            stage.connectTo(Phase.HANDLING, GET.replace("/ ", "/wait ")).does(new Reset());
            stage.ends("abandoned client client reset handling");
            RawClient idle = stage.connect().send(GET);
            idle.expect("ok");
            stage.await(Phase.IDLE);
            idle.does(new Reset());
            stage.ends("abort client client reset idle");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResetInMidResponseIsTheClients(boolean nonBlocking) throws Exception {
        Handler large = exchange -> exchange.respond(new byte[16 << 20]);
        try (Stage stage = Stage.of(of(large, nonBlocking))) {
            RawClient client = stage.connectNarrow().send(GET);
            client.expect("\r\n\r\n");
            stage.await(() -> stage.server.isWaiting());
            client.does(new Reset());
            stage.ends("unread-body client client reset response-body");
        }
    }

    @Test
    void aHandlerThatFailsIsAnsweredWith500AndTold() throws Exception {
        Handler failing =
                exchange -> {
                    throw new IllegalStateException("out of order");
                };
        try (Stage stage = Stage.of(failing)) {
            RawClient client = stage.connect().send(GET);
            assertTrue(client.expect("Error\n").startsWith("HTTP/1.1 500 "));
            client.send(GET).expect("Error\n");
            String told = stage.told.element();
            assertTrue(told.contains("GET /") && told.contains("out of order"), told);
        }
    }

    @Test
    void aHandlerThatAnswersNothingIsAnsweredWith500() throws Exception {
        try (Stage stage = Stage.of(exchange -> {})) {
            stage.connect().send(GET).expect("500 Internal Server Error\n");
        }
    }

    @Test
    void aResponseThatCannotBeCompletedIsCut() throws Exception {
        Handler breaking =
                exchange -> {
                    OutputStream out = exchange.respondWithLength(100);
                    out.write(new byte[50]);
                    out.flush();
                    throw new IllegalStateException("half way");
                };
        try (Stage stage = Stage.of(breaking)) {
            RawClient client = stage.connect().send(GET);
            client.expect("\r\n\r\n");
            client.read(50);
            client.expectReset();
            String says = stage.ends("truncated server server reset response-body");
            assertTrue(says.endsWith("half way"), says);
        }
    }

    @Test
    void whatAHandlerFailsWithStaysOnItsLineOfTheLog() throws Exception {
        Handler failing =
                exchange -> {
                    exchange.respondWithLength(100).flush();
                    throw new IllegalStateException("a\r\nb\u001b[2Jc");
                };
        try (Stage stage = Stage.of(failing)) {
            stage.connect().send(GET).expectReset();
            String says = stage.ends("truncated server server reset response-body");
            assertTrue(says.endsWith("a\\x0d\\x0ab\\x1b[2Jc"), says);
            String told = stage.told.element();
            assertTrue(told.endsWith("a\\x0d\\x0ab\\x1b[2Jc"), told);
        }
    }
}
