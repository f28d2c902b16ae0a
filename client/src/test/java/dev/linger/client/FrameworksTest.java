package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.RawServer;
import feign.Feign;
import feign.FeignException;
import feign.Param;
import feign.RequestLine;
import feign.http2client.Http2Client;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

/** Libraries that take a {@link java.net.http.HttpClient} and are given this one. */
@Timeout(60)
class FrameworksTest {
    /** Answers with the method, the path and the body of the request; 404 under /missing. */
    private static RawServer server() throws IOException {
        return RawServer.start(guest -> {
            while (guest.awaitRequest()) {
                String request = guest.request();
                String body = request.substring(request.indexOf("\r\n\r\n") + 4);
                String said = request.substring(0, request.indexOf(" HTTP")) + " " + body;
                boolean missing = said.contains("/missing");
                guest.send(
                        RawServer.response(
                                missing ? "404 No" : "200 OK", said, "Content-Type: text/plain"));
            }
        });
    }

    @Test
    void springsRestClientRunsOnIt() throws Exception {
        try (RawServer server = server();
                LingerClient client = LingerClient.newHttpClient()) {
            RestClient spring =
                    RestClient.builder()
                            .baseUrl(server.uri("").toString())
                            .requestFactory(new JdkClientHttpRequestFactory(client))
                            .build();
            for (int i = 0; i < 20; i++) {
                assertEquals(
                        "GET /a/1 ", spring.get().uri("/a/{id}", 1).retrieve().body(String.class));
                String said = spring.post().uri("/b").body("hello").retrieve().body(String.class);
                assertTrue(String.valueOf(said).contains("hello"), said);
                assertThrows(
                        HttpClientErrorException.NotFound.class,
                        () -> spring.get().uri("/missing").retrieve().body(String.class));
            }
            assertEquals(1, server.connections());
        }
    }

    private interface Api {
        @RequestLine("GET /a/{id}")
        String a(@Param("id") int id);

        @RequestLine("POST /b")
        String b(String body);

        @RequestLine("GET /missing")
        String missing();
    }

    @Test
    void feignRunsOnIt() throws Exception {
        try (RawServer server = server();
                LingerClient client = LingerClient.newHttpClient()) {
            Api api =
                    Feign.builder()
                            .client(new Http2Client(client))
                            .target(Api.class, server.uri("").toString());
            for (int i = 0; i < 20; i++) {
                assertEquals("GET /a/1 ", api.a(1));
                assertTrue(api.b("hello").contains("hello"));
                assertThrows(FeignException.NotFound.class, api::missing);
            }
            assertEquals(1, server.connections());
        }
    }
}
