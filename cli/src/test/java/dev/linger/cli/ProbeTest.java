package dev.linger.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.linger.testkit.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code linger probe}: what it says of servers that follow a script, and of those it cannot ask.
 */
class ProbeTest {
    private static final String OK = RawServer.response("200 OK", "hello");

    private static Ran probe(RawServer server, String... more) {
        String[] all = new String[more.length + 4];
        all[0] = "probe";
        all[1] = server.uri("/").toString();
        all[2] = "--max-wait";
        all[3] = "1s";
        System.arraycopy(more, 0, all, 4, more.length);
        return Ran.linger(all);
    }

    private static void isRefused(Ran ran, String sentence) {
        assertEquals(2, ran.status());
        assertTrue(ran.err().contains(sentence), ran::err);
    }

    @Test
    void showsWhatItWouldDoAndDoesNothing() throws Exception {
        try (RawServer server = RawServer.answering(OK)) {
            Ran ran = probe(server, "--dry-run");
            assertEquals(0, ran.status());
            assertTrue(ran.out().contains("leaves 9 connections idle"), ran::out);
            assertTrue(ran.out().contains("at most 53 connections"), ran::out);
            assertEquals(0, server.connections());
        }
    }

    @Test
    void saysThatNobodyListens() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        isRefused(
                Ran.linger("probe", "127.0.0.1:" + port),
                "refused the connection (RST in answer to SYN): nobody listens there");
    }

    @Test
    void saysThatAServerHangs() throws Exception {
        try (RawServer server = RawServer.start(guest -> guest.awaitEnd())) {
            isRefused(probe(server), "and has not answered for 1 s: the server hangs");
        }
    }

    @Test
    void saysThatItIsNoHttp() throws Exception {
        try (RawServer server = RawServer.answering("220 mail.example ESMTP\r\n")) {
            isRefused(probe(server), "answers what is no HTTP");
        }
    }

    @Test
    void saysThatItClosesWithoutAnAnswer() throws Exception {
        try (RawServer server = RawServer.start(guest -> guest.awaitRequest())) {
            isRefused(probe(server), "closed it without an answer");
        }
    }

    @Test
    void saysThatTlsIsSpokenThere() throws Exception {
        String wants = "Client sent an HTTP request to an HTTPS server.\n";
        try (RawServer server = RawServer.answering(RawServer.response("400 Bad Request", wants))) {
            isRefused(probe(server), "speaks TLS and was asked without: ask https://127.0.0.1:");
        }
    }

    @Test
    void saysThatNoTlsIsSpokenThere() throws Exception {
        try (RawServer server = RawServer.start(guest -> guest.send(OK).awaitEnd());
                RawServer silent = RawServer.answering(OK)) {
            String url = server.uri("/").toString().replace("http:", "https:");
            isRefused(Ran.linger("probe", url), "speaks no TLS: ask http://127.0.0.1:");
            String other = silent.uri("/").toString().replace("http:", "https:");
            isRefused(
                    Ran.linger("probe", other, "--max-wait", "1s"),
                    "does not answer the TLS handshake");
        }
    }

    @Test
    void saysThatANameHasNoAddressAndWhatIsNoUrl() {
        isRefused(Ran.linger("probe", "http://nowhere.invalid/"), "has no address");
        isRefused(Ran.linger("probe", "http://"), "is no URL");
        isRefused(Ran.linger("probe"), "probe wants a URL");
        isRefused(Ran.linger("probe", "x", "--dry-run", "--json"), "--dry-run asks nothing");
        isRefused(Ran.linger("probe", "x", "--front", "apache"), "must be one of nginx, haproxy,");
        isRefused(Ran.linger("probe", "127.0.0.1", "--max-wait", "1ms"), "must be at least 100 ms");
    }

    @Test
    void tellsARedirectAndGoesOnWithTheServerThatGaveIt() throws Exception {
        String found = RawServer.response("301 Moved", "", "Location: https://example.org/");
        try (RawServer server = RawServer.answering(found)) {
            Ran ran = probe(server, "--max-requests", "5");
            assertEquals(0, ran.status());
            assertTrue(
                    ran.out().contains("redirects to https://example.org/, which was"), ran::out);
        }
    }

    @Test
    void whatIsLongerThanTheWaitIsSaidToBe() throws Exception {
        try (RawServer server = RawServer.answering(OK)) {
            Ran ran = probe(server, "--max-requests", "5", "--front", "nginx");
            assertTrue(ran.out().contains("closes when idle between requests   not in 1.000 s"));
            assertTrue(ran.out().contains("requests on one connection          more than 5"));
        }
    }

    @Test
    void theProfileIsOneJsonObject() throws Exception {
        try (RawServer server = RawServer.answering(OK)) {
            Ran ran = probe(server, "--max-requests", "5", "--json");
            assertEquals(1, ran.out().lines().count());
            assertTrue(ran.out().contains("\"idle_between_requests\":{\"longer_than_s\":1.0}"));
            isJson(ran.out());
        }
    }

    @Test
    void doctorHoldsAProfileAgainstTheProxyInFront(@TempDir Path folder) throws Exception {
        Path nginx = folder.resolve("nginx.conf");
        Files.writeString(
                nginx,
                """
                events {}
                http {
                    upstream app { server 127.0.0.1:9000; keepalive 8; keepalive_timeout 60s; }
                    server {
                        listen 80;
                        location / {
                            proxy_pass http://app;
                            proxy_http_version 1.1;
                            proxy_set_header Connection "";
                        }
                    }
                }
                """);
        Path profile = folder.resolve("app.json");
        Files.writeString(
                profile,
                """
                {"server":"127.0.0.1:9000","product":{"name":"Node.js","because":["x"]},
                 "idle_between_requests":{"s":6.0,"least_s":5.9,"most_s":6.0,"samples":9}}
                """);
        Ran ran =
                Ran.linger("doctor", "--config", nginx.toString(), "--profile", profile.toString());
        assertTrue(ran.out().contains("closes idle connections after 5.900"), ran::out);
        assertTrue(ran.out().contains("server.keepAliveTimeout = "), ran::out);
        assertTrue(ran.out().contains("keepalive_timeout 3s;"), ran::out);
        isRefused(
                Ran.linger("doctor", "--profile", nginx.toString()),
                "this is no profile; \"linger probe URL --json\" prints one");
    }

    private static void isJson(String text) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            int tokens = 0;
            while (parser.nextToken() != null) {
                tokens++;
            }
            assertTrue(tokens > 100, text);
        }
    }
}
