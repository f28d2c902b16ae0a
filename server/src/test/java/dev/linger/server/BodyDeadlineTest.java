package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Phase;
import dev.linger.testkit.RawClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyDeadlineTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String POST =
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n";
    private static final String SHORT =
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30000\r\n\r\n";

    private static final Handler COUNTING =
            exchange -> exchange.respond(exchange.body().readAllBytes().length + " bytes");

    @Test
    void answersABodyThatStallsWith408() throws Exception {
        try (Stage stage = Stage.of(COUNTING)) {
            RawClient client = stage.connectTo(Phase.REQUEST_BODY, POST + "x".repeat(10_000));
            stage.await(() -> stage.server.isWaiting());
            stage.passSlowly(SECOND.multipliedBy(29));
            stage.awaitCount(Phase.REQUEST_BODY, 1);
            // Then the clock stands still, until the handler's thread has had its turn.
            stage.passSlowly(SECOND.multipliedBy(2));
            stage.await(Phase.LINGERING);
            assertTrue(client.expectEnd().startsWith("HTTP/1.1 408 "));
            client.close();
            String says = stage.ends("body-timeout server server fin request-body");
            assertTrue(says.startsWith("no byte of the request's body came for 3"), says);
            assertTrue(says.endsWith(" (limit 30.0 s)"), says);
        }
    }

    @Test
    void cutsABodyThatComesTooSlowlyAfterItsGrace() throws Exception {
        try (Stage stage = Stage.of(Handler.nonBlocking(COUNTING))) {
            RawClient client = stage.connectTo(Phase.REQUEST_BODY, SHORT);
            for (int i = 0; i < 20 && stage.server.phases().get(Phase.LINGERING) == null; i++) {
                client.send("x".repeat(100));
                stage.turn();
                stage.pass(SECOND);
            }
            assertTrue(client.expectEnd().startsWith("HTTP/1.1 408 "));
            client.close();
            String says = stage.ends("body-timeout server server fin request-body");
            assertTrue(says.contains("00 bytes of the request's body came in "), says);
            assertTrue(says.endsWith(" (limit 240 bytes a second)"), says);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSlowButSteadyBodyIsRead(boolean nonBlocking) throws Exception {
        try (Stage stage = Stage.of(nonBlocking ? Handler.nonBlocking(COUNTING) : COUNTING)) {
            RawClient client = stage.connectTo(Phase.REQUEST_BODY, SHORT);
            for (int i = 0; i < 100; i++) {
                client.send("x".repeat(300));
                stage.turn();
                stage.pass(Duration.ofMillis(500));
            }
            client.expect("30000 bytes");
        }
    }

    @Test
    void theHandlersOwnTimeDoesNotCount() throws Exception {
        CountDownLatch thinks = new CountDownLatch(1);
        CountDownLatch thought = new CountDownLatch(1);
        Handler thinking =
                exchange -> {
                    exchange.deadlines(Deadlines.defaults().withHandler(Deadlines.NEVER));
                    thinks.countDown();
                    thought.await();
                    COUNTING.handle(exchange);
                };
        try (Stage stage = Stage.of(thinking)) {
            RawClient client = stage.connectTo(Phase.REQUEST_BODY, SHORT);
            thinks.await();
            stage.passSlowly(SECOND.multipliedBy(300));
            thought.countDown();
            client.send("x".repeat(30_000)).expect("30000 bytes");
        }
    }

    @Test
    void aNonBlockingHandlersBodyIsMeasuredAsWell() throws Exception {
        try (Stage stage = Stage.of(Handler.nonBlocking(COUNTING))) {
            RawClient client = stage.connectTo(Phase.REQUEST_BODY, SHORT + "x".repeat(20_000));
            stage.passUntil(Phase.LINGERING);
            assertTrue(client.expectEnd().startsWith("HTTP/1.1 408 "));
            client.close();
            stage.ends("body-timeout server server fin request-body");
        }
    }

    @Test
    void aHandlerThatSwallowsTheTimeoutAnnouncesTheEnd() throws Exception {
        Handler forgiving =
                exchange -> {
                    try {
                        COUNTING.handle(exchange);
                    } catch (SlowBodyException e) {
                        exchange.respond("too slow");
                    }
                };
        try (Stage stage = Stage.of(forgiving)) {
            RawClient client = stage.connectTo(Phase.REQUEST_BODY, POST);
            stage.await(() -> stage.server.isWaiting());
            stage.passSlowly(SECOND.multipliedBy(31));
            stage.await(Phase.LINGERING);
            String answer = client.expectEnd();
            assertTrue(answer.contains("\r\nConnection: close\r\n"), answer);
            assertTrue(answer.endsWith("too slow"), answer);
            client.close();
            stage.ends("body-timeout server server fin request-body");
        }
    }
}
