package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.Phase;
import dev.linger.testkit.RawServer;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deadlines that pass while bytes flow. */
@Timeout(60)
class DeadlineTest {
    private static final String INTERIMS = "jdk.httpclient.maxNonFinalResponses";
    private static final Duration BRIEF = Duration.ofSeconds(1);

    /** So that who reads has never to wait. */
    private static final int MANY = 10_000;

    private final LingerClient client = LingerClient.newHttpClient();

    @AfterEach
    void noConnectionIsLeft() {
        assertEquals(0, client.figures().open());
        client.close();
    }

    private static DeadlinePassedException fails(LingerClient client, HttpRequest request) {
        return assertThrows(
                DeadlinePassedException.class,
                () -> client.send(request, BodyHandlers.discarding()));
    }

    private static void assertEnds(DeadlinePassedException e, CloseCause cause, Phase phase) {
        var closing = e.life().orElseThrow().verdict().closing();
        assertEquals(cause, closing.cause(), e.getMessage());
        assertEquals(phase, closing.phase(), e.getMessage());
    }

    @Test
    void aDownloadWithoutEndIsBoundedByTheWhole() throws Exception {
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.awaitRequest();
                    guest.answer("ok");
                    guest.awaitRequest();
                    guest.send("HTTP/1.1 200 OK\r\n\r\n");
                    while (true) {
                        guest.send("x".repeat(MANY));
                    }
                })) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            client.send(request, BodyHandlers.discarding());
            DeadlinePassedException e =
                    fails(client.with(Deadlines.defaults().withWhole(BRIEF)), request);
            String says = String.valueOf(e.getMessage());
            assertTrue(
                    says.startsWith(
                            "the response was not complete in 1.000 s (limit whole), after "),
                    says);
            assertEnds(e, CloseCause.BODY_TIMEOUT, Phase.RESPONSE_BODY);
        }
    }

    @Test
    void anUploadWithoutEndIsBoundedByTheRequestsTime() throws Exception {
        try (RawServer server = RawServer.start(guest -> guest.awaitEnd())) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .timeout(BRIEF)
                            .POST(BodyPublishers.ofInputStream(DeadlineTest::endless))
                            .build();
            DeadlinePassedException e = fails(client, request);
            String says = String.valueOf(e.getMessage());
            assertTrue(says.startsWith("request timed out: it was not sent whole "), says);
            assertEnds(e, CloseCause.RESPONSE_TIMEOUT, Phase.REQUEST_BODY);
        }
    }

    private static InputStream endless() {
        return new InputStream() {
            @Override
            public int read() {
                return 'x';
            }
        };
    }

    /** A client that reads any number of interim responses. */
    private static LingerClient boundless() {
        System.setProperty(INTERIMS, "0");
        try {
            return LingerClient.newHttpClient();
        } finally {
            System.clearProperty(INTERIMS);
        }
    }

    @Test
    void interimResponsesWithoutEndAreBoundedByTheRequestsTime() throws Exception {
        try (RawServer server =
                RawServer.start(guest -> {
                    guest.awaitRequest();
                    while (true) {
                        guest.send("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(MANY));
                    }
                })) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).timeout(BRIEF).build();
            DeadlinePassedException e = fails(boundless(), request);
            assertTrue(String.valueOf(e.getMessage()).startsWith("request timed out: no complete"));
            var closing = e.life().orElseThrow().verdict().closing();
            assertEquals(CloseCause.RESPONSE_TIMEOUT, closing.cause(), e.getMessage());
            // Inside one of them, or between two.
            Set<Phase> phases = Set.of(Phase.RESPONSE_HEAD, Phase.HANDLING);
            assertTrue(phases.contains(closing.phase()), e.getMessage());
        }
    }

    @Test
    void otherDeadlinesLeaveTheConnectTimeout() {
        Duration timeout = Duration.ofMillis(200);
        try (LingerClient impatient = LingerClient.newBuilder().connectTimeout(timeout).build()) {
            Deadlines other = impatient.with(Deadlines.defaults().withWhole(BRIEF)).deadlines();
            assertEquals(timeout, other.connect());
            assertEquals(timeout, other.tls());
            assertEquals(BRIEF, other.whole());
        }
    }

    @Test
    void aConnectTimeoutBeyondAllClocksIsNone() {
        Duration timeout = Duration.ofSeconds(Long.MAX_VALUE);
        try (LingerClient patient = LingerClient.newBuilder().connectTimeout(timeout).build()) {
            assertEquals(Deadlines.NEVER, patient.deadlines().connect());
            assertEquals(timeout, patient.connectTimeout().orElseThrow());
        }
    }

    @Test
    void timesBeyondAllClocksAreNone() {
        assertEquals(Waits.NEVER, Waits.after(1, Duration.ofSeconds(Long.MAX_VALUE)));
    }
}
