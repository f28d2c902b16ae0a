package dev.linger.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.JudgedLife;
import dev.linger.life.Phase;
import dev.linger.testkit.RawClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsClosingTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LAST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final Handler OK = exchange -> exchange.respond("ok");

    private static Stage stage(Handler handler) throws Exception {
        return new Stage(Stage.tls(), handler);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aCloseThatTheClientAnnouncesIsItsOwnAndWhole(String version) throws Exception {
        try (Stage stage = stage(OK)) {
            try (TlsTalker client = TlsTalker.connect(stage.server.address(), version)) {
                client.send(GET);
                client.expect("ok");
                stage.await(Phase.IDLE);
                client.sayClose();
                client.socket().close();
            }
            JudgedLife life = stage.life();
            assertEquals("surplus client client fin", Stage.words(life));
            assertTrue(life.verdict().notes().isEmpty(), "" + life.verdict());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aFinWithoutAnAnnouncementIsNotedAsOne(String version) throws Exception {
        try (Stage stage = stage(OK)) {
            try (TlsTalker client = TlsTalker.connect(stage.server.address(), version)) {
                client.send(GET);
                client.expect("ok");
                stage.await(Phase.IDLE);
                client.socket().close();
            }
            JudgedLife life = stage.life();
            assertEquals("surplus client client fin", Stage.words(life));
            assertTrue(
                    life.verdict().notes().getFirst().contains("without close_notify"),
                    "" + life.verdict());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoAnnouncesAndStaysIsAnsweredAndThenClosed(String version) throws Exception {
        try (Stage stage = stage(OK)) {
            try (TlsTalker client = TlsTalker.connect(stage.server.address(), version)) {
                client.send(GET);
                client.expect("ok");
                stage.await(Phase.IDLE);
                client.sayClose();
                stage.await(() -> stage.server.open() == 0 || endsSoon(stage));
                assertTrue(client.hearsClose());
            }
            assertEquals("surplus client server fin", Stage.words(stage.life()));
        }
    }

    /** Lets time pass by what the client's FIN is given. */
    private static boolean endsSoon(Stage stage) {
        stage.clock.advance(Duration.ofMillis(5));
        return false;
    }

    @Test
    void aServerThatClosesSaysSo() throws Exception {
        try (Stage stage = stage(OK)) {
            try (TlsTalker client = TlsTalker.connect(stage.server.address(), "TLSv1.3")) {
                client.send(GET);
                client.expect("ok");
                stage.await(Phase.IDLE);
                stage.pass(Duration.ofSeconds(80));
                assertTrue(client.hearsClose());
                client.socket().close();
            }
            assertEquals("idle-timeout server server fin", Stage.words(stage.life()));
        }
    }

    @Test
    void aResponseThatIsCutIsNoOrderlyEnd() throws Exception {
        Handler breaking =
                exchange -> {
                    ResponseBody body = exchange.respondWithLength(100);
                    body.write(new byte[50]);
                    body.flush();
                    throw new IllegalStateException("half way");
                };
        try (Stage stage = stage(breaking)) {
            try (TlsTalker client = TlsTalker.connect(stage.server.address(), "TLSv1.3")) {
                client.send(GET);
                assertFalse(client.hearsClose());
            }
            assertEquals("truncated server server reset", Stage.words(stage.life()));
        }
    }

    /** It may be faster than the thread that answers it. */
    @Test
    void whoHasTheAnswerBeforeItsEndIsTakenNoteOfStillClosesFirst() throws Exception {
        CountDownLatch had = new CountDownLatch(1);
        Handler slow =
                exchange -> {
                    ResponseBody body = exchange.respondWithLength(10_000);
                    body.write("x".repeat(9_998).concat("ok").getBytes(US_ASCII));
                    had.await();
                    body.close();
                };
        try (Stage stage = stage(slow)) {
            try (TlsTalker client = TlsTalker.connect(stage.server.address(), "TLSv1.3")) {
                client.send(GET);
                client.expect("ok");
                stage.pass(Duration.ofMillis(1));
                client.sayClose();
                stage.turn();
                had.countDown();
                stage.await(Phase.IDLE);
                client.socket().close();
            }
            assertEquals("surplus client client fin", Stage.words(stage.life()));
        }
    }

    @Test
    void whoHearsAfterItsAnnouncementGetsItsAnswer() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        Handler waiting =
                exchange -> {
                    answer.await();
                    exchange.respond("late");
                };
        try (Stage stage = stage(waiting)) {
            try (TlsTalker client = TlsTalker.connect(stage.server.address(), "TLSv1.3")) {
                client.send(GET);
                stage.await(Phase.HANDLING);
                client.sayClose();
                stage.turn();
                answer.countDown();
                client.expect("late");
                assertTrue(client.hearsClose());
            }
            assertEquals("close-requested client server fin", Stage.words(stage.life()));
        }
    }

    @Test
    void inTls12AnAnnouncementEndsBothDirections() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        Handler waiting =
                exchange -> {
                    exchange.interruptWhenClientLeaves();
                    try {
                        new CountDownLatch(1).await();
                    } finally {
                        left.countDown();
                    }
                };
        try (Stage stage = stage(waiting)) {
            try (TlsTalker client = TlsTalker.connect(stage.server.address(), "TLSv1.2")) {
                client.send(GET);
                stage.await(Phase.HANDLING);
                client.sayClose();
                left.await();
                client.socket().close();
            }
            JudgedLife life = stage.life();
            assertEquals("abandoned client client fin", Stage.words(life));
        }
    }

    @Test
    void inTls12APartOfAResponseIsNotTakenForTheWhole() throws Exception {
        Semaphore mayGoOn = new Semaphore(0);
        Handler streaming =
                exchange -> {
                    try (ResponseBody body = exchange.respondStreaming()) {
                        body.write("a part".getBytes(US_ASCII));
                        body.flush();
                        mayGoOn.acquireUninterruptibly();
                    }
                };
        try (Stage stage = stage(streaming)) {
            try (TlsTalker client = TlsTalker.connect(stage.server.address(), "TLSv1.2")) {
                client.send("GET / HTTP/1.0\r\n\r\n");
                client.expect("a part");
                client.sayClose();
                assertFalse(client.hearsClose());
            }
            mayGoOn.release();
            stage.ends("abandoned client server reset response-body");
        }
    }

    @Test
    void inTls12TheRestOfAnAnswerThatIsGivenIsNotSentBehindAnAnnouncement() throws Exception {
        String much = "x".repeat(16 << 20);
        try (Stage stage = stage(exchange -> exchange.respond(much))) {
            try (TlsTalker client = TlsTalker.connect(stage.server.address(), "TLSv1.2")) {
                client.send(GET);
                client.expect("xxx");
                client.sayClose();
                assertFalse(client.hearsClose());
            }
            stage.ends("abandoned client server reset response-body");
        }
    }

    @Test
    void inTls12WhoHasTheWholeAnswerMayLeaveBeforeTheHandlerKnows() throws Exception {
        Semaphore mayGoOn = new Semaphore(0);
        CountDownLatch left = new CountDownLatch(1);
        Handler slow =
                exchange -> {
                    exchange.interruptWhenClientLeaves();
                    ResponseBody body = exchange.respondWithLength(9000);
                    body.write(new byte[9000]);
                    body.flush();
                    try {
                        mayGoOn.acquire();
                    } catch (InterruptedException _) {
                        left.countDown();
                    }
                    body.close();
                };
        try (Stage stage = stage(slow)) {
            try (TlsTalker client = TlsTalker.connect(stage.server.address(), "TLSv1.2")) {
                client.send(GET);
                client.expect("\0".repeat(9000));
                stage.pass(Duration.ofMillis(1));
                client.sayClose();
                client.socket().shutdownOutput();
                left.await();
            }
            assertEquals("surplus client client fin", Stage.words(stage.life()));
        }
    }

    @Test
    void inTls12AFinRightBehindTheAnnouncementIsNoReset() throws Exception {
        Semaphore mayAnswer = new Semaphore(0);
        Handler waiting =
                exchange -> {
                    mayAnswer.acquireUninterruptibly();
                    OK.handle(exchange);
                };
        for (int round = 0; round < 10; round++) {
            try (Stage stage = stage(waiting)) {
                try (TlsTalker client = TlsTalker.connect(stage.server.address(), "TLSv1.2")) {
                    client.send(GET);
                    stage.await(Phase.HANDLING);
                    client.sayClose();
                    client.socket().shutdownOutput();
                    assertEquals(-1, client.socket().getInputStream().read());
                    mayAnswer.release();
                }
                assertEquals("abandoned client client fin", Stage.words(stage.life()));
            }
        }
    }

    @Test
    void aRecordThatWasChangedOnTheWayEndsIt() throws Exception {
        try (Stage stage = stage(OK)) {
            try (TlsTalker client = TlsTalker.connect(stage.server.address(), "TLSv1.3")) {
                client.send(GET);
                client.expect("ok");
                client.sendChanged(GET);
                assertThrows(SSLException.class, client::hearsClose);
            }
            JudgedLife life = stage.life();
            assertEquals("tls-failed server server fin", Stage.words(life));
            String says = life.verdict().evidence().getFirst().says();
            assertTrue(says.contains("bad_record_mac"), says);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theClientClosesFirstWhereItIsToldOfTheEnd(boolean nonBlocking) throws Exception {
        Handler handler = nonBlocking ? Handler.nonBlocking(OK) : OK;
        try (Stage stage = stage(handler)) {
            RawClient client = stage.connect().send(LAST);
            client.expect("ok");
            stage.await(Phase.IDLE);
            client.close();
            stage.ends("close-requested client client fin idle");
        }
    }

    /** As a two-way shutdown does (SSL_shutdown(3)). */
    @Test
    void whoHearsOfTheEndAnnouncesAndStaysIsNotWaitedForInVain() throws Exception {
        try (Stage stage = stage(OK)) {
            for (int i = 0; i < 4; i++) {
                try (TlsTalker client = TlsTalker.connect(stage.server.address(), "TLSv1.3")) {
                    client.send(LAST);
                    client.expect("ok");
                    stage.await(Phase.IDLE);
                    client.sayClose();
                    stage.await(() -> stage.server.open() == 0 || endsSoon(stage));
                    assertTrue(client.hearsClose());
                }
                assertEquals("close-requested client server fin", Stage.words(stage.life()));
            }
            RawClient other = stage.connect().send(LAST);
            other.expect("ok");
            stage.await(Phase.IDLE);
            other.close();
            stage.ends("close-requested client client fin idle");
        }
    }

    @Test
    void aConnectionThatLeavesHttpStaysSecret() throws Exception {
        Handler upgrading =
                exchange -> {
                    HandedOver taken = exchange.upgrade("echo");
                    ByteBuffer bytes = ByteBuffer.allocate(100_000);
                    try (var channel = taken.channel()) {
                        channel.write(taken.already());
                        while (channel.read(bytes) >= 0) {
                            bytes.flip();
                            channel.write(bytes);
                            bytes.clear();
                        }
                    }
                };
        try (Stage stage = stage(upgrading)) {
            RawClient client = stage.connect();
            client.send(
                    "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
            client.expect("\r\n\r\n");
            for (int i = 1; i < 5; i++) {
                String text = "x".repeat(20_000 * i) + ".";
                client.send(text);
                assertEquals(text, client.expect("."));
            }
            stage.ends("upgraded client nobody open upgraded");
        }
    }
}
