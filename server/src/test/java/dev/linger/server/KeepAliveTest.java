package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Phase;
import dev.linger.testkit.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class KeepAliveTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String CLOSE = "\r\nConnection: close\r\n";
    private static final Pattern TIMEOUT = Pattern.compile("\r\nKeep-Alive: timeout=(\\d+)\r\n");

    private static final Handler OK = exchange -> exchange.respond("ok");

    private static Stage stage(Settings.KeepAlive keepAlive) throws Exception {
        return new Stage(Stage.settings().withKeepAlive(keepAlive), OK);
    }

    private static Settings.KeepAlive unread(long bytes) {
        return new Settings.KeepAlive(true, Long.MAX_VALUE, bytes, false);
    }

    @Test
    void isTurnedOffBySetting() throws Exception {
        try (Stage stage = stage(new Settings.KeepAlive(false, Long.MAX_VALUE, 0, false))) {
            RawClient client = stage.connect().send(GET);
            assertTrue(client.expect("ok").contains(CLOSE));
            client.close();
            stage.ends("close-requested server client fin idle");
        }
    }

    @Test
    void isTurnedOffAndOnWhileItRuns() throws Exception {
        try (Stage stage = Stage.of(OK)) {
            RawClient client = stage.connect().send(GET);
            assertFalse(client.expect("ok").contains(CLOSE));
            stage.server.keepAlive(false);
            assertTrue(client.send(GET).expect("ok").contains(CLOSE));
            stage.server.keepAlive(true);
            assertFalse(stage.connect().send(GET).expect("ok").contains(CLOSE));
        }
    }

    @Test
    void theLastRequestAllowedAnnouncesTheEnd() throws Exception {
        try (Stage stage = stage(new Settings.KeepAlive(true, 3, 0, false))) {
            RawClient client = stage.connect();
            assertFalse(client.send(GET).expect("ok").contains(CLOSE));
            assertFalse(client.send(GET).expect("ok").contains(CLOSE));
            assertTrue(client.send(GET).expect("ok").contains(CLOSE));
            client.close();
            String says = stage.ends("max-requests server client fin idle");
            assertEquals("request 3 is the last allowed", says);
        }
    }

    @Test
    void announcesLessThanItKeeps() throws Exception {
        try (Stage stage = stage(new Settings.KeepAlive(true, Long.MAX_VALUE, 0, true))) {
            for (int i = 0; i < 30; i++) {
                RawClient client = stage.connect();
                Matcher announced = TIMEOUT.matcher(client.send(GET).expect("ok"));
                assertTrue(announced.find());
                stage.await(Phase.IDLE);
                stage.pass(Duration.ofSeconds(Integer.parseInt(announced.group(1))));
                assertFalse(client.send(GET).expect("ok").contains(CLOSE));
                stage.await(Phase.IDLE);
                stage.pass(Duration.ofSeconds(Integer.parseInt(announced.group(1)) + 3));
                assertEquals("", client.expectEnd());
                client.close();
                stage.ends("idle-timeout server server fin idle");
            }
        }
    }

    @Test
    void announcesNoTimeWhereNothingEndsTheConnection() throws Exception {
        Settings settings =
                Stage.settings()
                        .withKeepAlive(new Settings.KeepAlive(true, Long.MAX_VALUE, 0, true))
                        .withDeadlines(Deadlines.defaults().withIdle(Deadlines.NEVER));
        try (Stage stage = new Stage(settings, OK)) {
            String answer = stage.connect().send(GET).expect("ok");
            assertFalse(TIMEOUT.matcher(answer).find(), answer);
        }
    }

    @Test
    void aBodyThatNobodyReadsIsThrownAwayWithinTheLimit() throws Exception {
        try (Stage stage = stage(unread(100_000))) {
            RawClient client = stage.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n");
            assertFalse(client.expect("ok").contains(CLOSE));
            stage.await(Phase.REQUEST_BODY);
            client.send("x".repeat(90_000));
            stage.await(Phase.IDLE);
            client.send(GET).expect("ok");
        }
    }

    @Test
    void aBodyLongerThanThatIsAnnouncedAsTheEnd() throws Exception {
        try (Stage stage = stage(unread(100_000))) {
            RawClient client = stage.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100001\r\n\r\n");
            assertTrue(client.expectEnd().contains(CLOSE));
            client.close();
            stage.ends("unread-body server server fin early-response");
        }
    }

    @Test
    void chunksAreThrownAwayUpToTheLimitInAll() throws Exception {
        try (Stage stage = stage(unread(100_000))) {
            RawClient client = stage.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            assertFalse(client.expect("ok").contains(CLOSE));
            String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
            for (int i = 0; i < 12; i++) {
                client.send(chunk);
            }
            stage.turn();
            stage.awaitCount(Phase.REQUEST_BODY, 1);
            client.send(chunk + chunk);
            assertEquals("", client.expectEnd());
            client.send(chunk).close();
            stage.ends("unread-body server server fin early-response");
        }
    }

    @Test
    void aBodyThatStallsWhileItIsThrownAwayEndsTheConnection() throws Exception {
        try (Stage stage = stage(unread(100_000))) {
            RawClient client = stage.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n");
            client.expect("ok");
            stage.await(Phase.REQUEST_BODY);
            stage.pass(Duration.ofSeconds(31));
            assertEquals("", client.expectEnd());
            client.close();
            assertEquals(
                    "request 1 was answered, and no byte of the rest of its body came for 31.0 s"
                            + " (limit 30.0 s)",
                    stage.ends("unread-body server server fin early-response"));
        }
    }

    @Test
    void aBodyThatComesSteadilyIsThrownAwayHoweverLongThatTakes() throws Exception {
        try (Stage stage = stage(unread(100_000))) {
            RawClient client = stage.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n");
            client.expect("ok");
            stage.await(Phase.REQUEST_BODY);
            for (int i = 0; i < 60; i++) {
                client.send("x".repeat(1500));
                stage.turn();
                stage.pass(Duration.ofSeconds(1));
            }
            stage.await(Phase.IDLE);
            client.send(GET).expect("ok");
        }
    }

    @Test
    void aBodyThatTricklesWhileItIsThrownAwayEndsTheConnection() throws Exception {
        try (Stage stage = stage(unread(100_000))) {
            RawClient client = stage.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 90000\r\n\r\n");
            client.expect("ok");
            stage.await(Phase.REQUEST_BODY);
            for (int i = 0; i < 20 && !stage.server.phases().containsKey(Phase.LINGERING); i++) {
                client.send("x".repeat(100));
                stage.turn();
                stage.pass(Duration.ofSeconds(1));
            }
            assertEquals("", client.expectEnd());
            client.close();
            String says = stage.ends("unread-body server server fin early-response");
            assertTrue(says.contains("00 bytes of the rest of its body came in "), says);
            assertTrue(says.endsWith(" (limit 240 bytes a second)"), says);
        }
    }

    @Test
    void anAnswerInTheHandlersPlaceSaysThatAnHttp10ConnectionIsKept() throws Exception {
        Handler failing =
                exchange -> {
                    throw new IllegalStateException("on purpose");
                };
        try (Stage stage = Stage.of(failing)) {
            RawClient client = stage.connect();
            String request = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
            for (int i = 0; i < 2; i++) {
                String answer = client.send(request).expect("500 Internal Server Error\n");
                assertTrue(answer.contains("\r\nConnection: keep-alive\r\n"), answer);
            }
            String last = client.send("GET / HTTP/1.0\r\n\r\n").expectEnd();
            assertTrue(last.contains(CLOSE), last);
        }
    }

    @Test
    void anAnswerInTheHandlersPlaceKeepsTheTimeThatTheHandlerHasSet() throws Exception {
        Deadlines brief = Deadlines.defaults().withIdle(Duration.ofSeconds(20));
        Handler failing =
                exchange -> {
                    exchange.deadlines(brief);
                    throw new IllegalStateException("on purpose");
                };
        Settings settings =
                Stage.settings()
                        .withKeepAlive(new Settings.KeepAlive(true, Long.MAX_VALUE, 0, true));
        try (Stage stage = new Stage(settings, failing)) {
            RawClient client = stage.connect();
            String answer = client.send(GET).expect("500 Internal Server Error\n");
            Matcher announced = TIMEOUT.matcher(answer);
            assertTrue(announced.find(), answer);
            int seconds = Integer.parseInt(announced.group(1));
            assertTrue(seconds < 20, answer);
            stage.await(Phase.IDLE);
            stage.pass(Duration.ofSeconds(seconds));
            stage.awaitCount(Phase.IDLE, 1);
            stage.pass(Duration.ofSeconds(3));
            assertEquals("", client.expectEnd());
            client.close();
            stage.ends("idle-timeout server server fin idle");
        }
    }

    @Test
    void theIdleTimeBeginsWhenTheBodyIsThrownAway() throws Exception {
        Deadlines deadlines = Deadlines.defaults().withIdle(Duration.ofSeconds(20));
        try (Stage stage = new Stage(Stage.settings(deadlines), OK)) {
            RawClient client = stage.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n");
            client.expect("ok");
            stage.await(Phase.REQUEST_BODY);
            stage.pass(Duration.ofSeconds(25));
            client.send("x".repeat(9));
            stage.await(Phase.IDLE);
            stage.pass(Duration.ofSeconds(17));
            stage.awaitCount(Phase.IDLE, 1);
            stage.pass(Duration.ofSeconds(4));
            assertEquals("", client.expectEnd());
            client.close();
            String says = stage.ends("idle-timeout server server fin idle");
            assertEquals("no request came for 21.0 s", says);
        }
    }

    @Test
    void whoReadsABodyAfterTheResponseIsToldThatItIsThrownAway() throws Exception {
        CompletableFuture<IOException> told = new CompletableFuture<>();
        Handler late =
                exchange -> {
                    exchange.respond("ok");
                    told.complete(
                            assertThrows(
                                    ExchangeOverException.class, () -> exchange.body().read()));
                };
        try (Stage stage = new Stage(Stage.settings(), late)) {
            RawClient client = stage.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n");
            client.expect("ok");
            String says = told.get(10, TimeUnit.SECONDS).getMessage();
            assertEquals(
                    "the response has ended; the rest of the request's body is thrown away", says);
        }
    }

    @Test
    void garbageInABodyThatIsThrownAwayGetsNoSecondAnswer() throws Exception {
        try (Stage stage = stage(unread(100_000))) {
            RawClient client = stage.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.expect("ok");
            stage.await(Phase.REQUEST_BODY);
            client.send("nonsense\r\n");
            assertEquals("", client.expectEnd());
            client.close();
            stage.ends("bad-message server server fin request-body");
        }
    }

    @Test
    void garbageBehindABegunResponseIsToldOnce() throws Exception {
        CountDownLatch told = new CountDownLatch(1);
        Handler streaming =
                exchange -> {
                    try (ResponseBody body = exchange.respondStreaming()) {
                        body.write('a');
                        body.flush();
                        told.await();
                    }
                };
        try (Stage stage = Stage.of(streaming)) {
            RawClient client = stage.connect();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            client.expect("1\r\na\r\n");
            client.send("nonsense\r\n");
            stage.await(() -> !stage.told.isEmpty());
            client.send("nonsense\r\n");
            stage.turn();
            client.send("nonsense\r\n");
            stage.turn();
            assertEquals(1, stage.told.size(), () -> stage.told.toString());
            told.countDown();
            client.expect("0\r\n\r\n");
            client.expectEnd();
            client.close();
            stage.ends("bad-message server server fin early-response");
        }
    }

    @Test
    void aBodyThatCameWholeAndIsNotReadKeepsTheConnection() throws Exception {
        CountDownLatch whole = new CountDownLatch(1);
        Handler refusing =
                exchange -> {
                    whole.await();
                    exchange.respond(401);
                };
        try (Stage stage = Stage.of(refusing)) {
            RawClient client = stage.connect();
            int length = Stage.settings().heldBodyBytes();
            String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
            // Its end comes with the bytes that fill what may be held.
            client.send(head + "x".repeat(length));
            stage.await(() -> stage.server.heldBytes() == length);
            whole.countDown();
            client.expect("\r\n\r\n");
            client.send(GET).expect("\r\n\r\n");
        }
    }

    @Test
    void aFieldOfTheHandlersDoesNotHideTheEnd() throws Exception {
        Handler meddling =
                exchange ->
                        exchange.header("Connection", "x, Keep-Alive")
                                .header("Keep-Alive", "timeout=5")
                                .respond("ok");
        Settings settings =
                Stage.settings()
                        .withKeepAlive(new Settings.KeepAlive(false, Long.MAX_VALUE, 0, false));
        try (Stage stage = new Stage(settings, meddling)) {
            RawClient client = stage.connect().send(GET);
            String answer = client.expect("ok");
            assertTrue(answer.contains(CLOSE), answer);
            assertFalse(answer.toLowerCase(Locale.ROOT).contains("keep-alive"), answer);
            client.close();
            stage.ends("close-requested server client fin idle");
        }
    }

    @Test
    void closeAmongOtherOptionsOfTheHandlersEndsIt() throws Exception {
        try (Stage stage =
                Stage.of(exchange -> exchange.header("Connection", "x, Close").respond("ok"))) {
            RawClient client = stage.connect().send(GET);
            assertFalse(client.expect("ok").contains(CLOSE));
            client.close();
            stage.ends("close-requested server client fin idle");
        }
    }

    @Test
    void aNonBlockingHandlerGetsABodyAsLongAsMayBeHeld() throws Exception {
        Handler handler = Handler.nonBlocking(exchange -> exchange.respond("ok"));
        try (Stage stage = new Stage(Stage.settings().withHeldBodyBytes(1024), handler)) {
            String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ";
            RawClient client = stage.connect().send(head + "1024\r\n\r\n" + "x".repeat(1024));
            client.expect("ok");
            client.send(head + "1025\r\n\r\n").expect("413 Content Too Large\n");
        }
    }
}
