package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Phase;
import dev.linger.testkit.RawClient;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CapacityTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Handler OK = exchange -> exchange.respond("ok");

    private static Stage stage(int connections, int perAddress, boolean refuse) throws Exception {
        Settings.Capacity capacity = new Settings.Capacity(connections, perAddress, refuse);
        return new Stage(Stage.settings().withCapacity(capacity), OK);
    }

    @Test
    void refusesOneTooManyWith503AndGoesOnWithTheOthers() throws Exception {
        try (Stage stage = stage(2, 100, true)) {
            RawClient first = stage.connect().send(GET);
            first.expect("ok");
            stage.connect().send(GET).expect("ok");
            for (int i = 0; i < 5; i++) {
                RawClient refused = stage.connect();
                String answer = refused.expectEnd();
                assertTrue(answer.startsWith("HTTP/1.1 503 "), answer);
            }
            assertEquals(2, stage.server.open());
            first.send(GET).expect("ok");
            first.close();
            stage.await(() -> stage.server.open() == 1);
            stage.connect().send(GET).expect("ok");
            stage.pass(Duration.ofSeconds(3));
        }
    }

    @Test
    void aRefusedConnectionEndsAsOverLimit() throws Exception {
        try (Stage stage = stage(1, 100, true)) {
            stage.connect().send(GET).expect("ok");
            RawClient refused = stage.connect();
            refused.expectEnd();
            refused.close();
            stage.ends("over-limit server server fin unused");
        }
    }

    @Test
    void aRefusedClientWhoseSystemHasTheAnswerIsWaitedForNoMore() throws Exception {
        try (Stage stage = stage(1, 100, true)) {
            stage.connect().send(GET).expect("ok");
            RawClient refused = stage.connect();
            // Its acknowledgement comes with this at once, else some time later.
            assertTrue(refused.expectEnd().startsWith("HTTP/1.1 503 "));
            refused.send(GET);
            stage.turn();
            stage.pass(Duration.ofMillis(40));
            assertEquals(0, stage.server.ledger().closed());
            stage.pass(Duration.ofMillis(70));
            // Elsewhere nothing tells, and only the time limit ends it.
            assertEquals(nativeCallsAreAllowed() ? 1 : 0, stage.server.ledger().closed());
            stage.pass(Duration.ofSeconds(2));
            stage.ends("over-limit server server half-closed unused");
        }
    }

    @Test
    void ofRefusedOnesThatStayOnlySoManyAreTold() throws Exception {
        try (Stage stage = stage(1, 1000, true)) {
            stage.connect().send(GET).expect("ok");
            RawClient told = stage.connect();
            told.expectEnd();
            for (int i = 1; i < Places.MOST_REFUSED; i++) {
                stage.connect().expectEnd();
            }
            expectResetAtOnce(stage);
            stage.ends("over-limit server server reset unused");
            told.close();
            stage.ends("over-limit server server fin unused");
            assertTrue(stage.connect().expectEnd().startsWith("HTTP/1.1 503 "));
            stage.turn();
            stage.pass(Duration.ofSeconds(3));
        }
    }

    /** It may come before the client's thread has noticed that it was connected. */
    private static void expectResetAtOnce(Stage stage) throws IOException {
        RawClient client;
        try {
            client = stage.connect();
        } catch (SocketException e) {
            assertTrue(String.valueOf(e.getMessage()).startsWith("Connection reset"), e.toString());
            return;
        }
        assertEquals(0, client.expectReset());
    }

    private static boolean nativeCallsAreAllowed() {
        return ModuleLayer.boot()
                .findModule("dev.linger.linux")
                .orElseThrow()
                .isNativeAccessEnabled();
    }

    @Test
    void letsOthersWaitUntilThereIsRoom() throws Exception {
        try (Stage stage = stage(2, 100, false)) {
            RawClient first = stage.connect().send(GET);
            first.expect("ok");
            stage.connect().send(GET).expect("ok");
            RawClient waiting = stage.connect().send(GET);
            stage.turn();
            assertEquals(2, stage.server.open());
            first.close();
            waiting.expect("ok");
        }
    }

    @Test
    void refusesMoreThanItsShareToOneAddress() throws Exception {
        try (Stage stage = stage(100, 3, false)) {
            for (int i = 0; i < 3; i++) {
                stage.connect().send(GET).expect("ok");
            }
            assertTrue(stage.connect().expectEnd().startsWith("HTTP/1.1 503 "));
            assertEquals(3, stage.server.open());
        }
    }

    @Test
    void aPortThatIsTakenIsNamed() throws Exception {
        try (Stage stage = Stage.of(OK)) {
            int port = stage.server.address().getPort();
            IOException refused =
                    assertThrows(
                            IOException.class,
                            () -> Server.start(Settings.of(stage.server.address()), OK));
            String says = String.valueOf(refused.getMessage());
            assertTrue(says.contains(":" + port + ": "), says);
            assertTrue(says.contains("choose another port"), says);
        }
    }

    @Test
    void anAddressThatNobodyKnowsIsRefused() {
        InetSocketAddress unknown = InetSocketAddress.createUnresolved("no.invalid", 80);
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> Settings.of(unknown));
        assertEquals("address no.invalid: no such host is known", refused.getMessage());
    }

    @Test
    void aStatusThatIsNoneIsRefused() throws Exception {
        Handler refusing =
                exchange -> {
                    for (int status : new int[] {101, 199, 600}) {
                        assertThrows(IllegalArgumentException.class, () -> exchange.status(status));
                    }
                    exchange.respond("ok");
                };
        try (Stage stage = Stage.of(refusing)) {
            stage.connect().send(GET).expect("\r\n\r\nok");
        }
    }

    @Test
    void closingTwiceIsClosingOnce() throws Exception {
        Stage stage = Stage.of(OK);
        stage.connect().send(GET).expect("ok");
        stage.await(Phase.IDLE);
        stage.close();
        stage.server.close();
        assertEquals(0, stage.server.drain(Duration.ofSeconds(1)).connections());
    }
}
