package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.Guest;
import dev.linger.testkit.RawServer;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Redirects, cookies, passwords, proxies and asynchronous calls. */
@Timeout(30)
class TravelTest {
    private static final String CHALLENGE = "WWW-Authenticate: Basic realm=\"r\"";

    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** Answers by path: 30x redirect as often as told, others with what was asked. */
    private void serve(Guest guest) throws IOException {
        while (guest.awaitRequest()) {
            String request = guest.request();
            requests.add(request);
            String path = request.split(" ", -1)[1];
            if (path.startsWith("/go/")) {
                String[] parts = path.split("/", -1);
                int left = Integer.parseInt(parts[3]);
                String next = left == 1 ? "/end" : "/go/" + parts[2] + "/" + (left - 1);
                guest.send(
                        "HTTP/1.1 "
                                + parts[2]
                                + " Go\r\nLocation: "
                                + next
                                + "\r\nContent-Length: 4\r\n\r\nbody");
            } else {
                guest.answer("end");
            }
        }
    }

    private static LingerClient following() {
        return LingerClient.newBuilder().followRedirects(Redirect.NORMAL).build();
    }

    @Test
    void redirectsAreFollowedOnOneConnection() throws Exception {
        try (RawServer server = RawServer.start(this::serve);
                LingerClient client = following()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/go/302/5")).build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertEquals("end", response.body());
            assertEquals(server.uri("/end"), response.uri());
            assertEquals(302, response.previousResponse().orElseThrow().statusCode());
            assertEquals(6, requests.size());
            assertEquals(1, server.connections());
        }
    }

    @Test
    void methodsChangeAsTheStatusSays() throws Exception {
        try (RawServer server = RawServer.start(this::serve);
                LingerClient client = following()) {
            for (int status : new int[] {301, 302, 303, 307, 308}) {
                requests.clear();
                client.send(
                        HttpRequest.newBuilder(server.uri("/go/" + status + "/1"))
                                .header("Content-Type", "text/plain")
                                .POST(BodyPublishers.ofString("pay"))
                                .build(),
                        BodyHandlers.discarding());
                String last = requests.getLast();
                boolean same = status >= 307;
                assertTrue(last.startsWith(same ? "POST /end" : "GET /end"), last);
                assertEquals(same, last.endsWith("\r\n\r\npay"), last);
                assertEquals(same, last.contains("Content-Type"), last);
            }
        }
    }

    @Test
    void redirectsAreLeftToTheCallerByDefault() throws Exception {
        try (RawServer server = RawServer.start(this::serve);
                LingerClient client = LingerClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/go/302/1")).build();
            assertEquals(302, client.send(request, BodyHandlers.ofString()).statusCode());
        }
    }

