package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private Server server;

    @BeforeEach
    void serve() throws IOException {
        Routes inside = new Routes().get("/docs/a/*", e -> e.respond("inside " + e.parameter("*")));
        Routes routes =
                new Routes()
                        .get("/users/me", e -> e.respond("me"))
                        .get("/users/{id}", e -> e.respond("user " + e.parameter("id")))
                        .get("/users/{id}/{field}", e -> e.respond("of " + e.parameter("id")))
                        .get("/docs/*", inside)
                        .put("/notes/*", e -> e.respond("note " + e.parameter("*")))
                        .on("PATCH", "/", e -> e.respond("patched"));
        InetSocketAddress local = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server =
                Server.start(
                        Settings.of(local).withLoops(1).withFirstClose(Settings.FirstClose.SERVER),
                        routes);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer ask(String line) throws IOException {
        return Answer.to(server, line + " HTTP/1.1");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /users/me, me",
        "GET /users/7, user 7",
        "GET /users/a%20b?c=d, user a b",
        "PUT /notes/1/2, note 1/2",
        "PUT /notes/, note ''",
        "PUT /notes/.a/..b/c../..., note .a/..b/c../...",
        "PUT /notes/a%2Fb, note a/b",
        "PUT /notes/1//2, note 1//2",
        "GET /users/..., user ...",
        "GET /docs/a/b, inside b",
        "PATCH /, patched"
    })
    void theFirstRouteThatFitsAnswers(String line, String body) throws IOException {
        assertEquals(body.replace("''", ""), ask(line).body());
    }

    @ParameterizedTest
    @CsvSource({
        "GET /, 405, 'OPTIONS, PATCH'",
        "POST /users/7, 405, 'GET, HEAD, OPTIONS'",
        "OPTIONS /users/7, 204, 'GET, HEAD, OPTIONS'",
        "OPTIONS /notes/1, 204, 'OPTIONS, PUT'",
        "OPTIONS *, 204, 'GET, HEAD, OPTIONS, PATCH, PUT'"
    })
    void whatIsAllowedIsSaid(String line, int status, String allowed) throws IOException {
        Answer answer = ask(line);
        assertEquals(status, answer.status());
        assertEquals(allowed, answer.field("Allow"));
    }

    @Test
    void whatHasNoRouteIsNotFound() throws IOException {
        Answer answer = ask("GET /users");
        assertEquals(404, answer.status());
        assertNull(answer.field("Allow"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PUT /notes/../users/me",
                "PUT /notes/..",
                "PUT /notes/.",
                "PUT /notes/a/../b",
                "PUT /notes/a/./b",
                "PUT /notes/%2e%2E/b",
                "PUT /notes/..%2F..%2Fetc",
                "PUT /notes/a%2f..",
                "PUT /notes/..%5C..%5Cetc",
                "PUT /notes//etc",
                "PUT /notes/%2Fetc",
                "PUT /notes/%5Cetc",
                "PUT http://localhost/notes/../etc",
                "GET /users/..",
                "GET /users/%2e%2e",
                "GET /users/.%2e/name",
                "GET /users/a%2Fb",
                "GET /users/..%2Fb",
                "GET /users/7/../me",
                "OPTIONS /users/.."
            })
    void aParameterNeverClimbs(String line) throws IOException {
        Answer answer = ask(line);
        assertEquals(404, answer.status(), answer.body());
        assertNull(answer.field("Allow"));
    }

    @Test
    void headIsAnsweredByTheRouteOfGet() throws IOException {
        Answer answer = ask("HEAD /users/me");
        assertEquals("2", answer.field("Content-Length"));
        assertEquals("", answer.body());
    }

    @Test
    void refusesAPathThatCannotBe() {
        Routes routes = new Routes();
        assertThrows(IllegalArgumentException.class, () -> routes.get("users", _ -> {}));
        assertThrows(IllegalArgumentException.class, () -> routes.get("/*/a", _ -> {}));
        assertThrows(IllegalArgumentException.class, () -> routes.get("/a/../b", _ -> {}));
        for (String path :
                List.of(
                        "",
                        "/a b",
                        "/a?b=1",
                        "/caf\u00e9",
                        "/a#b",
                        "/f/{name}.json",
                        "/f/{}",
                        "/f/{a}/{a}",
                        "/x/{id")) {
            assertThrows(IllegalArgumentException.class, () -> routes.get(path, _ -> {}), path);
        }
        assertThrows(IllegalArgumentException.class, () -> routes.on("GE T", "/", _ -> {}));
        assertEquals(
                "path \"/f/{name}.json\": braces must hold a name and be a whole segment",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> routes.get("/f/{name}.json", _ -> {}))
                        .getMessage());
    }
}
