package dev.linger.cli.live;

import dev.linger.cli.live.scene.Line;
import dev.linger.cli.live.scene.Program;
import dev.linger.cli.live.scene.Scene;
import dev.linger.cli.live.scene.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody waited for the opposite side, and then no longer. */
@RealPrograms
class TimeoutLiveTest {
    private static final String MUTE =
            "require('http').createServer(() => console.log('asked')).listen(PORT, '127.0.0.1')";
    private static final String HALF_A_HEAD = "GET /ok HTTP/1.1\r\nHost: linger\r\nX-";
    private static final String HALF_A_BODY =
            "POST /read HTTP/1.1\r\nHost: linger\r\nContent-Length: 1000\r\n\r\nabc";

    private static final Scene NGINX_HEAD =
            Scene.of(
                    "head-timeout-nginx",
                    stage -> {
                        stage.nginx("client_header_timeout 1s;", "");
                        stage.record();
                        sayAndWait(stage, HALF_A_HEAD);
                    });
    private static final Scene GO_HEAD =
            Scene.of(
                    "head-timeout-go",
                    stage -> {
                        stage.go("-head", "1s");
                        stage.record();
                        sayAndWait(stage, HALF_A_HEAD);
                    });
    private static final Scene NGINX_UNUSED =
            Scene.of(
                    "unused-nginx",
                    stage -> {
                        stage.nginx("client_header_timeout 1s;", "");
                        stage.record();
                        sayAndWait(stage, "");
                    });
    private static final Scene NGINX_BODY =
            Scene.of(
                    "body-timeout-nginx",
                    stage -> {
                        String proxy = "location / { proxy_pass http://127.0.0.1:9; }";
                        stage.nginx("client_body_timeout 1s;", proxy);
                        stage.record();
                        sayAndWait(stage, HALF_A_BODY);
                    });
    private static final Scene GO_BODY =
            Scene.of(
                    "body-timeout-go",
                    stage -> {
                        stage.go("-read", "1s");
                        stage.record();
                        sayAndWait(stage, HALF_A_BODY);
                    });
    private static final Scene CURL_GIVES_UP =
            Scene.of(
                    "response-timeout-curl",
                    stage -> {
                        stage.node(MUTE);
                        stage.record();
                        for (int request = 0; request < 4; request++) {
                            stage.curl("/", "-m", "1");
                        }
                    });
    private static final Scene GO_GIVES_UP =
            Scene.of(
                    "response-timeout-go",
                    stage -> {
                        stage.go();
                        stage.record();
                        String[] five = {"-workers", "5", "-stagger", "100ms", "-timeout", "1s"};
                        stage.ask("/slow?wait=3s", five);
                    });
    private static final Scene NODE_HANDLER =
            Scene.of(
                    "handler-timeout-node",
                    stage -> {
                        stage.node(
                                """
                                require('http').createServer((request, response) =>
                                  response.setTimeout(1000, () => {
                                    response.writeHead(503, { Connection: 'close' })
                                    response.end('too slow')
                                  })
                                ).listen(PORT, '127.0.0.1')
                                """);
                        stage.record();
                        stage.ask("/", "-workers", "5", "-stagger", "100ms", "-stay", "300ms");
                    });
    private static final Scene GO_HANDLER =
            Scene.of(
                    "handler-timeout-go",
                    stage -> {
                        stage.go();
                        stage.record();
                        stage.ask("/limited?wait=3s", "-workers", "4");
                    });
    private static final Scene NGINX_UPSTREAM =
            Scene.of(
                    "proxy-read-timeout",
                    stage -> {
                        stage.go(stage.upstreamPort);
                        String upstreamAddress = "http://127.0.0.1:" + stage.upstreamPort + ";";
                        String limit = "proxy_read_timeout 1s;";
                        stage.nginx(
                                "", "location / { proxy_pass " + upstreamAddress + limit + " }");
                        stage.record();
                        for (int request = 0; request < 3; request++) {
                            stage.curl("/slow?wait=3s");
                        }
                    });
    private static final Scene ABANDONED =
            Scene.of(
                    "abandoned",
                    stage -> {
                        Program server = stage.node(MUTE);
                        stage.record();
                        Program client = stage.curling("/");
                        server.hear("asked", 1);
                        client.kill();
                    });
    private static final Scene ABANDONED_TRANSFER =
            Scene.of(
                    "abandoned-transfer",
                    stage -> {
                        stage.go();
                        stage.record();
                        Program client = stage.asking("/trickle");
                        client.hear("answered", 1);
                        client.kill();
                    });
    private static final Scene ABANDONED_UNREAD =
            Scene.of(
                    "abandoned-unread",
                    stage -> {
                        stage.go();
                        stage.record();
                        Program client = stage.asking("/bytes?n=50000000", "-pause", "1m");
                        stage.sockets().awaitBacklog();
                        client.kill();
                    });

    private static void sayAndWait(Stage stage, String text) throws Exception {
        List<Line> lines = List.of(stage.line(), stage.line(), stage.line());
        for (Line line : lines) {
            line.say(text);
        }
        for (Line line : lines) {
            line.hearOut().close();
        }
    }

    @Test
    void findsTheHeadTimeoutOfNginx() {
        NGINX_HEAD.ends("3 head-timeout server server fin request-head");
    }

    @Test
    void findsTheHeadTimeoutOfGo() {
        GO_HEAD.ends("3 head-timeout server server fin request-head");
    }

    @Test
    void tellsAnUnusedConnectionFromHalfARequest() {
        NGINX_UNUSED.ends("3 unused server server fin unused");
    }

    @Test
    void findsTheBodyTimeoutOfNginx() {
        NGINX_BODY.ends("3 body-timeout server server fin request-body");
    }

    @Test
    void findsTheBodyTimeoutOfGoAlthoughItAnswers200() {
        GO_BODY.ends("3 body-timeout server server fin request-body|early-response");
    }

    @Test
    void findsHowLongCurlWaits() {
        CURL_GIVES_UP.ends("4 response-timeout client client fin handling");
    }

    @Test
    void findsHowLongAGoClientWaits() {
        // The server answers into the closed connection, which is reset.
        GO_GIVES_UP.ends("5 response-timeout client client reset|fin handling");
    }

    @Test
    void findsHowLongTheHandlerMayTake() {
        NODE_HANDLER.ends("5 handler-timeout server client|server|both fin *");
    }

    @Test
    void doesNotBlameAHandlerTimeoutThatLeftTheConnectionOpen() {
        // After its 503 the server keeps the connection; the client has what it came for.
        GO_HANDLER.ends("4 surplus|unknown client|unknown client fin idle");
    }

    @Test
    void findsHowLongAProxyWaits() {
        // The 504 that it passes on leaves its own client's connection open; curl closes it.
        NGINX_UPSTREAM.ends(
                "3 surplus|unknown client|unknown client fin idle",
                "3 response-timeout client client reset|fin handling");
    }

    @Test
    void seesThatTheClientLeft() {
        ABANDONED.ends("1 abandoned client client fin handling");
    }

    @Test
    void seesThatTheClientLeftInMidTransfer() {
        // The rest of the response meets a closed connection and is reset.
        ABANDONED_TRANSFER.ends("1 abandoned client client reset|fin response-body");
    }

    @Test
    void seesThatTheClientLeftWithBytesUnread() {
        // On the wire a killed reader and one that closes without reading are the same.
        ABANDONED_UNREAD.ends("1 abandoned|unread-body client client reset response-body");
    }
}
