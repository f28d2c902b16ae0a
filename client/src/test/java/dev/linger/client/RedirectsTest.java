package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.RawServer;
import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where redirects lead, and with what. */
@Timeout(30)
class RedirectsTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** The first request is sent there, all others have an answer. */
    private RawServer redirecting(String location) throws Exception {
        return RawServer.start(guest -> {
            while (guest.awaitRequest()) {
                requests.add(guest.request());
                if (requests.size() == 1) {
                    guest.send(RawServer.response("302 Go", "", "Location: " + location));
                } else {
                    guest.answer("there");
                }
            }
        });
    }

    private static ClientBuilder following() {
        return LingerClient.newBuilder().followRedirects(Redirect.NORMAL);
    }

    /** RFC 3986, section 5.2.2. */
    @ParameterizedTest
    @CsvSource({
        "?page=2, /some/list?page=2",
        "?page=2#end, /some/list?page=2",
        "#end, /some/list?page=1",
        "next, /some/next",
        "../?page=3, /?page=3"
    })
    void aReferenceWithoutAPathIsToTheSamePath(String location, String target) throws Exception {
        try (RawServer server = redirecting(location);
                LingerClient client = following().build()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/some/list?page=1")).build();
            assertEquals("there", client.send(request, BodyHandlers.ofString()).body());
            String last = requests.getLast();
            assertTrue(last.startsWith("GET " + target + " HTTP/1.1\r\n"), last);
        }
    }

    @Test
    void fieldsThatTheClientAllowsTravelAlong() throws Exception {
        try (RawServer server = redirecting("/there");
                LingerClient client = following().restrictedFields().build()) {
            HttpRequest bare = HttpRequest.newBuilder(server.uri("/")).build();
            HttpHeaders fields =
                    HttpHeaders.of(
                            Map.of("Host", List.of("virtual"), "X-Mine", List.of("1")),
                            (_, _) -> true);
            HttpRequest request = new Redirected(bare, fields);
            assertEquals("there", client.send(request, BodyHandlers.ofString()).body());
            for (String one : requests) {
                assertTrue(one.contains("\r\nHost: virtual\r\n"), one);
                assertTrue(one.contains("\r\nX-Mine: 1\r\n"), one);
            }
            assertEquals(2, requests.size());
        }
    }

    @Test
    void fieldsThatTheClientAllowsStayFromAnotherOrigin() throws Exception {
        try (RawServer other =
                        RawServer.start(guest -> {
                            guest.awaitRequest();
                            requests.add(guest.request());
                            guest.answer("there").awaitEnd();
                        });
                RawServer server = redirecting(other.uri("/").toString());
                LingerClient client = following().restrictedFields().build()) {
            URI uri = server.uri("/");
            HttpRequest request =
                    new Redirected(
                            HttpRequest.newBuilder(uri).build(),
                            HttpHeaders.of(Map.of("Host", List.of("virtual")), (_, _) -> true));
            assertEquals("there", client.send(request, BodyHandlers.ofString()).body());
            assertTrue(requests.getLast().contains("\r\nHost: 127.0.0.1:"), requests.getLast());
        }
    }

    @ParameterizedTest
    @CsvSource({"/caf\u00c3\u00a9, /caf%C3%A9", "/caf\u00e9, /caf%C3%A9"})
    void aPlaceThatIsWrittenInUtf8OrLatin1IsFound(String location, String target) throws Exception {
        try (RawServer server = redirecting(location);
                LingerClient client = following().build()) {
            client.send(HttpRequest.newBuilder(server.uri("/")).build(), BodyHandlers.discarding());
            String last = requests.getLast();
            assertTrue(last.startsWith("GET " + target + " HTTP/1.1\r\n"), last);
        }
    }

    /** Redirects the first request there, and refuses tunnels. */
    private RawServer proxyRedirecting(String location) throws Exception {
        return RawServer.start(guest -> {
            while (guest.awaitRequest()) {
                requests.add(guest.request());
                guest.send(
                        guest.request().startsWith("GET http://first.invalid/")
                                ? RawServer.response("301 Go", "", "Location: " + location)
                                : RawServer.response("407 Who", "", "Proxy-Authenticate: Bearer"));
            }
        });
    }

    private static HttpRequest paid() {
        return HttpRequest.newBuilder(URI.create("http://first.invalid/"))
                .header("Proxy-Authorization", "Bearer mine")
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "https://second.invalid/, CONNECT second.invalid:443 HTTP/1.1",
        "http://second.invalid/, GET http://second.invalid/ HTTP/1.1"
    })
    void whatTheProgramSaysToItsProxyIsSaidAfterARedirect(String location, String line)
            throws Exception {
        try (RawServer proxy = proxyRedirecting(location);
                LingerClient client =
                        following().proxy(ProxySelector.of(proxy.address())).build()) {
            assertEquals(407, client.send(paid(), BodyHandlers.discarding()).statusCode());
            String last = requests.getLast();
            assertTrue(last.startsWith(line + "\r\n"), last);
            assertTrue(last.contains("\r\nProxy-Authorization: Bearer mine\r\n"), last);
            assertTrue(last.contains("\r\nUser-Agent: "), last);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://second.invalid/", "http://second.invalid/"})
    void whatTheProgramSaysToItsProxyIsNotSaidToAnotherOne(String location) throws Exception {
        try (RawServer proxy = proxyRedirecting(location);
                RawServer other = proxyRedirecting(location);
                LingerClient client =
                        following().proxy(new ByHost("first.invalid", proxy, other)).build()) {
            assertEquals(407, client.send(paid(), BodyHandlers.discarding()).statusCode());
            assertEquals(1, other.connections());
            assertEquals(2, requests.size());
            assertFalse(requests.getLast().contains("mine"), requests.getLast());
        }
    }

    private RawServer proxyAnswering(String first, String answer, String then) throws Exception {
        return RawServer.start(guest -> {
            while (guest.awaitRequest()) {
                requests.add(guest.request());
                guest.send(guest.request().startsWith("GET " + first + " ") ? answer : then);
            }
        });
    }

    @Test
    void aDetourByAnotherProxyTakesNothingFromWhatTheFirstOneIsTold() throws Exception {
        String away = RawServer.response("301 Go", "", "Location: http://second.invalid./");
        String back = RawServer.response("301 Go", "", "Location: http://first.invalid/back");
        String ok = RawServer.response("200 OK", "");
        try (RawServer proxy = proxyAnswering("http://first.invalid/", away, ok);
                RawServer other = proxyAnswering("", "", back);
                LingerClient client =
                        following().proxy(new ByHost("first.invalid", proxy, other)).build()) {
            assertEquals(200, client.send(paid(), BodyHandlers.discarding()).statusCode());
            assertEquals(3, requests.size());
            String detour = requests.get(1);
            assertFalse(detour.contains("mine"), detour);
            assertTrue(detour.startsWith("GET http://second.invalid./ HTTP/1.1\r\n"), detour);
            assertTrue(detour.contains("\r\nHost: second.invalid\r\n"), detour);
            assertTrue(requests.getLast().contains("Bearer mine"), requests.getLast());
        }
    }

    /** One host has a proxy of its own. */
    private static final class ByHost extends ProxySelector {
        private final String host;
        private final RawServer its;
        private final RawServer others;

        ByHost(String host, RawServer its, RawServer others) {
            this.host = host;
            this.its = its;
            this.others = others;
        }

        @Override
        public List<Proxy> select(URI uri) {
            RawServer proxy = uri.getHost().equals(host) ? its : others;
            return List.of(new Proxy(Proxy.Type.HTTP, proxy.address()));
        }

        @Override
        public void connectFailed(URI uri, SocketAddress address, IOException failure) {
            throw new AssertionError(failure);
        }
    }
}