    @Test
    void credentialsWrittenByHandStayWithTheirOrigin() throws Exception {
        try (RawServer end = RawServer.start(this::serve);
                RawServer server =
                        RawServer.answering(
                                "HTTP/1.1 302 Go\r\nContent-Length: 0\r\nLocation: "
                                        + end.uri("/end")
                                        + "\r\n\r\n");
                LingerClient client = following()) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .header("Authorization", "Bearer secret")
                            .header("X-Other", "1")
                            .build();
            client.send(request, BodyHandlers.discarding());
            assertFalse(requests.getLast().contains("secret"), requests.getLast());
            assertTrue(requests.getLast().contains("X-Other"), requests.getLast());
        }
    }

    @Test
    void cookiesComeBack() throws Exception {
        try (RawServer server =
                        RawServer.start(guest -> {
                            while (guest.awaitRequest()) {
                                requests.add(guest.request());
                                guest.send(
                                        RawServer.response(
                                                "200 OK",
                                                "",
                                                "Set-Cookie: a=1",
                                                "Set-Cookie: b=2"));
                            }
                        });
                LingerClient client =
                        LingerClient.newBuilder().cookieHandler(new CookieManager()).build()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            client.send(request, BodyHandlers.discarding());
            client.send(request, BodyHandlers.discarding());
            assertFalse(requests.get(0).contains("Cookie"), requests.get(0));
            assertTrue(requests.get(1).contains("Cookie: a=1; b=2\r\n"), requests.get(1));
        }
    }

    @Test
    void cookiesOfTheProgramAndOfItsHandlerGoInOneField() throws Exception {
        CookieManager jar = new CookieManager();
        try (RawServer server = RawServer.start(this::serve);
                LingerClient client = LingerClient.newBuilder().cookieHandler(jar).build()) {
            jar.put(server.uri("/"), java.util.Map.of("Set-Cookie", List.of("a=1")));
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .header("cookie", "b=2")
                            .header("cookie", "c=3")
                            .build();
            client.send(request, BodyHandlers.discarding());
            assertTrue(requests.getFirst().contains("\r\nCookie: a=1; b=2; c=3\r\n"));
        }
    }

    @Test
    void cookiesThatCannotBeStoredLeaveNoConnectionBehind() throws Exception {
        CookieManager full =
                new CookieManager() {
                    @Override
                    public void put(URI uri, java.util.Map<String, List<String>> fields)
                            throws IOException {
                        throw new IOException("no room for cookies");
                    }
                };
        try (RawServer server = RawServer.start(this::serve);
                LingerClient client = LingerClient.newBuilder().cookieHandler(full).build()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            assertThrows(IOException.class, () -> client.send(request, BodyHandlers.discarding()));
            assertEquals(0, client.figures().open());
        }
    }

    private static Authenticator password() {
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication("user", "pass".toCharArray());
            }
        };
    }

    /** {@code user:pass} in Base64. */
    private static final String BASIC = "Authorization: Basic dXNlcjpwYXNz\r\n";

    @Test
    void passwordIsAskedForOnceAndSentAlong() throws Exception {
        try (RawServer server =
                        RawServer.start(guest -> {
                            while (guest.awaitRequest()) {
                                requests.add(guest.request());
                                if (guest.request().contains(BASIC)) {
                                    guest.answer("in");
                                } else {
                                    guest.send(RawServer.response("401 No", "no", CHALLENGE));
                                }
                            }
                        });
                LingerClient client = LingerClient.newBuilder().authenticator(password()).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .POST(BodyPublishers.ofString("pay"))
                            .build();
            assertEquals("in", client.send(request, BodyHandlers.ofString()).body());
            assertEquals("in", client.send(request, BodyHandlers.ofString()).body());
            assertEquals(3, requests.size());
            assertTrue(requests.get(1).endsWith("\r\n\r\npay"), requests.get(1));
        }
    }

    @Test
    void wrongPasswordIsForgottenWhereThereIsNoOther() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Authenticator once =
                new Authenticator() {
                    @Override
                    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                        return asked.getAndIncrement() > 0
                                ? null
                                : new PasswordAuthentication("user", "wrong".toCharArray());
                    }
                };
        try (RawServer server =
                        RawServer.start(guest -> {
                            while (guest.awaitRequest()) {
                                requests.add(guest.request());
                                guest.send(RawServer.response("401 No", "", CHALLENGE));
                            }
                        });
                LingerClient client = LingerClient.newBuilder().authenticator(once).build()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            for (int i = 1; i <= 2; i++) {
                assertThrows(
                        IOException.class, () -> client.send(request, BodyHandlers.discarding()));
            }
            assertEquals(3, requests.size());
            assertTrue(requests.get(1).contains("Authorization"), requests.get(1));
            assertFalse(requests.get(2).contains("Authorization"), requests.get(2));
        }
    }

    @Test
    void wrongPasswordEndsAtTheLimitAndIsForgotten() throws Exception {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (RawServer server =
                        RawServer.start(guest -> {
                            while (guest.awaitRequest()) {
                                seen.add(guest.request());
                                guest.send(RawServer.response("401 No", "", CHALLENGE));
                            }
                        });
                LingerClient client = LingerClient.newBuilder().authenticator(password()).build()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            for (int i = 1; i <= 2; i++) {
                IOException e =
                        assertThrows(
                                IOException.class,
                                () -> client.send(request, BodyHandlers.discarding()));
                assertTrue(
                        String.valueOf(e.getMessage())
                                .contains("too many authentication attempts"));
            }
            assertEquals(10, seen.size());
            assertFalse(seen.get(5).contains("Authorization"), seen.get(5));
            assertEquals(0, client.figures().open());
        }
    }

    @Test
    void proxyIsAskedWithTheWholeUri() throws Exception {
        try (RawServer proxy = RawServer.start(this::serve);
                LingerClient client =
                        LingerClient.newBuilder()
                                .proxy(ProxySelector.of(proxy.address()))
                                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("http://example.invalid/a?b")).build();
            assertEquals("end", client.send(request, BodyHandlers.ofString()).body());
            assertTrue(
                    requests.getFirst()
                            .startsWith(
                                    "GET http://example.invalid/a?b HTTP/1.1\r\nHost: example.invalid\r\n"),
                    requests.getFirst());
        }
    }

    @Test
    void whatIsForAProxyStaysFromAnOriginThatIsAskedDirectly() throws Exception {
        try (RawServer server = RawServer.start(this::serve);
                LingerClient client = LingerClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(server.uri("/"))
                            .header("proxy-Authorization", "Bearer secret")
                            .header("Proxy-Hint", "secret")
                            .build();
            client.send(request, BodyHandlers.discarding());
            assertFalse(requests.getFirst().contains("secret"), requests.getFirst());
        }
    }

    @Test
    void refusedTunnelSaysWho() throws Exception {
        try (RawServer proxy = RawServer.answering("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
                LingerClient client =
                        LingerClient.newBuilder()
                                .proxy(ProxySelector.of(proxy.address()))
                                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("https://example.invalid/")).build();
            IOException e =
                    assertThrows(
                            IOException.class,
                            () -> client.send(request, BodyHandlers.discarding()));
            assertTrue(
                    String.valueOf(e.getMessage())
                            .contains("refused a tunnel to example.invalid:443 with 403"),
                    e.getMessage());
            assertEquals(0, client.figures().open());
        }
    }

    @Test
    void tunnelThatWantsAPasswordOfTheProgramAnswersTheProgram() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (RawServer proxy =
                        RawServer.start(guest -> {
                            while (guest.awaitRequest()) {
                                asked.add(guest.request());
                                guest.send(
                                        "HTTP/1.1 407 Who\r\nProxy-Authenticate: Digest realm=\"r\"\r\n"
                                                + "Content-Length: 2\r\n\r\nno");
                            }
                        });
                LingerClient client =
                        LingerClient.newBuilder()
                                .proxy(ProxySelector.of(proxy.address()))
                                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("https://example.invalid/a"))
                            .header("Proxy-Authorization", "Digest mine")
                            .header("Cookie", "secret=1")
                            .build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertEquals(407, response.statusCode());
            assertEquals(
                    List.of("Digest realm=\"r\""),
                    response.headers().allValues("Proxy-Authenticate"));
            assertEquals(request, response.request());
            assertEquals(1, asked.size());
            assertTrue(asked.getFirst().startsWith("CONNECT example.invalid:443 HTTP/1.1\r\n"));
            assertTrue(asked.getFirst().contains("Proxy-Authorization: Digest mine\r\n"));
            assertFalse(asked.getFirst().contains("secret"), asked.getFirst());
            assertEquals(0, client.figures().open());
        }
    }

    @Test
    void proxyThatClosesAfterItsQuestionIsGivenThePasswordOnAnotherConnection() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (RawServer proxy =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            asked.add(guest.request());
                            guest.send(
                                    guest.number() == 1
                                            ? "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic"
                                                    + " realm=\"r\"\r\nContent-Length: 0\r\n\r\n"
                                            : "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n");
                        });
                LingerClient client =
                        LingerClient.newBuilder()
                                .proxy(ProxySelector.of(proxy.address()))
                                .authenticator(
                                        new Authenticator() {
                                            @Override
                                            protected PasswordAuthentication
                                                    getPasswordAuthentication() {
                                                return new PasswordAuthentication(
                                                        "u", "p".toCharArray());
                                            }
                                        })
                                .build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create("https://example.invalid/")).build();
            IOException e =
                    assertThrows(
                            IOException.class,
                            () -> client.send(request, BodyHandlers.discarding()));
            assertTrue(String.valueOf(e.getMessage()).contains("with 403"), e.getMessage());
            assertEquals(2, proxy.connections());
            assertTrue(asked.getLast().contains("Proxy-Authorization: Basic "), asked.getLast());
        }
    }

    @Test
    void asynchronousCallsAnswerOnTheExecutor() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (RawServer server =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            answer.await();
                            guest.answer("end").awaitEnd();
                        });
                ExecutorService executor =
                        Executors.newSingleThreadExecutor(
                                Thread.ofPlatform().name("mine").factory());
                LingerClient client = LingerClient.newBuilder().executor(executor).build()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/")).build();
            CompletableFuture<HttpResponse<String>> response =
                    client.sendAsync(request, BodyHandlers.ofString());
            CompletableFuture<String> dependent =
                    response.thenApply(_ -> Thread.currentThread().getName());
            answer.countDown();
            assertEquals("mine", dependent.get());
            assertEquals("end", response.get().body());
            assertEquals(Version.HTTP_1_1, response.get().version());
            assertEquals(Version.HTTP_2, client.version());
        }
    }

    @Test
    void cancelledCallEndsItsConnection() throws Exception {
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
                    client.sendAsync(
                            HttpRequest.newBuilder(server.uri("/")).build(),
                            BodyHandlers.ofString());
            asked.await();
            assertTrue(response.cancel(true));
            ended.await();
            assertThrows(CancellationException.class, response::join);
        }
    }

    @Test
    void websocketIsRefusedInWords() {
        try (LingerClient client = LingerClient.newHttpClient()) {
            UnsupportedOperationException e =
                    assertThrows(UnsupportedOperationException.class, client::newWebSocketBuilder);
            assertTrue(String.valueOf(e.getMessage()).contains("not offered"));
        }
    }
}
