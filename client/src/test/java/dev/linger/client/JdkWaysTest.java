package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.testkit.Guest;
import dev.linger.testkit.RawServer;
import java.io.IOException;
import java.net.Authenticator;
import java.net.ProtocolException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What programs have found the JDK's client to do, and may rely on. */
@Timeout(30)
class JdkWaysTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private static HttpRequest get(RawServer server) {
        return HttpRequest.newBuilder(server.uri("/")).build();
    }

    private RawServer keeping(String answer) throws IOException {
        return RawServer.start(guest -> answerAll(guest, answer));
    }

    private void answerAll(Guest guest, String answer) throws IOException {
        while (guest.awaitRequest()) {
            requests.add(guest.request());
            guest.send(answer);
        }
    }

    @Test
    void whatIsToBeSeenElsewhereIsAskedForWithoutABody() throws Exception {
        try (RawServer end = keeping(RawServer.response("200 OK", "end"));
                RawServer server =
                        keeping(RawServer.response("303 See", "", "Location: " + end.uri("/")));
                LingerClient client =
                        LingerClient.newBuilder().followRedirects(Redirect.NORMAL).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .header("Content-Type", "text/plain")
                            .header("Referer", "http://example.invalid/")
                            .method("GET", BodyPublishers.ofString("question"))
                            .build();
            client.send(request, BodyHandlers.discarding());
            assertTrue(requests.getFirst().endsWith("question"), requests.getFirst());
            assertTrue(requests.getLast().startsWith("GET / "), requests.getLast());
            for (String left : List.of("question", "Content-", "Referer")) {
                assertFalse(requests.getLast().contains(left), requests.getLast());
            }
        }
    }

    @Test
    void aSwitchThatNobodyAskedForIsAProtocolException() throws Exception {
        try (RawServer server = keeping("HTTP/1.1 101 Switching\r\nUpgrade: other\r\n\r\n");
                LingerClient client = LingerClient.newHttpClient()) {
            ProtocolException e =
                    assertThrows(
                            ProtocolException.class,
                            () -> client.send(get(server), BodyHandlers.ofString()));
            assertEquals(
                    CloseCause.BAD_MESSAGE,
                    assertInstanceOf(Explained.class, e)
                            .life()
                            .orElseThrow()
                            .verdict()
                            .closing()
                            .cause());
        }
    }

    @ParameterizedTest
    @CsvSource({"PATCH, true", "POST, true", "DELETE, false"})
    void methodsThatAnticipateABodySayThatThereIsNone(String method, boolean says)
            throws Exception {
        try (RawServer server = keeping(RawServer.response("200 OK", ""));
                LingerClient client = LingerClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .method(method, BodyPublishers.noBody())
                            .build();
            client.send(request, BodyHandlers.discarding());
            assertEquals(
                    says, requests.getFirst().contains("Content-Length: 0"), requests.getFirst());
        }
    }

    @Test
    void theUsualPortIsNotWritten() throws Exception {
        try (RawServer proxy = keeping(RawServer.response("200 OK", ""));
                LingerClient client =
                        LingerClient.newBuilder()
                                .proxy(ProxySelector.of(proxy.address()))
                                .build()) {
            URI uri = URI.create("http://example.invalid:80/a");
            client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
            List<String> lines = requests.getFirst().lines().toList();
            assertEquals("GET http://example.invalid/a HTTP/1.1", lines.getFirst());
            assertEquals("Host: example.invalid", lines.get(1));
        }
    }

    @Test
    void aPasswordOfTheProgramsOwnThatIsRefusedIsTheProgramsToSee() throws Exception {
        try (RawServer server = keeping(RawServer.response("401 Who", ""));
                LingerClient client =
                        LingerClient.newBuilder().authenticator(new Authenticator() {}).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/")).header("Authorization", "mine").build();
            assertEquals(401, client.send(request, BodyHandlers.ofString()).statusCode());
        }
    }

    @Test
    void whoIsInterruptedAlreadySendsNothing() throws Exception {
        try (RawServer server = keeping(RawServer.response("200 OK", ""));
                LingerClient client = LingerClient.newHttpClient()) {
            client.send(get(server), BodyHandlers.discarding());
            Thread.currentThread().interrupt();
            assertThrows(
                    InterruptedException.class,
                    () -> client.send(get(server), BodyHandlers.discarding()));
            client.send(get(server), BodyHandlers.discarding());
            assertEquals(2, requests.size());
            assertEquals(1, server.connections());
        }
    }

    /** As code in languages does that do not check exceptions. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> void sneak(Throwable what) throws E {
        throw (E) what;
    }

    @Test
    void aHandlerThatThrowsWhatItDoesNotDeclareHoldsNoConnection() throws Exception {
        IOException own = new IOException("mine");
        HttpResponse.BodyHandler<String> throwing =
                _ -> {
                    JdkWaysTest.<RuntimeException>sneak(own);
                    return HttpResponse.BodySubscribers.replacing("");
                };
        try (RawServer server = keeping(RawServer.response("200 OK", "body"));
                LingerClient client = LingerClient.newHttpClient()) {
            assertSame(
                    own, assertThrows(IOException.class, () -> client.send(get(server), throwing)));
            assertEquals(0, client.figures().open());
        }
    }

    @Test
    void whatDependsOnAResponseRunsBelowNothingOfOurs() throws Exception {
        CountDownLatch registered = new CountDownLatch(1);
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            registered.await();
                            guest.answer("end");
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            var below =
                    client.sendAsync(get(server), BodyHandlers.ofString())
                            .thenApply(_ -> new Throwable().getStackTrace());
            registered.countDown();
            assertTrue(
                    Arrays.stream(below.get())
                            .map(StackTraceElement::getClassName)
                            .noneMatch(name ->
                                    name.startsWith("dev.linger.")
                                            && !name.startsWith(JdkWaysTest.class.getName())),
                    Arrays.toString(below.get()));
        }
    }

    /** Tells what it was told, after a demand of so many pieces. */
    private static CompletableFuture<String> told(
            Flow.Publisher<List<ByteBuffer>> body, long demand) {
        CompletableFuture<String> told = new CompletableFuture<>();
        body.subscribe(
                new Flow.Subscriber<>() {
                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        subscription.request(demand);
                    }

                    @Override
                    public void onNext(List<ByteBuffer> pieces) {
                        told.complete("a piece");
                    }

                    @Override
                    public void onError(Throwable failure) {
                        told.complete(failure.getClass().getSimpleName());
                    }

                    @Override
                    public void onComplete() {
                        told.complete("end");
                    }
                });
        return told;
    }

    @Test
    void theEndOfChunksThatNobodyDemandsIsToldToWhoDemandsAndHoldsNoConnection() throws Exception {
        try (RawServer server =
                        keeping("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
                LingerClient client = LingerClient.newHttpClient()) {
            var first = client.send(get(server), BodyHandlers.ofPublisher()).body();
            var second = client.send(get(server), BodyHandlers.ofPublisher()).body();
            assertEquals(1, server.connections());
            assertEquals("end", told(first, 1).get());
            assertEquals("IllegalArgumentException", told(second, -1).get());
        }
    }

    @Test
    void aClosedClientsExceptionHasAClosedChannelAsItsCause() throws Exception {
        try (RawServer server = keeping(RawServer.response("200 OK", ""))) {
            LingerClient client = LingerClient.newHttpClient();
            client.close();
            IOException e =
                    assertThrows(
                            IOException.class,
                            () -> client.send(get(server), BodyHandlers.discarding()));
            assertInstanceOf(ClosedChannelException.class, e.getCause());
        }
    }
}
