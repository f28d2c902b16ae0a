package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Closing;
import dev.linger.life.JudgedLife;
import dev.linger.life.Manner;
import dev.linger.testkit.Guest;
import dev.linger.testkit.Misbehaviour;
import dev.linger.testkit.RawServer;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which proxy is asked, and what it is told. */
@Timeout(30)
class ProxyTest {
    private static final String PROXYING = "jdk.http.auth.proxying.disabledSchemes";
    private static final String TUNNELING = "jdk.http.auth.tunneling.disabledSchemes";

    private final List<String> requests = new CopyOnWriteArrayList<>();

    @AfterEach
    void allowAllSchemes() {
        System.clearProperty(PROXYING);
        System.clearProperty(TUNNELING);
    }

    /** Wants a password by Basic, and takes any. */
    private void guard(Guest guest) throws IOException {
        while (guest.awaitRequest()) {
            requests.add(guest.request());
            guest.send(
                    guest.request().contains("Proxy-Authorization: ")
                            ? RawServer.response("200 OK", "in")
                            : RawServer.response(
                                    "407 Who", "", "Proxy-Authenticate: Basic realm=\"r\""));
        }
    }

    private static Authenticator password() {
        return new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication("u", "p".toCharArray());
            }
        };
    }

    private static HttpRequest.Builder asks(String uri) {
        return HttpRequest.newBuilder(URI.create(uri));
    }

    /** Notes what it is asked. */
    private static final class Noting extends ProxySelector {
        final List<URI> asked = new CopyOnWriteArrayList<>();
        private final Proxy proxy;

        Noting(RawServer proxy) {
            this.proxy = new Proxy(Proxy.Type.HTTP, proxy.address());
        }

        @Override
        public List<Proxy> select(URI uri) {
            asked.add(uri);
            return List.of(proxy);
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            throw new AssertionError(failure);
        }
    }

    @Test
    void selectorIsAskedOnceThoughTheRequestGoesTwice() throws Exception {
        try (RawServer proxy = RawServer.start(this::guard)) {
            Noting selector = new Noting(proxy);
            try (LingerClient client =
                    LingerClient.newBuilder().proxy(selector).authenticator(password()).build()) {
                HttpRequest request = asks("http://example.invalid/").build();
                assertEquals("in", client.send(request, BodyHandlers.ofString()).body());
                assertEquals(2, requests.size());
                assertEquals(List.of(request.uri()), selector.asked);
            }
        }
    }

    private HttpResponse<Void> through(RawServer proxy, HttpRequest request) throws Exception {
        try (LingerClient client =
                LingerClient.newBuilder()
                        .proxy(ProxySelector.of(proxy.address()))
                        .authenticator(password())
                        .build()) {
            return client.send(request, BodyHandlers.discarding());
        }
    }

    @Test
    void passwordOfAForbiddenSchemeIsNotTold() throws Exception {
        System.setProperty(PROXYING, "Digest, basic");
        System.setProperty(TUNNELING, "Basic");
        for (String uri : List.of("http://example.invalid/", "https://example.invalid/")) {
            try (RawServer proxy = RawServer.start(this::guard)) {
                assertEquals(407, through(proxy, asks(uri).build()).statusCode());
                HttpRequest own = asks(uri).header("Proxy-Authorization", "Basic dTpw").build();
                assertEquals(407, through(proxy, own).statusCode());
            }
        }
        assertEquals(4, requests.size());
        assertTrue(requests.getLast().startsWith("CONNECT "), requests.getLast());
        assertFalse(requests.toString().contains("Proxy-Authorization"), requests.toString());
    }

    @Test
    void otherSchemesAreTold() throws Exception {
        System.setProperty(PROXYING, "Digest");
        try (RawServer proxy = RawServer.start(this::guard)) {
            HttpRequest request = asks("http://example.invalid/").build();
            assertEquals(200, through(proxy, request).statusCode());
        }
    }

    /** Asks for a password, on the first connection and on the others. */
    private void ask(Guest guest, String first, String then) throws IOException {
        while (guest.awaitRequest()) {
            requests.add(guest.number() + " " + guest.request());
            guest.send(guest.number() == 1 ? first : then);
        }
    }

    private static String asksWho(String challenge) {
        return "HTTP/1.1 407 Who\r\nProxy-Authenticate: " + challenge + "\r\n\r\n";
    }

    @Test
    void foldedQuestionOfAProxyIsReadAndItsConnectionIsNotUsedAgain() throws Exception {
        String first = asksWho("Basic\r\n  realm=\"r\"\nContent-Length: 2") + "no";
        String then = asksWho("Other\r\n x=1\r\nContent-Length: 0");
        try (RawServer proxy = RawServer.start(guest -> ask(guest, first, then))) {
            HttpResponse<Void> response = through(proxy, asks("https://example.invalid/").build());
            assertEquals(
                    "Other x=1", response.headers().firstValue("Proxy-Authenticate").orElseThrow());
            assertEquals(2, requests.size());
            assertTrue(
                    requests.getLast().contains("Proxy-Authorization: Basic "), requests.getLast());
            assertTrue(requests.getLast().startsWith("2 "), requests.getLast());
        }
    }

    @Test
    void aQuestionWhoseBodyDoesNotEndIsAnsweredOverTheNextConnection() throws Exception {
        String first = asksWho("Basic realm=\"r\"") + "never ends";
        String then = asksWho("Other x=1\r\nContent-Length: 0");
        try (RawServer proxy = RawServer.start(guest -> ask(guest, first, then))) {
            HttpResponse<Void> response = through(proxy, asks("https://example.invalid/").build());
            assertEquals(407, response.statusCode());
            assertTrue(requests.getLast().startsWith("2 "), requests.getLast());
            assertTrue(
                    requests.getLast().contains("Proxy-Authorization: Basic "), requests.getLast());
        }
    }

    /** It has written before it reads that the proxy is gone. */
    @Test
    void aQuestionThatAResetFollowsIsAnsweredOverTheNextConnection() throws Exception {
        CountDownLatch reset = new CountDownLatch(1);
        Authenticator late = new Throwing(reset::await);
        try (RawServer proxy =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            requests.add(guest.request());
                            if (guest.number() == 1) {
                                guest.send(asksWho("Basic realm=\"r\"\r\nContent-Length: 0"));
                                guest.does(new Misbehaviour.Reset());
                                reset.countDown();
                            } else {
                                guest.send(asksWho("Other x=1\r\nContent-Length: 0"));
                            }
                        });
                LingerClient client = through(proxy, late)) {
            HttpRequest request = asks("https://example.invalid/").build();
            assertEquals(407, client.send(request, BodyHandlers.discarding()).statusCode());
            assertTrue(requests.getLast().contains("Proxy-Authorization: Basic "), "" + requests);
        }
    }

    @Test
    void anAuthenticatorThatThrowsWhatIsNotDeclaredLeavesNoSocketOpen() throws Exception {
        for (String uri : List.of("http://example.invalid/", "https://example.invalid/")) {
            CountDownLatch ended = new CountDownLatch(1);
            Authenticator throwing =
                    new Throwing(() -> {
                        throw new ClassNotFoundException("to be expected");
                    });
            try (RawServer proxy =
                            RawServer.start(guest -> {
                                try (guest) {
                                    guard(guest);
                                } finally {
                                    ended.countDown();
                                }
                            });
                    LingerClient client = through(proxy, throwing)) {
                HttpRequest request = asks(uri).build();
                assertThrows(
                        Throwable.class, () -> client.send(request, BodyHandlers.discarding()));
                assertTrue(ended.await(10, TimeUnit.SECONDS), uri);
            }
        }
    }

    private static LingerClient through(RawServer proxy, Authenticator authenticator) {
        return LingerClient.newBuilder()
                .proxy(ProxySelector.of(proxy.address()))
                .authenticator(authenticator)
                .build();
    }

    /** Knows the password once this has been called, which may throw what it likes. */
    private static final class Throwing extends Authenticator {
        private final Deed before;

        Throwing(Deed before) {
            this.before = before;
        }

        @Override
        protected PasswordAuthentication getPasswordAuthentication() {
            try {
                before.done();
            } catch (Exception e) {
                throw Throwing.<RuntimeException>undeclared(e);
            }
            return new PasswordAuthentication("u", "p".toCharArray());
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <E extends Exception> E undeclared(Exception e) throws E {
            throw (E) e;
        }
    }

    /** What an authenticator does before it answers. */
    private interface Deed {
        void done() throws Exception;
    }

    @Test
    void aTunnelIsNotWaitedForByteByByte() throws Exception {
        try (RawServer proxy =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            guest.does(
                                    new Misbehaviour.Trickle(
                                            "HTTP/1.1 200 Connected" + " ".repeat(500),
                                            Duration.ofMillis(20)));
                        });
                LingerClient client =
                        LingerClient.newBuilder()
                                .proxy(ProxySelector.of(proxy.address()))
                                .deadlines(
                                        Deadlines.defaults().withFirstByte(Duration.ofMillis(200)))
                                .build()) {
            HttpRequest request = asks("https://localhost/").build();
            ConnectDeadlineException e =
                    assertThrows(
                            ConnectDeadlineException.class,
                            () -> client.send(request, BodyHandlers.discarding()));
            String says = String.valueOf(e.getMessage());
            assertTrue(says.contains("did not answer CONNECT in "), says);
            assertTrue(says.contains(" (limit first-byte=200ms); not delivered"), says);
        }
    }

    @Test
    void aProxyThatWasGivenWithItsAddressIsAskedThere() throws Exception {
        try (RawServer proxy = RawServer.start(this::guard);
                LingerClient client =
                        LingerClient.newBuilder()
                                .proxy(
                                        ProxySelector.of(
                                                new InetSocketAddress(
                                                        InetAddress.getByAddress(
                                                                "proxy.invalid",
                                                                new byte[] {127, 0, 0, 1}),
                                                        proxy.address().getPort())))
                                .build()) {
            assertEquals(407, status(client, "http://example.invalid/"));
            assertEquals(407, status(client, "https://example.invalid/"));
            assertTrue(requests.getLast().startsWith("CONNECT "), requests.getLast());
        }
    }

    private static int status(LingerClient client, String uri) throws Exception {
        return client.send(asks(uri).build(), BodyHandlers.discarding()).statusCode();
    }

    @Test
    void aRefusedTunnelIsToldBeforeThePageAboutIt() throws Exception {
        try (RawServer proxy =
                        RawServer.start(guest -> {
                            guest.head();
                            guest.send("HTTP/1.1 403 No\r\nContent-Length: 2000\r\n\r\n");
                            guest.awaitEnd();
                        });
                LingerClient client =
                        LingerClient.newBuilder()
                                .proxy(ProxySelector.of(proxy.address()))
                                .deadlines(Deadlines.defaults().withConnect(Deadlines.NEVER))
                                .build()) {
            BrokenExchangeException e =
                    assertThrows(
                            BrokenExchangeException.class,
                            () -> status(client, "https://a.invalid/"));
            assertTrue(String.valueOf(e.getMessage()).contains("with 403"), e.getMessage());
            assertEquals(Delivery.NOT_DELIVERED, e.delivery());
            JudgedLife life = e.life().orElseThrow();
            assertEquals(CloseCause.SURPLUS, life.verdict().closing().cause());
            assertEquals(proxy.address().getPort(), life.life().server().port());
        }
    }

    @Test
    void aProxyThatEndsWithoutATunnelIsInTheLedger() throws Exception {
        for (boolean resets : List.of(false, true)) {
            try (RawServer proxy =
                            RawServer.start(guest -> {
                                guest.head();
                                if (resets) {
                                    guest.does(new Misbehaviour.Reset());
                                } else {
                                    guest.close();
                                }
                            });
                    LingerClient client =
                            LingerClient.newBuilder()
                                    .proxy(ProxySelector.of(proxy.address()))
                                    .build()) {
                BrokenExchangeException e =
                        assertThrows(
                                BrokenExchangeException.class,
                                () -> status(client, "https://a.invalid/"));
                String says = String.valueOf(e.getMessage());
                assertTrue(says.endsWith("no tunnel to a.invalid:443; not delivered"), says);
                Closing closing = e.life().orElseThrow().verdict().closing();
                assertEquals(ClosedFirst.SERVER, closing.closedFirst());
                assertEquals(resets ? Manner.RESET : Manner.FIN, closing.manner());
                assertEquals(1, client.ledger().closed(CloseCause.NO_RESPONSE));
                assertEquals(0, client.figures().open());
            }
        }
    }
}
