package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.RawServer;
import dev.linger.testkit.Spin;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What programs may rely on with any {@link HttpClient}: buffers, threads, futures, refusals. */
@Timeout(60)
class ContractTest {
    private static final String HELLO = "HTTP/1.1 200 Fine\r\nContent-Length: 5\r\n\r\nhello";

    private static HttpRequest get(RawServer server) {
        return HttpRequest.newBuilder(server.uri("/")).build();
    }

    @Test
    void piecesOfABodyAreReadOnly() throws Exception {
        try (RawServer server = RawServer.answering(HELLO);
                LingerClient client = LingerClient.newHttpClient()) {
            List<List<ByteBuffer>> came =
                    client.send(
                                    get(server),
                                    _ ->
                                            BodySubscribers.mapping(
                                                    BodySubscribers.ofPublisher(),
                                                    ContractTest::collected))
                            .body()
                            .get();
            assertFalse(came.isEmpty());
            for (List<ByteBuffer> pieces : came) {
                assertTrue(pieces.stream().allMatch(ByteBuffer::isReadOnly));
                assertThrows(UnsupportedOperationException.class, () -> pieces.add(null));
            }
        }
    }

    private static CompletableFuture<List<List<ByteBuffer>>> collected(
            java.util.concurrent.Flow.Publisher<List<ByteBuffer>> publisher) {
        Collected collected = new Collected();
        publisher.subscribe(collected);
        return collected.all;
    }

    private static final class Collected
            implements java.util.concurrent.Flow.Subscriber<List<ByteBuffer>> {
        final CompletableFuture<List<List<ByteBuffer>>> all = new CompletableFuture<>();
        private final List<List<ByteBuffer>> came = new java.util.ArrayList<>();

        @Override
        public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> pieces) {
            came.add(pieces);
        }

