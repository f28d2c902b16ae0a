package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Phase;
import dev.linger.testkit.RawClient;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WriteDeadlineTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int LENGTH = 16 << 20;

    private static Handler large(boolean nonBlocking) {
        Handler handler = exchange -> exchange.respond(new byte[LENGTH]);
        return nonBlocking ? Handler.nonBlocking(handler) : handler;
    }

    private static RawClient stuck(Stage stage) throws Exception {
        return stuck(stage, GET);
    }

    private static RawClient stuck(Stage stage, String request) throws Exception {
        RawClient client = stage.connectNarrow().send(request);
        client.expect("\r\n\r\n");
        stage.await(() -> stage.server.isWaiting());
        return client;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void cutsAClientThatTakesNothing(boolean nonBlocking) throws Exception {
        // The client's kernel may take some more before it takes no more: at no rate.
        Deadlines.Pace pace = new Deadlines.Pace(SECOND.multipliedBy(30), 0, SECOND);
        Settings settings = Stage.settings(Deadlines.defaults().withWrite(pace));
        try (Stage stage = new Stage(settings, large(nonBlocking))) {
            RawClient client = stuck(stage);
            int seconds = stage.passUntilClosed();
            assertTrue(seconds >= 30, seconds + " s");

            String says = stage.ends("write-timeout server server reset response-body");
            assertTrue(says.startsWith("the client took no byte for 3"), says);
            assertTrue(says.endsWith(" (limit 30.0 s)"), says);
            assertTrue(client.expectReset() < LENGTH);
        }
    }

    @Test
    void cutsAClientThatTakesTooLittleAfterItsGrace() throws Exception {
        Deadlines.Pace demanding = new Deadlines.Pace(SECOND.multipliedBy(30), 1 << 20, SECOND);
        Settings settings = Stage.settings(Deadlines.defaults().withWrite(demanding));
        try (Stage stage = new Stage(settings, large(true))) {
            RawClient client = stuck(stage);
            for (int i = 0; i < 20 && stage.server.open() == 1; i++) {
                client.read(100_000);
                stage.passSlowly(SECOND.multipliedBy(4));
            }
            String says = stage.ends("write-timeout server server reset response-body");
            assertTrue(says.contains(" bytes were taken by the client in "), says);
        }
    }

    @Test
    void aSlowButSteadyReaderGetsAll() throws Exception {
        Settings settings = Stage.settings(Deadlines.defaults().withIdle(Deadlines.NEVER));
        try (Stage stage = new Stage(settings, large(true))) {
            RawClient client = stuck(stage);
            int step = 64 << 10;
            for (int read = 0; read < LENGTH; read += step) {
                client.read(step);
                stage.passSlowly(SECOND.multipliedBy(5));
            }
            stage.await(Phase.IDLE);
            assertEquals(0, stage.server.ledger().closed());
        }
    }

    @Test
    void aHandlerThatThinksNeverTripsIt() throws Exception {
        CountDownLatch thought = new CountDownLatch(1);
        Handler thinking =
                exchange -> {
                    try (OutputStream out = exchange.respondWithLength(4)) {
                        out.write(new byte[] {'a', 'b'});
                        out.flush();
                        thought.await();
                        out.write(new byte[] {'c', 'd'});
                    }
                };
        try (Stage stage = Stage.of(thinking)) {
            RawClient client = stage.connect().send(GET);
            client.expect("ab");
            stage.passSlowly(SECOND.multipliedBy(600));
            thought.countDown();
            client.expect("cd");
        }
    }

    @Test
    void aResponseWhoseLastBytesGoAtAnAlarmLeavesNoAlarm() throws Exception {
        try (Stage stage = new Stage(Stage.settings(), large(true))) {
            RawClient client = stuck(stage, "GET / HTTP/1.0\r\n\r\n");
            int step = 64 << 10;
            for (int read = 0; read < LENGTH; read += step) {
                client.read(step);
                stage.pass(SECOND);
            }
            client.expectEnd();
            client.close();
            stage.ends("close-requested client server fin idle");
            assertEquals(0, stage.server.alarms());
        }
    }
}
