package dev.linger.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.linger.testkit.Guest;
import dev.linger.testkit.RawServer;
import java.io.IOException;
import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whom a password is told, and when. */
@Timeout(30)
class PasswordTest {
    private static final Pattern BASIC = Pattern.compile("\r\nAuthorization: Basic (\\S+)\r\n");

    /** Each is the path of a request and the password that it carried. */
    private final List<String> told = new CopyOnWriteArrayList<>();

    /** Each is a realm. */
    private final List<String> asked = new CopyOnWriteArrayList<>();

    private final Authenticator authenticator =
            new Authenticator() {
                @Override
                protected PasswordAuthentication getPasswordAuthentication() {
                    asked.add(getRequestingPrompt());
                    return new PasswordAuthentication("of", getRequestingPrompt().toCharArray());
                }
            };

    private final LingerClient client =
            LingerClient.newBuilder().authenticator(authenticator).build();

    private static String password(String request) {
        Matcher basic = BASIC.matcher(request);
        return basic.find()
                ? new String(Base64.getDecoder().decode(basic.group(1)), ISO_8859_1)
                : "nothing";
    }

    /** The first directory is the realm that is asked for; /free is for all. */
    private void serve(Guest guest) throws IOException {
        while (guest.awaitRequest()) {
            String path = guest.request().split(" ", -1)[1];
            String realm = path.split("/", -1)[1];
            String password = password(guest.request());
            told.add(path + " " + password);
            if (realm.equals("free") || password.equals("of:" + realm)) {
                guest.answer("in");
            } else {
                guest.send(question("Basic realm=\"" + realm + "\""));
            }
        }
    }

    private static String question(String challenge) {
        return RawServer.response("401 Who", "", "WWW-Authenticate: " + challenge);
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    @Test
    void itIsToldAtAndBelowThePathThatAskedForIt() throws Exception {
        try (RawServer server = RawServer.start(this::serve);
                client) {
            for (String path : List.of("/a/b/c", "/a/b/d/e", "/a/b/", "/a/x", "/free/y")) {
                assertEquals("in", get(server.uri(path)).body());
            }
            for (String path : List.of("/a/b/../../free/z", "/a/b/%2E%2e/z", "/a/b/..;/z")) {
                get(server.uri(path));
            }
        }
        assertEquals(
                List.of(
                        "/a/b/c nothing",
                        "/a/b/c of:a",
                        "/a/b/d/e of:a",
                        "/a/b/ of:a",
                        "/a/x nothing",
                        "/a/x of:a",
                        "/free/y nothing",
                        "/a/b/../../free/z nothing",
                        "/a/b/%2E%2e/z nothing",
                        "/a/b/..;/z nothing"),
                told.stream().filter(one -> !one.matches("\\S+z of:a")).toList());
    }

    @Test
    void eachRealmKeepsItsOwn() throws Exception {
        try (RawServer server = RawServer.start(this::serve);
                client) {
            for (int i = 0; i < 3; i++) {
                assertEquals("in", get(server.uri("/a/x")).body());
                assertEquals("in", get(server.uri("/b/x")).body());
            }
        }
        assertEquals(List.of("a", "b"), asked);
        assertEquals(8, told.size(), told::toString);
    }

    @Test
    void aRefusalForAnotherRealmIsNone() throws Exception {
        try (RawServer server =
                        RawServer.start(guest -> {
                            while (guest.awaitRequest()) {
                                told.add(password(guest.request()));
                                String realm = guest.request().contains(" /in/") ? "in" : "out";
                                guest.send(
                                        told.getLast().equals("of:" + realm)
                                                ? RawServer.response("200 OK", "in")
                                                : question("Basic realm=" + realm));
                            }
                        });
                client) {
            for (String path : List.of("/", "/in/x", "/y", "/in/y")) {
                assertEquals("in", get(server.uri(path)).body());
            }
        }
        assertEquals(List.of("nothing", "of:out", "of:out", "of:in", "of:out", "of:in"), told);
    }

    @Test
    void oneThatTheProgramHasNoLongerIsNotToldAgain() throws Exception {
        Authenticator forgetful =
                new Authenticator() {
                    @Override
                    protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                        return getRequestingPrompt().equals("old")
                                ? new PasswordAuthentication("of", "old".toCharArray())
                                : null;
                    }
                };
        try (RawServer server =
                        RawServer.start(guest -> {
                            while (guest.awaitRequest()) {
                                told.add(password(guest.request()));
                                guest.send(
                                        told.size() == 2
                                                ? RawServer.response("200 OK", "in")
                                                : question(
                                                        "Basic realm="
                                                                + (told.size() < 2
                                                                        ? "old"
                                                                        : "new")));
                            }
                        });
                LingerClient asking = LingerClient.newBuilder().authenticator(forgetful).build()) {
            HttpRequest request = HttpRequest.newBuilder(server.uri("/x")).build();
            assertEquals("in", asking.send(request, BodyHandlers.ofString()).body());
            for (int i = 0; i < 2; i++) {
                assertThrows(
                        IOException.class, () -> asking.send(request, BodyHandlers.discarding()));
            }
        }
        assertEquals(List.of("nothing", "of:old", "of:old", "nothing"), told);
    }

    @Test
    void othersAreNotGivenItBeforeItIsAccepted() throws Exception {
        CountDownLatch tried = new CountDownLatch(1);
        CountDownLatch accepted = new CountDownLatch(1);
        try (RawServer server =
                        RawServer.start(guest -> {
                            while (guest.awaitRequest()) {
                                String password = password(guest.request());
                                told.add(password);
                                if (guest.number() == 1 && !password.equals("nothing")) {
                                    tried.countDown();
                                    accepted.await();
                                }
                                guest.send(
                                        told.size() == 1
                                                ? question("Basic realm=r")
                                                : RawServer.response("200 OK", "in"));
                            }
                        });
                client) {
            CompletableFuture<HttpResponse<String>> first =
                    client.sendAsync(
                            HttpRequest.newBuilder(server.uri("/")).build(),
                            BodyHandlers.ofString());
            tried.await();
            assertEquals("in", get(server.uri("/")).body());
            accepted.countDown();
            assertEquals("in", first.get().body());
            assertEquals("in", get(server.uri("/")).body());
        }
        assertEquals(List.of("nothing", "of:r", "nothing", "of:r"), told);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "charset=\"UTF-8\" | UTF-8",
                "charset=utf-8 | UTF-8",
                "CHARSET = \"utf-8\" | UTF-8",
                "charset=\"latin1\" | ISO-8859-1",
                "note=\"charset=\\\"utf-8\\\"\" | ISO-8859-1"
            })
    void itIsWrittenAsTheServerAsksForIt(String parameter, Charset charset) throws Exception {
        try (RawServer server =
                        RawServer.start(guest -> {
                            while (guest.awaitRequest()) {
                                told.add(password(guest.request()));
                                guest.send(
                                        told.size() == 1
                                                ? question("Basic realm=\"\u00e4\", " + parameter)
                                                : RawServer.response("200 OK", "in"));
                            }
                        });
                client) {
            get(server.uri("/"));
        }
        assertEquals("of:\u00e4", new String(told.getLast().getBytes(ISO_8859_1), charset));
    }

    @Test
    void itIsNotToldWhereAnotherSchemeIsAskedFor() throws Exception {
        try (RawServer server =
                        RawServer.answering(question("Bearer realm=\"sign in, basic users too\""));
                client) {
            assertEquals(401, get(server.uri("/")).statusCode());
        }
        assertEquals(List.of(), asked);
    }
}
