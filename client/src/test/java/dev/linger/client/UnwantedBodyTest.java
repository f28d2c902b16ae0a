package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.testkit.RawServer;
import dev.linger.testkit.Spin;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies that nobody reads, or that are not there. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UnwantedBodyTest {
    private static HttpRequest request(RawServer server) {
        return HttpRequest.newBuilder(server.uri("/")).build();
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Spin.turn();
        }
    }

    @ParameterizedTest
    @CsvSource({"GET, 204 No Content", "HEAD, 200 OK", "GET, 200 OK"})
    void anEmptyBodyThatNobodyDemandsHoldsNoConnection(String method, String status)
            throws Exception {
        String length = status.startsWith("204") ? "" : "Content-Length: 0\r\n";
        try (RawServer server =
                        RawServer.answering("HTTP/1.1 " + status + "\r\n" + length + "\r\n");
                LingerClient client = LingerClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(request(server), (_, _) -> true)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build();
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
                    client.send(request, BodyHandlers.ofPublisher());
            assertEquals(1, client.figures().idle());
            HttpResponse.BodySubscriber<String> late =
                    BodySubscribers.ofString(java.nio.charset.StandardCharsets.US_ASCII);
            response.body().subscribe(late);
            assertEquals("", late.getBody().toCompletableFuture().get());
        }
    }

    @Test
    void aResponseThatComesAfterItsCancellationIsDropped() throws Exception {
        LinkedBlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
                            guest.awaitEnd();
                        });
                LingerClient client = LingerClient.newBuilder().executor(tasks::add).build()) {
            CompletableFuture<HttpResponse<InputStream>> response =
                    client.sendAsync(request(server), BodyHandlers.ofInputStream());
            Runnable outcome = tasks.take();
            assertTrue(response.cancel(true));
            outcome.run();
            await(() -> client.ledger().closed(CloseCause.UNREAD_BODY) == 1);
            await(() -> client.figures().open() == 0);
        }
    }

    @Test
    void withoutALimitTheRestOfABodyIsWaitedFor() throws Exception {
        Semaphore left = new Semaphore(0);
        PoolLimits patient = PoolLimits.defaults().withUnread(Long.MAX_VALUE, Deadlines.NEVER);
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
                            left.acquire();
                            guest.send("llo");
                            guest.awaitEnd();
                        });
                LingerClient client = LingerClient.newBuilder().poolLimits(patient).build()) {
            client.send(request(server), BodyHandlers.ofInputStream()).body().close();
            left.release();
            await(() -> client.figures().idle() == 1);
            assertEquals(0, client.ledger().closed());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRedirectsBodyWithoutEndIsNotReadForLongerThanItsTime(boolean goesOn) throws Exception {
        PoolLimits brief = PoolLimits.defaults().withUnread(Long.MAX_VALUE, Duration.ofMillis(100));
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            if (guest.number() > 1) {
                                guest.answer("there").awaitEnd();
                                return;
                            }
                            guest.send("HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\nx");
                            while (goesOn) {
                                guest.send("x".repeat(10_000));
                            }
                            guest.awaitEnd();
                        });
                LingerClient client =
                        LingerClient.newBuilder()
                                .poolLimits(brief)
                                .followRedirects(HttpClient.Redirect.NORMAL)
                                .build()) {
            assertEquals("there", client.send(request(server), BodyHandlers.ofString()).body());
            assertEquals(1, client.ledger().closed());
            assertEquals(1, client.ledger().closed(CloseCause.UNREAD_BODY));
        }
    }

    @Test
    void aResponseThatWasClosedEarlyIsNotHeldUntilItsTimeIsOver() throws Exception {
        Semaphore left = new Semaphore(0);
        PoolLimits patient = PoolLimits.defaults().withUnread(Long.MAX_VALUE, Duration.ofHours(1));
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhe");
                            left.acquire();
                            guest.send("llo");
                            guest.awaitEnd();
                        });
                LingerClient client = LingerClient.newBuilder().poolLimits(patient).build()) {
            WeakReference<InputStream> closed = closedEarly(client, server);
            left.release();
            await(() -> client.figures().idle() == 1);
            await(() -> {
                System.gc();
                return closed.refersTo(null);
            });
        }
    }

    private static WeakReference<InputStream> closedEarly(LingerClient client, RawServer server)
            throws Exception {
        InputStream body = client.send(request(server), BodyHandlers.ofInputStream()).body();
        body.close();
        return new WeakReference<>(body);
    }
}