        @Override
        public void onError(Throwable failure) {
            all.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            all.complete(came);
        }
    }

    @Test
    void resultThatReadsItsOwnBodyIsMadeBesideIt() throws Exception {
        try (RawServer server = RawServer.answering(HELLO);
                LingerClient client = LingerClient.newHttpClient()) {
            HttpResponse<String> response =
                    client.send(
                            get(server),
                            _ ->
                                    BodySubscribers.mapping(
                                            BodySubscribers.ofInputStream(), ContractTest::read));
            assertEquals("hello", response.body());
        }
    }

    private static String read(InputStream in) {
        try {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void linesAndStreamsAreHandedOverBeforeTheFirstByteOfTheirBody() throws Exception {
        Semaphore handedOver = new Semaphore(0);
        try (RawServer server =
                        RawServer.start(guest -> {
                            while (guest.awaitRequest()) {
                                guest.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                                handedOver.acquire();
                                guest.send("hello");
                            }
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            var lines = client.send(get(server), BodyHandlers.ofLines());
            handedOver.release();
            assertEquals(List.of("hello"), lines.body().toList());
            Thread caller = Thread.currentThread();
            var stream =
                    client.send(
                            get(server),
                            _ ->
                                    BodySubscribers.mapping(
                                            BodySubscribers.ofInputStream(),
                                            in -> {
                                                awaitWaiting(caller);
                                                return in;
                                            }));
            handedOver.release();
            assertEquals("hello", read(stream.body()));
        }
    }

    /** For the result, or for bytes of the body. */
    private static void awaitWaiting(Thread caller) {
        while (java.util.Arrays.stream(caller.getStackTrace())
                .noneMatch(frame ->
                        frame.getMethodName().equals("waitingGet")
                                || frame.getMethodName().equals("receive"))) {
            Spin.turn();
        }
    }

    @Test
    void anErrorOfASubscriberReachesItsCaller() throws Exception {
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
                            guest.awaitByte(Duration.ofMillis(100));
                            guest.send("hello");
                            guest.awaitEnd();
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            AssertionError own = new AssertionError("mine");
            AssertionError thrown =
                    assertThrows(
                            AssertionError.class,
                            () ->
                                    client.send(
                                            get(server),
                                            BodyHandlers.limiting(
                                                    BodyHandlers.ofByteArrayConsumer(_ -> {
                                                        throw own;
                                                    }),
                                                    100)));
            assertSame(own, thrown);
            assertEquals(0, client.figures().open());
        }
    }

    @Test
    void resultThatFailsFreesTheConnection() throws Exception {
        try (RawServer server = RawServer.answering(HELLO);
                LingerClient client = LingerClient.newHttpClient()) {
            IllegalStateException wrong = new IllegalStateException("mine");
            IOException e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    client.send(
                                            get(server),
                                            _ ->
                                                    BodySubscribers.mapping(
                                                            BodySubscribers.ofInputStream(),
                                                            _ -> {
                                                                throw wrong;
                                                            })));
            assertSame(wrong, e.getCause());
            while (client.figures().idle() != 1) {
                Spin.turn();
            }
        }
    }

    /** Fails at the end of a body that was read whole. */
    private static final class FailingAtTheEnd implements HttpResponse.BodySubscriber<String> {
        private final CompletableFuture<String> result = new CompletableFuture<>();

        @Override
        public java.util.concurrent.CompletionStage<String> getBody() {
            return result;
        }

        @Override
        public void onSubscribe(java.util.concurrent.Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> pieces) {}

        @Override
        public void onError(Throwable failure) {
            result.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            throw new IllegalStateException("mine");
        }
    }

    @Test
    void aSubscriberThatFailsAtTheEndLeavesTheConnectionToOthers() throws Exception {
        try (RawServer server = RawServer.answering(HELLO);
                LingerClient client = LingerClient.newHttpClient()) {
            IOException e =
                    assertThrows(
                            IOException.class,
                            () -> client.send(get(server), _ -> new FailingAtTheEnd()));
            assertInstanceOf(IllegalStateException.class, e.getCause());
            assertEquals(1, client.figures().idle());
            assertEquals(0, client.ledger().closed());
        }
    }

    @Test
    void dependentsRunOnTheExecutorAndNeverOnTheExchangesThread() throws Exception {
        CountDownLatch registered = new CountDownLatch(1);
        try (RawServer server =
                        RawServer.start(guest -> {
                            while (guest.awaitRequest()) {
                                guest.request();
                                registered.await();
                                guest.answer("end");
                            }
                        });
                ExecutorService executor =
                        Executors.newSingleThreadExecutor(
                                Thread.ofPlatform().name("mine").factory());
                LingerClient own = LingerClient.newBuilder().executor(executor).build();
                LingerClient usual = LingerClient.newHttpClient()) {
            CompletableFuture<String> onOwn = threadOfDependent(own, server);
            CompletableFuture<String> onUsual = threadOfDependent(usual, server);
            registered.countDown();
            assertEquals("mine", onOwn.get());
            assertNotEquals("linger-exchange", onUsual.get());
        }
    }

    private static CompletableFuture<String> threadOfDependent(
            LingerClient client, RawServer server) {
        return client.sendAsync(get(server), BodyHandlers.ofString())
                .thenApply(_ -> Thread.currentThread().getName());
    }

    @Test
    void executorThatWasShutDownDoesNotSwallowTheResponse() throws Exception {
        CountDownLatch shut = new CountDownLatch(1);
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.request();
                            shut.await();
                            guest.answer("end");
                        });
                ExecutorService executor = Executors.newSingleThreadExecutor();
                LingerClient client = LingerClient.newBuilder().executor(executor).build()) {
            CompletableFuture<HttpResponse<String>> response =
                    client.sendAsync(get(server), BodyHandlers.ofString());
            executor.shutdownNow();
            shut.countDown();
            assertEquals("end", response.get().body());
        }
    }

    @Test
    void dependentsSeeFailuresAsAllFuturesGiveThem() throws Exception {
        try (RawServer server = RawServer.start(_ -> {});
                LingerClient client = LingerClient.newHttpClient()) {
            Throwable seen =
                    client.sendAsync(get(server), BodyHandlers.ofString())
                            .handle((_, failure) -> failure)
                            .get();
            assertInstanceOf(CompletionException.class, seen);
            assertInstanceOf(BrokenExchangeException.class, seen.getCause());
        }
    }

    @Test
    void cancellingWhatWasDerivedEndsTheExchange() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            asked.countDown();
                            guest.awaitEnd();
                            ended.countDown();
                        });
                LingerClient client = LingerClient.newHttpClient()) {
            CompletableFuture<HttpResponse<String>> response =
                    client.sendAsync(get(server), BodyHandlers.ofString());
            CompletableFuture<String> derived =
                    response.thenApply(HttpResponse::body).thenApply(String::trim);
            asked.await();
            assertTrue(derived.cancel(true));
            ended.await();
            Throwable cause = assertThrows(ExecutionException.class, response::get).getCause();
            assertInstanceOf(CancellationException.class, cause);
            assertInstanceOf(IOException.class, cause.getCause());
            assertFalse(response.isCancelled());
            assertTrue(derived.isCancelled());
        }
    }

    @Test
    void nobodyRewritesAResponseThatOthersHoldToo() throws Exception {
        try (RawServer server = RawServer.answering(HELLO);
                LingerClient client = LingerClient.newHttpClient()) {
            CompletableFuture<HttpResponse<String>> response =
                    client.sendAsync(get(server), BodyHandlers.ofString());
            CompletableFuture<String> derived = response.thenApply(HttpResponse::body);
            HttpResponse<String> came = response.get();
            IOException other = new IOException();
            assertThrows(
                    UnsupportedOperationException.class, () -> response.obtrudeException(other));
            assertThrows(UnsupportedOperationException.class, () -> response.obtrudeValue(came));
            assertThrows(
                    UnsupportedOperationException.class, () -> derived.obtrudeException(other));
            assertThrows(UnsupportedOperationException.class, () -> derived.obtrudeValue("x"));
        }
    }

    @Test
    void whatTheProgramsPartsThrowIsTheCauseInBothWaysOfSending() throws Exception {
        try (RawServer server = RawServer.answering(HELLO);
                LingerClient client = LingerClient.newHttpClient()) {
            RuntimeException own = new UnsupportedOperationException("mine");
            HttpResponse.BodyHandler<String> throwing =
                    _ -> {
                        throw own;
                    };
            IOException e =
                    assertThrows(IOException.class, () -> client.send(get(server), throwing));
            assertSame(own, e.getCause());
            CompletableFuture<HttpResponse<String>> response =
                    client.sendAsync(get(server), throwing);
            Throwable async = assertThrows(ExecutionException.class, response::get).getCause();
            assertInstanceOf(IOException.class, async);
            assertSame(own, async.getCause());
        }
    }

    @Test
    void aSubscriberThatThrowsWhenItIsSubscribedIsTold() throws Exception {
        RuntimeException own = new IllegalStateException("mine");
        List<Throwable> told = new ArrayList<>();
        HttpResponse.BodySubscriber<String> failing =
                new HttpResponse.BodySubscriber<>() {
                    @Override
                    public CompletionStage<String> getBody() {
                        return new CompletableFuture<>();
                    }

                    @Override
                    public void onSubscribe(Flow.Subscription subscription) {
                        throw own;
                    }

                    @Override
                    public void onNext(List<ByteBuffer> pieces) {}

                    @Override
                    public void onError(Throwable failure) {
                        told.add(failure);
                    }

                    @Override
                    public void onComplete() {}
                };
        try (RawServer server = RawServer.answering(HELLO);
                LingerClient client = LingerClient.newHttpClient()) {
            IOException e =
                    assertThrows(IOException.class, () -> client.send(get(server), _ -> failing));
            assertSame(own, e.getCause());
            assertEquals(List.of(own), told);
        }
    }

    /** A request that no builder has seen. */
    private static final class Homemade extends HttpRequest {
        private final String method;
        private final Map<String, List<String>> fields;
        private final Optional<Duration> timeout;

        Homemade(String method, Map<String, List<String>> fields) {
            this(method, fields, Optional.empty());
        }

        Homemade(Duration timeout) {
            this("GET", Map.of(), Optional.of(timeout));
        }

        private Homemade(
                String method, Map<String, List<String>> fields, Optional<Duration> timeout) {
            this.method = method;
            this.fields = fields;
            this.timeout = timeout;
        }

        @Override
        public Optional<BodyPublisher> bodyPublisher() {
            return Optional.empty();
        }

        @Override
        public String method() {
            return method;
        }

        @Override
        public Optional<Duration> timeout() {
            return timeout;
        }

        @Override
        public boolean expectContinue() {
            return false;
        }

        @Override
        public URI uri() {
            return URI.create("http://127.0.0.1:9/");
        }

        @Override
        public Optional<HttpClient.Version> version() {
            return Optional.empty();
        }

        @Override
        public HttpHeaders headers() {
            return HttpHeaders.of(fields, (_, _) -> true);
        }
    }

    @Test
    void homemadeRequestsObeyTheBuildersRules() {
        try (LingerClient client = LingerClient.newHttpClient()) {
            assertRefused(client, new Homemade("CONNECT", Map.of()), "Unsupported method CONNECT");
            assertRefused(client, new Homemade("GE T", Map.of()), "method \"GE T\"");
            for (String name : List.of("Host", "upgrade", "Content-Length", "Connection", "a b")) {
                assertRefused(client, new Homemade("GET", Map.of(name, List.of("x"))), name);
            }
            Map<String, List<String>> twoLines = Map.of("A", List.of("x\r\nB: y"));
            assertRefused(client, new Homemade("GET", twoLines), "value of field A");
            for (Duration timeout : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
                assertRefused(client, new Homemade(timeout), "Invalid duration: " + timeout);
            }
        }
    }

    private static void assertRefused(LingerClient client, HttpRequest request, String why) {
        for (org.junit.jupiter.api.function.Executable sending :
                List.<org.junit.jupiter.api.function.Executable>of(
                        () -> client.send(request, BodyHandlers.discarding()),
                        () -> client.sendAsync(request, BodyHandlers.discarding()))) {
            @Nullable String message =
                    assertThrows(IllegalArgumentException.class, sending).getMessage();
            assertTrue(String.valueOf(message).contains(why), message);
        }
    }

    @Test
    void parametersOfTlsAreThoseOfTheMomentTheyWereGiven() {
        SSLParameters parameters = new SSLParameters();
        parameters.setCipherSuites(new String[] {"A"});
        parameters.setNamedGroups(new String[] {"x25519"});
        parameters.setSignatureSchemes(new String[] {"ed25519"});
        ClientBuilder builder = LingerClient.newBuilder().sslParameters(parameters);
        parameters.setCipherSuites(new String[] {"Z"});
        try (LingerClient client = builder.build()) {
            SSLParameters own = client.sslParameters();
            assertArrayEquals(new String[] {"A"}, own.getCipherSuites());
            assertArrayEquals(new String[] {"x25519"}, own.getNamedGroups());
            assertArrayEquals(new String[] {"ed25519"}, own.getSignatureSchemes());
        }
    }

    private static String chunk(String size, String bytes) {
        return size + "\r\n" + bytes + "\r\n";
    }

    @Test
    void sizesOfChunksMayBePadded() throws Exception {
        try (RawServer server =
                        RawServer.answering(
                                "HTTP/1.1 200 Fine\r\nTransfer-Encoding: chunked\r\n\r\n"
                                        + chunk("5  ", "hello")
                                        + chunk("0 ", ""));
                LingerClient client = LingerClient.newHttpClient()) {
            for (int i = 0; i < 2; i++) {
                assertEquals("hello", client.send(get(server), BodyHandlers.ofString()).body());
            }
            assertEquals(1, server.connections());
        }
    }
}
