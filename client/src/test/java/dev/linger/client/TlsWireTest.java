package dev.linger.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.DecidedBy;
import dev.linger.testkit.Guest;
import dev.linger.testkit.Misbehaviour;
import dev.linger.testkit.RawServer;
import dev.linger.testkit.Spin;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes on beneath HTTP where TLS is spoken. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsWireTest {
    /** More than both sides' buffers hold. */
    private static final int LARGE = 32 << 20;

    private static TestKeys keys;

    private final LingerClient client = client();
    private final CountDownLatch go = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);

    TlsWireTest() throws Exception {}

    @BeforeAll
    static void makeKeys(@TempDir Path folder) throws Exception {
        keys = TestKeys.in(folder);
    }

    private static LingerClient client() throws Exception {
        return LingerClient.newBuilder().sslContext(keys.context()).build();
    }

    @AfterEach
    void end() {
        go.countDown();
        over.countDown();
        client.shutdownNow();
    }

    private static HttpRequest request(RawServer server) {
        return HttpRequest.newBuilder(
                        URI.create("https://localhost:" + server.address().getPort() + "/"))
                .build();
    }

    private void awaitNoConnection() {
        while (client.figures().open() > 0) {
            Spin.turn();
        }
    }

    @Test
    void aStreamThatIsSilentIsClosed() throws Exception {
        try (RawServer server =
                keys.server(guest -> {
                    guest.awaitRequest();
                    guest.send("HTTP/1.1 200 OK\r\n\r\na");
                    guest.awaitEnd();
                })) {
            HttpResponse<InputStream> response =
                    client.send(request(server), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                assertEquals('a', body.read());
                Thread reader = Thread.ofPlatform().start(() -> readAll(body));
                while (reader.getState() != Thread.State.WAITING) {
                    Spin.turn();
                }
            }
            awaitNoConnection();
        }
    }

    @Test
    void aWaitingCallEndsAtOnceWithItsClient() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (RawServer server =
                keys.server(guest -> {
                    guest.awaitRequest();
                    asked.countDown();
                    guest.awaitEnd();
                })) {
            CompletableFuture<HttpResponse<Void>> call =
                    client.sendAsync(request(server), BodyHandlers.discarding());
            asked.await();
            client.shutdownNow();
            ExecutionException e = assertThrows(ExecutionException.class, call::get);
            String says = String.valueOf(e.getMessage());
            assertTrue(says.contains("the connection was closed here"), says);
            awaitNoConnection();
        }
    }

    private static HttpRequest upload(RawServer server) {
        return HttpRequest.newBuilder(request(server), (_, _) -> true)
                .POST(BodyPublishers.ofByteArray(new byte[LARGE]))
                .build();
    }

    @Test
    void anUploadThatNobodyTakesEndsByItsDeadline() throws Exception {
        try (RawServer server =
                keys.server(guest -> {
                    guest.head();
                    go.await();
                })) {
            LingerClient brief =
                    client.with(Deadlines.defaults().withWrite(Duration.ofMillis(200)));
            DeadlinePassedException e =
                    assertThrows(
                            DeadlinePassedException.class,
                            () -> brief.send(upload(server), BodyHandlers.discarding()));
            assertEquals(
                    CloseCause.WRITE_TIMEOUT, e.life().orElseThrow().verdict().closing().cause());
        }
    }

    @Test
    void anEarlyResponseToALargeUploadIsTaken() throws Exception {
        try (RawServer server =
                keys.server(guest -> {
                    guest.head();
                    guest.send(RawServer.response("413 Large", "big"));
                    go.await();
                })) {
            HttpResponse<String> response = client.send(upload(server), BodyHandlers.ofString());
            assertEquals(413, response.statusCode());
            assertEquals("big", response.body());
            awaitNoConnection();
        }
    }

    @Test
    void anInterimResponseInTheMidstOfARecordLeavesItWhole() throws Exception {
        try (RawServer server =
                keys.server(guest -> {
                    while (!guest.head().isEmpty()) {
                        guest.send("HTTP/1.1 102 Wait\r\n\r\n");
                        // So that the upload comes to a halt before, and goes on after.
                        guest.does(new Misbehaviour.Stall(Duration.ofMillis(200)));
                        guest.answer(String.valueOf(guest.read(LARGE)));
                    }
                })) {
            for (int i = 0; i < 2; i++) {
                assertEquals(
                        String.valueOf(LARGE),
                        client.send(upload(server), BodyHandlers.ofString()).body());
            }
            assertEquals(1, server.connections());
        }
    }

    @Test
    void aBodyThatEndsWithoutAClosureAlertIsTruncated() throws Exception {
        try (RawServer server =
                        keys.server(guest -> {
                            guest.awaitRequest();
                            guest.send("HTTP/1.1 200 OK\r\n\r\nabc");
                            guest.awaitEnd();
                        });
                RawServer between =
                        RawServer.start(guest -> {
                            Thread.ofVirtual().start(() -> relay(guest, new Socket(), server));
                            go.await();
                        });
                InputStream body =
                        client.send(request(between), BodyHandlers.ofInputStream()).body()) {
            assertEquals(3, body.readNBytes(3).length);
            go.countDown();
            IOException e = assertThrows(IOException.class, body::read);
            String says = e + " " + e.getCause();
            assertTrue(says.contains("after 3 bytes of the response's body, without the"), says);
        }
    }

    @Test
    void whatIsNoTlsOnAnIdleConnectionIsNoReset() throws Exception {
        try (RawServer server =
                        keys.server(guest -> {
                            guest.awaitRequest();
                            guest.answer("ok").awaitEnd();
                        });
                RawServer between =
                        RawServer.start(guest -> {
                            Thread.ofVirtual().start(() -> relay(guest, new Socket(), server));
                            go.await();
                            guest.send("no record");
                            over.await();
                        })) {
            client.send(request(between), BodyHandlers.discarding());
            go.countDown();
            awaitNoConnection();
            while (client.ledger().closed() == 0) {
                Spin.turn();
            }
            Closing closing = client.ledger().last().getFirst().verdict().closing();
            assertEquals(CloseCause.TLS_FAILED, closing.cause());
            assertEquals(DecidedBy.CLIENT, closing.decidedBy());
            assertEquals(ClosedFirst.CLIENT, closing.closedFirst());
        }
    }

    @Test
    void aRecordThatComesByteByByteIsLate() throws Exception {
        LingerClient brief =
                client.with(Deadlines.defaults().withBetweenBytes(Duration.ofMillis(300)));
        try (RawServer server =
                        keys.server(guest -> {
                            guest.awaitRequest();
                            guest.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                            go.await();
                            guest.send("x".repeat(1000)).awaitEnd();
                        });
                RawServer between =
                        RawServer.start(guest -> relay(guest, new Trickling(), server));
                InputStream body =
                        brief.send(request(between), BodyHandlers.ofInputStream()).body()) {
            go.countDown();
            IOException e = assertThrows(IOException.class, body::readAllBytes);
            String says = e + " " + e.getCause();
            assertTrue(says.contains("no byte of the response's body came"), says);
        }
    }

    /** Gives bytes one by one, with a pause after each once there is a go. */
    private final class Trickling extends Socket {
        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    int count = super.read(into, from, 1);
                    if (go.getCount() == 0) {
                        LockSupport.parkNanos(20_000_000);
                        return count;
                    }
                    int more = Math.min(available(), length - 1);
                    return count < 0 ? count : count + super.read(into, from + 1, more);
                }
            };
        }
    }

    private static void relay(Guest guest, Socket onwards, RawServer server) {
        try (onwards) {
            onwards.connect(server.address());
            guest.relay(onwards);
        } catch (IOException _) {
            // One of both has ended.
        }
    }

    /** As servers do with TLS 1.2 that want a certificate for some resources only. */
    @Test
    void aServerMayShakeHandsAgain() throws Exception {
        SSLParameters older = new SSLParameters();
        older.setProtocols(new String[] {"TLSv1.2"});
        try (ServerSocket listener = keys.listener();
                LingerClient other =
                        LingerClient.newBuilder()
                                .sslContext(keys.context())
                                .sslParameters(older)
                                .build()) {
            Thread.ofVirtual().start(() -> shakeHandsAgain(listener));
            URI uri = URI.create("https://localhost:" + listener.getLocalPort() + "/");
            HttpRequest request = HttpRequest.newBuilder(uri).build();
            assertEquals("ok", other.send(request, BodyHandlers.ofString()).body());
        }
    }

    private void shakeHandsAgain(ServerSocket listener) {
        try (SSLSocket socket = (SSLSocket) listener.accept()) {
            InputStream in = socket.getInputStream();
            in.read(new byte[1 << 14]);
            socket.addHandshakeCompletedListener(_ -> go.countDown());
            socket.startHandshake();
            // Handshakes go on where somebody reads.
            Thread.ofVirtual().start(() -> readAll(in));
            go.await();
            socket.getOutputStream().write(RawServer.response("200 OK", "ok").getBytes(ISO_8859_1));
            over.await();
        } catch (IOException | InterruptedException _) {
            // The client tells.
        }
    }

    private static void readAll(InputStream in) {
        try {
            in.readAllBytes();
        } catch (IOException _) {
            // The client has gone.
        }
    }
}
