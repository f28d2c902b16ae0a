package dev.linger.server.jdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.linger.server.Deadlines;
import dev.linger.server.ExchangeOverException;
import dev.linger.server.Settings;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the API promises of a server's life. */
class LingerHttpServerTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static void onThread(HttpExchange exchange) throws IOException {
        Thread thread = Thread.currentThread();
        answer(exchange, thread.isVirtual() ? "virtual" : thread.getName());
    }

    @Test
    void hasNoAddressBeforeItIsBound() throws Exception {
        HttpServer server = new LingerHttpServerProvider().createHttpServer(null, 0);
        assertNull(server.getAddress());
        assertThrows(IllegalStateException.class, server::start);
        server.bind(Providers.loopback(), 5);
        assertTrue(server.getAddress().getPort() > 0);
        assertThrows(BindException.class, () -> server.bind(Providers.loopback(), 0));
        server.stop(0);
    }

    @Test
    void saysWhoseThePortIs() throws Exception {
        HttpServer first = Providers.LINGER.create();
        InetSocketAddress taken = first.getAddress();
        BindException refused =
                assertThrows(
                        BindException.class,
                        () -> new LingerHttpServerProvider().createHttpServer(taken, 0));
        assertTrue(refused.toString().contains("" + taken.getPort()), refused.toString());
        first.stop(0);
        HttpServer second = new LingerHttpServerProvider().createHttpServer(taken, 0);
        assertEquals(taken, second.getAddress());
        second.stop(0);
    }

    @Test
    void refusesAHostThatNobodyKnows() {
        assertThrows(
                SocketException.class,
                () ->
                        new LingerHttpServerProvider()
                                .createHttpServer(
                                        InetSocketAddress.createUnresolved("no.invalid", 1), 0));
    }

    @Test
    void startsOnceAndNeverAgain() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.start();
        assertThrows(IllegalStateException.class, server::start);
        assertThrows(IllegalStateException.class, () -> server.setExecutor(null));
        server.stop(0);
        server.stop(0);
        assertThrows(IllegalStateException.class, server::start);
        assertThrows(IllegalArgumentException.class, () -> server.stop(-1));
    }

    @Test
    void givesUpItsPortWhereItWasNeverStarted() throws Exception {
        HttpServer server = Providers.LINGER.create();
        InetSocketAddress address = server.getAddress();
        server.stop(5);
        HttpServer next = new LingerHttpServerProvider().createHttpServer(address, 0);
        assertEquals(address, next.getAddress());
        next.stop(0);
    }

    @Test
    void answersThoseWhoConnectedBeforeTheStart() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.createContext("/", exchange -> answer(exchange, "at last"));
        CompletableFuture<String> early =
                elsewhere(() -> {
                    try (var socket = Talk.connect(server)) {
                        socket.getOutputStream().write(GET.getBytes(UTF_8));
                        server.start();
                        return Talk.answer(socket);
                    }
                });
        assertTrue(early.get(20, TimeUnit.SECONDS).endsWith("at last"), early.get());
        server.stop(0);
    }

    @Test
    void runsHandlersOneAfterTheOtherOnTheThreadOfStartWhereNoExecutorIsSet() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.createContext("/", LingerHttpServerTest::onThread);
        assertNull(server.getExecutor());
        server.start();
        assertNotNull(server.getExecutor());
        assertTrue(Talk.with(server, GET).endsWith("linger-http-server"));
        server.stop(0);
    }

    @Test
    void theThreadOfStartSurvivesAHandlersErrorAndAnInterruptThatCameLate() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.createContext(
                "/fails",
                _ -> {
                    Thread.currentThread().interrupt();
                    throw new AssertionError("meant for the test");
                });
        server.createContext("/", LingerHttpServerTest::onThread);
        server.start();
        assertEquals("", asked(server, "/fails").get(20, TimeUnit.SECONDS));
        assertTrue(Talk.with(server, GET).endsWith("linger-http-server"));
        server.stop(0);
    }

    @Test
    void theThreadOfStartEndsWithTheServer() throws Exception {
        HttpServer server = Providers.LINGER.create();
        CompletableFuture<Thread> its = new CompletableFuture<>();
        server.createContext(
                "/",
                exchange -> {
                    its.complete(Thread.currentThread());
                    onThread(exchange);
                });
        server.start();
        Talk.with(server, GET);
        Thread thread = its.get(20, TimeUnit.SECONDS);
        assertFalse(thread.isDaemon());
        server.stop(0);
        thread.join();
    }

    @Test
    void runsHandlersOnTheExecutor() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.createContext("/", LingerHttpServerTest::onThread);
        Executor named = task -> Thread.ofPlatform().name("mine").start(task);
        server.setExecutor(named);
        assertEquals(named, server.getExecutor());
        server.start();
        assertTrue(Talk.with(server, GET).endsWith("mine"));
        server.stop(0);
    }

    @Test
    void anExecutorThatRunsTasksAtOnceDoesNotStopTheLoop() throws Exception {
        HttpServer server = oneLoop();
        CompletableFuture<Void> second = new CompletableFuture<>();
        server.createContext(
                "/first",
                exchange -> {
                    second.orTimeout(20, TimeUnit.SECONDS).join();
                    answer(exchange, "first");
                });
        server.createContext(
                "/second",
                exchange -> {
                    answer(exchange, "second");
                    second.complete(null);
                });
        server.setExecutor(Runnable::run);
        server.start();
        CompletableFuture<String> first = asked(server, "/first");
        assertTrue(asked(server, "/second").get(20, TimeUnit.SECONDS).endsWith("second"));
        assertTrue(first.get(20, TimeUnit.SECONDS).endsWith("first"));
        server.stop(0);
    }

    private static HttpServer oneLoop() throws IOException {
        return LingerHttpServerProvider.create(Settings.of(Providers.loopback()).withLoops(1));
    }

    private static CompletableFuture<String> asked(HttpServer server, String path) {
        return elsewhere(() -> Talk.with(server, "GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    private static CompletableFuture<String> elsewhere(Callable<String> action) {
        CompletableFuture<String> result = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                result.complete(action.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 0, -1})
    void a205HasNoContentHoweverLongItIsSaidToBe(long length) throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(205, length);
                    if (length == 5) {
                        exchange.getResponseBody().write("bytes".getBytes(UTF_8));
                    }
                    exchange.close();
                });
        server.start();
        String answer = Talk.with(server, GET);
        assertTrue(answer.startsWith("HTTP/1.1 205 "), answer);
        assertTrue(answer.contains("\r\nContent-Length: 0\r\n"), answer);
        assertTrue(answer.endsWith("\r\n\r\n"), answer);
        server.stop(0);
    }

    @Test
    void anExecutorThatRefusesIsAnsweredFor() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.createContext("/", LingerHttpServerTest::onThread);
        server.setExecutor(task -> {
            throw new RejectedExecutionException("full");
        });
        server.start();
        assertTrue(Talk.with(server, GET).startsWith("HTTP/1.1 503 "));
        server.stop(0);
    }

    @Test
    void anotherThreadMayEndTheExchangeAfterTheHandlersReturn() throws Exception {
        HttpServer server = Providers.LINGER.create();
        CompletableFuture<HttpExchange> given = new CompletableFuture<>();
        server.createContext("/", given::complete);
        server.start();
        CompletableFuture<String> answer = asked(server, "/");
        HttpExchange exchange = given.get(20, TimeUnit.SECONDS);
        assertFalse(answer.isDone());
        answer(exchange, "from elsewhere");
        assertTrue(answer.get(20, TimeUnit.SECONDS).endsWith("from elsewhere"));
        server.stop(0);
    }

    @Test
    void contextsComeAndGoWhileItRuns() throws Exception {
        HttpServer server = Providers.LINGER.create();
        HttpContext context = server.createContext("/", exchange -> answer(exchange, "here"));
        assertThrows(IllegalArgumentException.class, () -> server.createContext("/"));
        assertThrows(IllegalArgumentException.class, () -> server.createContext("no-slash"));
        assertThrows(IllegalArgumentException.class, () -> server.removeContext("/other"));
        server.start();
        assertTrue(Talk.with(server, GET).endsWith("here"));
        server.removeContext(context);
        assertTrue(Talk.with(server, GET).startsWith("HTTP/1.1 404 "));
        HttpContext late = server.createContext("/");
        assertTrue(Talk.with(server, GET).startsWith("HTTP/1.1 500 "));
        late.setHandler(exchange -> answer(exchange, "late"));
        assertThrows(IllegalArgumentException.class, () -> late.setHandler(HttpExchange::close));
        assertTrue(Talk.with(server, GET).endsWith("late"));
        assertThrows(IllegalArgumentException.class, () -> server.removeContext(context));
        server.stop(0);
    }

    @Test
    void interimResponsesComeBeforeTheResponse() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().set("Link", "</a.css>; rel=preload");
                    exchange.sendResponseHeaders(103, -1);
                    answer(exchange, "after");
                });
        server.start();
        String all = Talk.with(server, GET);
        assertTrue(
                all.startsWith("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"),
                all);
        assertTrue(all.contains("\r\n\r\nHTTP/1.1 200 OK\r\n") && all.endsWith("after"), all);
        server.stop(0);
    }

    @Test
    void aClientThatWaitsToBeAskedIsAskedByTheFirstRead() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.createContext(
                "/",
                exchange ->
                        answer(
                                exchange,
                                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        server.start();
        String head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
        try (var socket = Talk.connect(server)) {
            socket.getOutputStream().write((head + "Content-Length: 4\r\n\r\n").getBytes(UTF_8));
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", Talk.answer(socket));
            socket.getOutputStream().write("body".getBytes(UTF_8));
            assertTrue(Talk.answer(socket).endsWith("body"));
        }
        server.stop(0);
    }

    @Test
    void aClientThatWaitsToBeAskedIsAskedBeforeAResponseThatGoesOnReading() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    exchange.getRequestBody().transferTo(exchange.getResponseBody());
                    exchange.close();
                });
        server.start();
        try (Socket socket = Talk.connect(server)) {
            String head =
                    String.join(
                            "\r\n",
                            "POST / HTTP/1.1",
                            "Host: a",
                            "Connection: close",
                            "Content-Length: 5",
                            "Expect: 100-continue",
                            "",
                            "");
            socket.getOutputStream().write(head.getBytes(UTF_8));
            assertTrue(Talk.answer(socket).startsWith("HTTP/1.1 100 "));
            socket.getOutputStream().write("hello".getBytes(UTF_8));
            String rest = Talk.rest(socket);
            assertTrue(rest.contains("HTTP/1.1 200 ") && rest.contains("hello"), rest);
        }
        server.stop(0);
    }

    @Test
    void theDateIsTheServersAndFieldsThatCannotBeSentLeaveNothingBehind() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().set("Date", "12345");
                    exchange.getResponseHeaders().set("X-A", "1");
                    exchange.getResponseHeaders().set("X Bad", "2");
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> exchange.sendResponseHeaders(200, 1000));
                    exchange.getResponseHeaders().remove("X Bad");
                    exchange.getResponseHeaders().remove("X-A");
                    exchange.sendResponseHeaders(500, -1);
                    exchange.close();
                });
        server.start();
        String answer = Talk.with(server, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 500 "), answer);
        assertFalse(answer.contains("12345") || answer.contains("X-A"), answer);
        server.stop(0);
    }

    @Test
    void theDateThatIsSentIsAmongTheHeaders() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, 0);
                    String date = exchange.getResponseHeaders().getFirst("Date");
                    exchange.getResponseBody().write(date.getBytes(UTF_8));
                    exchange.close();
                });
        server.start();
        String answer = Talk.with(server, GET.replace("1.1", "1.0"));
        String date = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertTrue(answer.contains("\r\nDate: " + date + "\r\n"), answer);
        assertEquals(answer.indexOf("Date: "), answer.lastIndexOf("Date: "), answer);
        server.stop(0);
    }

    @Test
    void itsServerIsHadByTheProvider() throws Exception {
        HttpServer server = Providers.LINGER.create();
        assertEquals(0, LingerHttpServerProvider.serverOf(server).open());
        server.stop(0);
        assertThrows(
                IllegalArgumentException.class,
                () -> LingerHttpServerProvider.serverOf(Providers.JDK.create()));
    }

    @Test
    void isTheProviderForItsOwnKindOfContextOnly() throws Exception {
        HttpServer server = Providers.LINGER.create();
        HttpServer other = Providers.LINGER.create();
        HttpContext foreign = other.createContext("/");
        assertThrows(IllegalArgumentException.class, () -> server.removeContext(foreign));
        assertInstanceOf(Context.class, foreign);
        assertEquals(other, foreign.getServer());
        server.stop(0);
        other.stop(0);
    }

    @Test
    void framingThatIsSetBeforeAnInterimResponseIsTheResponses() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.createContext(
                "/",
                exchange -> {
                    exchange.getResponseHeaders().set("Content-Length", "5");
                    exchange.sendResponseHeaders(103, -1);
                    answer(exchange, "after");
                });
        server.start();
        String all = Talk.with(server, GET);
        assertTrue(all.startsWith("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n"), all);
        assertTrue(all.endsWith("after"), all);
        server.stop(0);
    }

    @Test
    void whoAsksHowMuchOfTheBodyIsThereHasNotReadIt() throws Exception {
        HttpServer server = Providers.LINGER.create();
        server.createContext(
                "/",
                exchange -> {
                    assertEquals(0, exchange.getRequestBody().available());
                    assertEquals(0, exchange.getRequestBody().read(new byte[0]));
                    exchange.sendResponseHeaders(200, 4);
                    exchange.getRequestBody().transferTo(exchange.getResponseBody());
                    exchange.close();
                });
        server.start();
        String head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n";
        try (var socket = Talk.connect(server)) {
            socket.getOutputStream().write((head + "Content-Length: 4\r\n\r\n").getBytes(UTF_8));
            assertEquals("HTTP/1.1 100 Continue\r\n\r\n", Talk.answer(socket));
            socket.getOutputStream().write("body".getBytes(UTF_8));
            assertTrue(Talk.answer(socket).endsWith("body"));
        }
        server.stop(0);
    }

    @Test
    void anInterimResponseThatComesTooLateIsAnIOException() throws Exception {
        Settings settings =
                Settings.of(Providers.loopback())
                        .withDeadlines(Deadlines.defaults().withHandler(Duration.ofMillis(1)));
        HttpServer server = LingerHttpServerProvider.create(settings);
        CompletableFuture<Throwable> late = new CompletableFuture<>();
        server.createContext(
                "/",
                exchange -> {
                    assertThrows(InterruptedException.class, () -> new CountDownLatch(1).await());
                    try {
                        exchange.sendResponseHeaders(103, -1);
                    } catch (IOException | RuntimeException e) {
                        late.complete(e);
                    }
                });
        server.start();
        assertTrue(Talk.with(server, GET).startsWith("HTTP/1.1 503 "));
        assertInstanceOf(ExchangeOverException.class, late.get(10, TimeUnit.SECONDS));
        server.stop(0);
    }

    @Test
    void aContextsPathThatIsNoneIsRefusedInTheJdksWords() throws Exception {
        HttpServer server = Providers.LINGER.create();
        IllegalArgumentException refused =
                assertThrows(IllegalArgumentException.class, () -> server.createContext("foo"));
        assertEquals("Illegal value for path or protocol", refused.getMessage());
        server.stop(0);
    }
}
