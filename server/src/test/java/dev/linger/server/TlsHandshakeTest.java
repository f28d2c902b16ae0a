package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.Phase;
import dev.linger.testkit.Misbehaviour.Reset;
import dev.linger.testkit.RawClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TlsHandshakeTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final byte[] BEGIN_OF_HELLO = {22, 3, 1, 2, 0, 1};
    private static final Handler OK = exchange -> exchange.respond("ok");

    @TempDir Path folder;

    private static Stage stage() throws Exception {
        return new Stage(Stage.tls(), OK);
    }

    private static Stage stage(Tls tls) throws Exception {
        return new Stage(Stage.plain().withTls(tls), OK);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void tellsTheHandlerWhatWasAgreedOn(String version) throws Exception {
        Handler telling =
                exchange -> {
                    SSLSession session = exchange.tls();
                    exchange.respond(
                            session == null
                                    ? "none"
                                    : session.getPeerHost()
                                            + " "
                                            + session.getProtocol()
                                            + " "
                                            + session.getCipherSuite()
                                            + "|");
                };
        try (Stage stage = new Stage(Stage.tls(), telling)) {
            SSLSocket socket = Trusting.socket(stage.server.address(), version);
            String said = stage.over(socket).send(GET).expect("|");
            String host = socket.getLocalAddress().getHostAddress();
            assertTrue(
                    said.endsWith(
                            host
                                    + " "
                                    + version
                                    + " "
                                    + socket.getSession().getCipherSuite()
                                    + "|"));
        }
    }

    @Test
    void aStalledHandshakeEndsAtItsOwnDeadline() throws Exception {
        try (Stage stage = stage()) {
            RawClient client = stage.connectPlain(0).send(BEGIN_OF_HELLO);
            stage.await(() -> stage.server.open() == 1);
            stage.pass(Duration.ofSeconds(9));
            assertEquals(1, stage.server.phases().get(Phase.CONNECTING));
            stage.pass(Duration.ofSeconds(2));
            client.expectEnd();
            client.close();
            String says = stage.ends("tls-failed server server fin connecting");
            assertEquals(
                    "the TLS handshake was incomplete after 11.0 s (limit 10.0 s);"
                            + " 6 bytes had come",
                    says);
        }
    }

    @Test
    void aHandshakeThatIsCalculatedTooLateIsNoFaultOfTheServer() throws Exception {
        Trusting.Slow slow = new Trusting.Slow();
        Tls tls = Tls.of(slow.context(Trusting.OWN)).withClients(Tls.ClientCertificates.REQUIRED);
        try (Stage stage =
                new Stage(Stage.plain().withTls(tls), exchange -> exchange.respond("ok"))) {
            SSLSocket socket =
                    Trusting.socket(
                            stage.server.address(), Trusting.clientWith(Trusting.made("me")), 0);
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            socket.startHandshake();
            slow.awaitCheck();
            stage.pass(Duration.ofSeconds(11));
            stage.await(Phase.LINGERING);
            slow.trust();
            stage.await(slow::isChecked);
            socket.close();
            stage.ends("tls-failed server server fin connecting");
        }
    }

    @Test
    void aHandshakeIsRecordedWithItsTime() throws Exception {
        try (Recording recording = new Recording();
                Stage stage = stage()) {
            recording.enable("dev.linger.TlsHandshake");
            recording.start();
            stage.connect().send(GET).expect("ok");
            recording.stop();
            Path file = folder.resolve("tls.jfr");
            recording.dump(file);
            List<RecordedEvent> events =
                    RecordingFile.readAllEvents(file).stream()
                            .filter(one -> one.getEventType().getName().endsWith(".TlsHandshake"))
                            .toList();
            assertEquals(1, events.size());
            RecordedEvent event = events.getFirst();
            assertEquals("TLSv1.3", event.getString("protocol"));
            assertTrue(event.getString("cipherSuite").startsWith("TLS_"), event.toString());
            assertTrue(event.getLong("connection") > 0, event.toString());
            assertEquals(Duration.ZERO, event.getDuration("took"));
        }
    }

    @Test
    void whoSendsNothingIsUnused() throws Exception {
        try (Stage stage = stage()) {
            RawClient client = stage.connectPlain(0);
            stage.await(Phase.CONNECTING);
            stage.pass(Duration.ofSeconds(11));
            assertEquals("", client.expectEnd());
            client.close();
            stage.ends("unused server server fin unused");
        }
    }

    @Test
    void aThousandStalledClientsKeepNobodyWaiting() throws Exception {
        try (Stage stage = stage()) {
            List<RawClient> stalled = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                stalled.add(stage.connectPlain(0).send(BEGIN_OF_HELLO));
            }
            stage.awaitCount(Phase.CONNECTING, 1000);
            stage.connect().send(GET).expect("ok");
            stage.pass(Duration.ofSeconds(11));
            for (RawClient one : stalled) {
                one.expectEnd();
                one.does(new Reset());
            }
            stage.await(() -> stage.server.open() == 1);
            stage.connect().send(GET).expect("ok");
        }
    }

    @Test
    void plainHttpIsAnsweredInPlain() throws Exception {
        try (Stage stage = stage()) {
            RawClient client = stage.connectPlain(0).send(GET);
            String answer = client.expectEnd();
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("https://"), answer);
            client.close();
            stage.ends("bad-message server server fin request-head");
        }
    }

    @Test
    void garbageIsAnsweredWithAnAlert() throws Exception {
        try (Stage stage = stage()) {
            RawClient client = stage.connectPlain(0).send(new byte[] {1, 2, 3});
            assertArrayEquals(new byte[] {21, 3, 3, 0, 2, 2, 10}, client.read(7));
            client.expectEnd();
            client.close();
            stage.ends("tls-failed server server fin connecting");
        }
    }

    @Test
    void aRecordThatIsNoneIsAnsweredWithAnAlert() throws Exception {
        try (Stage stage = stage()) {
            byte[] tooLong = {22, 3, 1, -1, -1};
            RawClient client = stage.connectPlain(0).send(tooLong);
            assertEquals(21, client.read(1)[0]);
            client.expectEnd();
            client.close();
            String says = stage.ends("tls-failed server server fin connecting");
            assertTrue(says.contains("the server sent an alert"), says);
        }
    }

    @Test
    void aHandshakeThatIsBrokenOffIsTheClientsFailure() throws Exception {
        try (Stage stage = stage()) {
            stage.connectPlain(0).send(BEGIN_OF_HELLO).close();
            stage.ends("tls-failed client client fin connecting");
        }
    }

    @Test
    void aClientThatDoesNotTrustTheCertificateDecides() throws Exception {
        try (Stage stage = stage()) {
            SSLContext distrusting = SSLContext.getInstance("TLS");
            distrusting.init(null, null, null);
            SSLSocket socket = Trusting.socket(stage.server.address(), distrusting, 0);
            assertThrows(SSLException.class, socket::startHandshake);
            socket.close();
            String says = stage.ends("tls-failed client client fin connecting");
            assertEquals(
                    "the client sent the alert certificate_unknown in the TLS handshake", says);
        }
    }

    @Test
    void aSecondHandshakeIsRefused() throws Exception {
        try (Stage stage = stage()) {
            SSLSocket socket = Trusting.socket(stage.server.address(), "TLSv1.2");
            RawClient client = stage.over(socket).send(GET);
            client.expect("ok");
            socket.startHandshake();
            assertThrows(SSLException.class, client::expectEnd);
            client.close();
            String says = stage.ends("tls-failed server server fin idle");
            assertTrue(says.contains("renegotiation"), says);
        }
    }

    @Test
    void speaksHttp11AndNothingElse() throws Exception {
        try (Stage stage = stage()) {
            SSLSocket fitting = Trusting.socket(stage.server.address(), Trusting.CLIENT, 0);
            offer(fitting, "h2", "http/1.1");
            stage.over(fitting).send(GET).expect("ok");
            assertEquals("http/1.1", fitting.getApplicationProtocol());
            SSLSocket other = Trusting.socket(stage.server.address(), Trusting.CLIENT, 0);
            offer(other, "h2");
            assertThrows(SSLException.class, other::startHandshake);
            other.close();
            String says = stage.ends("tls-failed server server fin connecting");
            assertTrue(says.contains("no_application_protocol"), says);
        }
    }

    private static void offer(SSLSocket socket, String... protocols) {
        var parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
    }

    @Test
    void aNameThatNobodyHasGetsTheFirstCertificate() throws Exception {
        KeyAndChain first = Trusting.made("first.example");
        KeyAndChain second = Trusting.made("second.example", "*.wild.example");
        try (Stage stage = stage(Tls.of(first, second))) {
            assertEquals(first, shownFor("first.example", stage, first, second));
            assertEquals(second, shownFor("second.example", stage, first, second));
            assertEquals(second, shownFor("a.wild.example", stage, first, second));
            assertEquals(first, shownFor("a.b.wild.example", stage, first, second));
            assertEquals(first, shownFor("other.example", stage, first, second));
        }
    }

    private static KeyAndChain shownFor(String name, Stage stage, KeyAndChain... all)
            throws Exception {
        SSLContext client = Trusting.clientOf(new KeyManager[0], all);
        SSLSocket socket = Trusting.socketFor(name, stage.server.address(), client);
        stage.over(socket);
        Object shown = socket.getSession().getPeerCertificates()[0];
        for (KeyAndChain one : all) {
            if (one.chain().getFirst().equals(shown)) {
                return one;
            }
        }
        throw new AssertionError("another certificate: " + shown);
    }

    @Test
    void aNameThatIsNotListedIsRefusedWhereNamesAreListed() throws Exception {
        Tls listed = Tls.of(Trusting.OWN).withNames(List.of("localhost", "*.here.example"));
        try (Stage stage = stage(listed)) {
            stage.connect().send(GET).expect("ok");
            SSLContext fresh = Trusting.clientOf(new KeyManager[0], Trusting.OWN);
            SSLSocket other = Trusting.socketFor("there.example", stage.server.address(), fresh);
            assertThrows(SSLException.class, other::startHandshake);
            other.close();
            String says = stage.ends("tls-failed server server fin connecting");
            assertTrue(says.contains("unrecognized_name"), says);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void sessionsAreResumed(String version) throws Exception {
        try (Stage stage = stage()) {
            long created = 0;
            for (int i = 0; i < 3; i++) {
                SSLSocket socket = Trusting.socket(stage.server.address(), version);
                RawClient client = stage.over(socket).send(GET);
                client.expect("ok");
                long now = socket.getSession().getCreationTime();
                assertTrue(i == 0 || now == created, "handshake " + i + " is a full one");
                created = now;
                client.close();
                stage.life();
            }
        }
    }

    @Test
    void oneTooManyIsSparedTheHandshake() throws Exception {
        Settings full = Stage.tls().withCapacity(new Settings.Capacity(1, 10, true));
        try (Stage stage = new Stage(full, OK)) {
            stage.connect().send(GET).expect("ok");
            RawClient refused = stage.connectPlain(0);
            assertEquals("", refused.expectEnd());
            refused.close();
            stage.ends("over-limit server server fin unused");
        }
    }

    @Test
    void whatCannotBeSetUpIsTheServersFailure() throws Exception {
        Tls broken =
                Tls.of(Trusting.OWN)
                        .withTuning((engine, client) -> {
                            throw new IllegalArgumentException("no such suite");
                        });
        try (Stage stage = stage(broken)) {
            SSLSocket socket = Trusting.socket(stage.server.address(), Trusting.CLIENT, 0);
            assertThrows(SSLException.class, socket::startHandshake);
            socket.close();
            String says = stage.ends("tls-failed server server fin connecting");
            assertTrue(says.contains("no such suite"), says);
        }
    }

    @Test
    void anErrorInAHandshakeEndsIt() throws Exception {
        Trusting.Slow broken = new Trusting.Slow();
        Tls tls = Tls.of(broken.context(Trusting.OWN)).withClients(Tls.ClientCertificates.REQUIRED);
        try (Stage stage =
                new Stage(Stage.plain().withTls(tls), exchange -> exchange.respond("ok"))) {
            SSLSocket socket =
                    Trusting.socket(
                            stage.server.address(), Trusting.clientWith(Trusting.made("me")), 0);
            socket.setEnabledProtocols(new String[] {"TLSv1.3"});
            socket.startHandshake();
            broken.breakDown();
            assertEquals(-1, socket.getInputStream().read());
            socket.close();
            String says = stage.ends("tls-failed server server fin connecting");
            assertTrue(says.endsWith("StackOverflowError: to be expected"), says);
            assertTrue(stage.told.element().contains("could not be calculated"), "" + stage.told);
        }
    }
}
