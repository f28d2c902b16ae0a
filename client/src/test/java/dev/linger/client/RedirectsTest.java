package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.RawServer;
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

/** Where redirects lead, and with what. */
@Timeout(30)
class RedirectsTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** The first request is sent there, all others have an answer. */
    private RawServer redirecting(String location) throws Exception {
        return RawServer.start(guest -> {
            while (guest.hasRequest()) {
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
                            guest.hasRequest();
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
}
