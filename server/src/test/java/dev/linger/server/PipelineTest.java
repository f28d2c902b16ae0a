package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Phase;
import dev.linger.testkit.ManualClock;
import dev.linger.testkit.Misbehaviour.HalfClose;
import dev.linger.testkit.RawClient;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PipelineTest {
    private static final Handler ECHO =
            exchange -> {
                if (exchange.path().equals("/fail")) {
                    throw new IllegalStateException("no answer to this");
                }
                byte[] body = exchange.body().readAllBytes();
                exchange.respond("[" + exchange.target() + " " + body.length + "]");
            };

    private static Stage stage(boolean nonBlocking) throws Exception {
        return Stage.of(nonBlocking ? Handler.nonBlocking(ECHO) : ECHO);
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answersComeInTheOrderOfTheirRequests(boolean nonBlocking) throws Exception {
        try (Stage stage = stage(nonBlocking)) {
            RawClient client = stage.connect();
            StringBuilder requests = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                requests.append(get("/" + i));
            }
            client.send(requests.toString());
            for (int i = 0; i < 200; i++) {
                assertTrue(client.expect("]").endsWith("[/" + i + " 0]"), "answer " + i);
            }
            stage.await(Phase.IDLE);
            assertEquals(200, stage.server.ledger().exchanges());
        }
    }

    /** Holds the loop between the end of a response and its taking note of that. */
    private static final class Holding implements Listener {
        final CountDownLatch held = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void exchanged(ExchangeRecord exchange) {
            if ("/hold".equals(exchange.target())) {
                held.countDown();
                await(released);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void bytesThatComeWhenTheResponseHasJustEndedFollowThoseThatWereKept() throws Exception {
        Holding holding = new Holding();
        CountDownLatch answer = new CountDownLatch(1);
        CompletableFuture<Thread> answering = new CompletableFuture<>();
        Handler handler =
                exchange -> {
                    if (exchange.target().equals("/first")) {
                        answering.complete(Thread.currentThread());
                        await(answer);
                    }
                    ECHO.handle(exchange);
                };
        ManualClock clock = new ManualClock();
        String post = "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n";
        try (Server server = Server.start(Stage.plain(), handler, holding);
                RawClient first = RawClient.connect(server.address(), clock);
                RawClient second = RawClient.connect(server.address(), clock)) {
            first.send(get("/first") + post);
            Thread answerer = answering.get(10, TimeUnit.SECONDS);
            server.phases();
            second.send(get("/hold") + get("/next"));
            await(holding.held);
            answer.countDown();
            first.expect("[/first 0]");
            answerer.join();
            first.send("body");
            holding.released.countDown();
            first.expect("[/body 4]");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHandlersFailureStaysInItsPlace(boolean nonBlocking) throws Exception {
        try (Stage stage = stage(nonBlocking)) {
            RawClient client = stage.connect().send(get("/1") + get("/fail") + get("/3"));
            client.expect("[/1 0]");
            assertTrue(client.expect("500 Internal Server Error\n").startsWith("HTTP/1.1 500 "));
            client.expect("[/3 0]");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAnswerNeverReachesAnotherClient(boolean nonBlocking) throws Exception {
        try (Stage stage = stage(nonBlocking)) {
            String post = "POST /body HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n";
            RawClient first = stage.connect().send(get("/first") + post);
            first.expect("[/first 0]");
            RawClient second = stage.connect().send(get("/second"));
            String answer = second.expect("]");
            assertTrue(answer.endsWith("[/second 0]") && !answer.contains("first"), answer);
            first.send("body").expect("[/body 4]");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsWrittenBeforeAHandlerFailsIsTakenBack(boolean nonBlocking) throws Exception {
        Handler breaking =
                exchange -> {
                    if (exchange.path().equals("/breaks")) {
                        exchange.respondWithLength(10).write('x');
                        throw new IllegalStateException("not to the end");
                    }
                    exchange.respond("[fine]");
                };
        try (Stage stage = Stage.of(nonBlocking ? Handler.nonBlocking(breaking) : breaking)) {
            RawClient client = stage.connect().send(get("/") + get("/breaks") + get("/"));
            client.expect("[fine]");
            assertTrue(client.expect("Error\n").startsWith("HTTP/1.1 500 "));
            client.expect("[fine]");
            stage.connect().send(get("/")).expect("[fine]");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatHasClosedItsSideGetsAllItsAnswers(boolean nonBlocking) throws Exception {
        try (Stage stage = stage(nonBlocking)) {
            RawClient client = stage.connect().send(get("/1") + get("/2") + get("/3"));
            client.does(new HalfClose());
            String answers = client.expectEnd();
            assertTrue(answers.contains("[/1 0]") && answers.contains("[/2 0]"), answers);
            assertTrue(answers.endsWith("[/3 0]"), answers);
            stage.life();
        }
    }

    @Test
    void aBadRequestBehindGoodOnesIsAnsweredAfterThem() throws Exception {
        try (Stage stage = stage(true)) {
            RawClient client = stage.connect().send(get("/1") + get("/2") + "BAD\r\n\r\n");
            String answers = client.expectEnd();
            assertTrue(answers.indexOf("[/2 0]") < answers.indexOf("HTTP/1.1 400 "), answers);
            client.close();
            stage.ends("bad-message server server fin request-head");
        }
    }
}
