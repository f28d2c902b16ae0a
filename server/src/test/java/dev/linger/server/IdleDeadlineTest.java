package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Phase;
import dev.linger.testkit.Misbehaviour.HalfClose;
import dev.linger.testkit.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class IdleDeadlineTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static final Handler OK = exchange -> exchange.respond("ok");

    private static RawClient idle(Stage stage) throws Exception {
        RawClient client = stage.connect().send(GET);
        client.expect("ok");
        stage.await(Phase.IDLE);
        return client;
    }

    @Test
    void closesAnIdleConnectionByAFinOfItsOwn() throws Exception {
        try (Stage stage = Stage.of(OK)) {
            RawClient client = idle(stage);
            stage.pass(SECOND.multipliedBy(67));
            stage.awaitCount(Phase.IDLE, 1);
            stage.pass(SECOND.multipliedBy(9));
            assertEquals("", client.expectEnd());
            client.close();
            String says = stage.ends("idle-timeout server server fin idle");
            assertEquals("no request came for 76.0 s", says);
        }
    }

    @Test
    void anExchangeMayShortenTheWaitAfterItOnTheLoopAsWell() throws Exception {
        Deadlines hasty = Deadlines.defaults().withIdle(SECOND.multipliedBy(2));
        Handler shortening =
                Handler.nonBlocking(exchange -> exchange.deadlines(hasty).respond("ok"));
        try (Stage stage = Stage.of(shortening)) {
            RawClient client = idle(stage);
            stage.pass(SECOND.multipliedBy(3));
            assertEquals(0, stage.server.phases().getOrDefault(Phase.IDLE, 0));
            assertEquals("", client.expectEnd());
            client.close();
            stage.ends("idle-timeout server server fin idle");
        }
    }

    /** As after a pause of the process: more requests have come than one look can tell of. */
    @Test
    void whoWasInTimeIsHeardBeforeTheDeadlineIs() throws Exception {
        int count = 600;
        CountDownLatch pauses = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        Handler pausing =
                Handler.nonBlocking(exchange -> {
                    if (exchange.path().equals("/pause")) {
                        pauses.countDown();
                        goesOn.await();
                    }
                    exchange.respond("ok");
                });
        try (Stage stage = Stage.of(pausing)) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                RawClient client = stage.connect().send(GET);
                client.expect("ok");
                clients.add(client);
            }
            RawClient pause = stage.connect().send(GET.replace("/ ", "/pause "));
            pauses.await();
            for (RawClient client : clients) {
                client.send(GET);
            }
            stage.clock.advance(SECOND.multipliedBy(100));
            goesOn.countDown();
            for (RawClient client : clients) {
                client.expect("ok");
            }
            pause.expect("ok");
        }
    }

    @Test
    void idleTimesDifferByATenthAtMost() throws Exception {
        Set<Long> times = new HashSet<>();
        Spans spans = Spans.of(Deadlines.defaults());
        for (long connection = 1; connection <= 1000; connection++) {
            long idle = spans.idle(connection);
            assertTrue(idle <= 75_000_000_000L && idle >= 67_500_000_000L, idle + " ns");
            times.add(idle / 100_000_000);
        }
        assertTrue(times.size() > 60, times.size() + " different tenths of seconds");
    }

    @Test
    void aRequestThatCrossesTheCloseIsLate() throws Exception {
        try (Stage stage = Stage.of(OK)) {
            RawClient client = idle(stage);
            stage.pass(SECOND.multipliedBy(76));
            stage.await(Phase.LINGERING);
            client.send(GET);
            stage.turn();
            assertEquals("", client.expectEnd());
            client.close();
            String says = stage.ends("late-request server server fin idle");
            assertEquals("a request came after the server's FIN; no request came for 76.0 s", says);
        }
    }

    @Test
    void aConnectionThatWasNeverUsedEndsAsUnused() throws Exception {
        try (Stage stage = Stage.of(OK)) {
            RawClient client = stage.connect();
            stage.await(Phase.UNUSED);
            stage.pass(SECOND.multipliedBy(76));
            assertEquals("", client.expectEnd());
            client.close();
            assertEquals("no byte came for 76.0 s", stage.ends("unused server server fin unused"));
        }
    }

    @Test
    void aClientThatNeverAnswersTheFinIsLeftAfterTwoSeconds() throws Exception {
        try (Stage stage = Stage.of(OK)) {
            idle(stage);
            stage.pass(SECOND.multipliedBy(76));
            stage.await(Phase.LINGERING);
            stage.pass(SECOND.multipliedBy(3));
            stage.ends("idle-timeout server server half-closed idle");
        }
    }

    @Test
    void eachResponseBeginsTheIdleTimeAnew() throws Exception {
        try (Stage stage = Stage.of(OK)) {
            RawClient client = idle(stage);
            for (int i = 0; i < 5; i++) {
                stage.pass(SECOND.multipliedBy(60));
                client.send(GET).expect("ok");
                stage.await(Phase.IDLE);
            }
        }
    }

    @Test
    void anExchangeMaySetTheIdleTimeAfterIt() throws Exception {
        Handler patient =
                exchange ->
                        exchange.deadlines(Deadlines.defaults().withIdle(SECOND.multipliedBy(600)))
                                .respond("ok");
        try (Stage stage = Stage.of(patient)) {
            RawClient client = idle(stage);
            stage.pass(SECOND.multipliedBy(500));
            client.send(GET).expect("ok");
            stage.await(Phase.IDLE);
            stage.pass(SECOND.multipliedBy(601));
            assertEquals("", client.expectEnd());
        }
    }

    @Test
    void theClientsOwnIdleTimeoutAndItsSurplusAreToldApart() throws Exception {
        try (Stage stage = Stage.of(OK)) {
            RawClient soon = idle(stage);
            soon.does(new HalfClose());
            stage.ends("surplus client client fin idle");
            RawClient later = idle(stage);
            stage.pass(SECOND.multipliedBy(30));
            later.does(new HalfClose());
            stage.ends("idle-timeout client client fin idle");
        }
    }
}
