package dev.linger.cli.live;

import dev.linger.cli.live.scene.Needs;
import dev.linger.cli.live.scene.Program;
import dev.linger.cli.live.scene.Scene;
import org.junit.jupiter.api.Test;

/**
 * One side announces the end, in a header or by its version of HTTP. Either side may then close.
 */
@RealPrograms
class RequestedCloseLiveTest {
    private static final Scene CURL_CLOSE =
            Scene.of(
                    "curl-close",
                    stage -> {
                        stage.nginx("", "location / { return 200 ok; }");
                        stage.record();
                        for (int request = 0; request < 4; request++) {
                            stage.curl("/", "-H", "Connection: close");
                        }
                    });
    private static final Scene APACHE_BENCH =
            Scene.of(
                    "ab",
                    stage -> {
                        stage.nginx("", "location / { return 200 ok; }");
                        stage.record();
                        Needs.program("ab");
                        stage.run("ab", "-n", "12", "-c", "3", stage.url("/")).await();
                    });
    private static final Scene CURL_HTTP10 =
            Scene.of(
                    "curl-http10",
                    stage -> {
                        stage.nginx("", "location / { return 200 ok; }");
                        stage.record();
                        for (int request = 0; request < 3; request++) {
                            stage.curl("/", "-0");
                        }
                    });
    private static final Scene APACHE_BENCH_KEEP_ALIVE =
            Scene.of(
                    "ab-keep-alive",
                    stage -> {
                        stage.nginx("", "location / { return 200 ok; }");
                        stage.record();
                        Needs.program("ab");
                        stage.run("ab", "-k", "-n", "12", "-c", "3", stage.url("/")).await();
                    });
    private static final Scene NGINX_KEEPS_NOTHING =
            Scene.of(
                    "nginx-keepalive-timeout-0",
                    stage -> {
                        stage.nginx("keepalive_timeout 0;", "location / { return 200 ok; }");
                        stage.record();
                        stage.ask("/", "-workers", "4", "-requests", "2");
                    });
    private static final Scene NODE_CLOSE =
            Scene.of(
                    "node-close",
                    stage -> {
                        stage.node(
                                """
                                require('http').createServer((request, response) => {
                                  response.setHeader('Connection', 'close')
                                  response.end('ok')
                                }).listen(PORT, '127.0.0.1')
                                """);
                        stage.record();
                        stage.ask("/", "-workers", "4", "-requests", "2");
                    });
    private static final Scene NGINX_MAX_REQUESTS =
            Scene.of(
                    "nginx-keepalive-requests",
                    stage -> {
                        stage.nginx("keepalive_requests 5;", "location / { return 200 ok; }");
                        stage.record();
                        stage.ask("/", "-workers", "4", "-requests", "10");
                    });
    private static final Scene NODE_MAX_REQUESTS =
            Scene.of(
                    "node-max-requests",
                    stage -> {
                        stage.node(
                                """
                                const server = require('http')
                                  .createServer((request, response) => response.end('ok'))
                                server.maxRequestsPerSocket = 4
                                server.listen(PORT, '127.0.0.1')
                                """);
                        stage.record();
                        stage.ask("/", "-workers", "4", "-requests", "8");
                    });
    private static final Scene NGINX_MAX_AGE =
            Scene.of(
                    "nginx-keepalive-time",
                    stage -> {
                        stage.nginx("keepalive_time 2s;", "location / { return 200 ok; }");
                        stage.record();
                        Program[] clients = {
                            stage.asking("/", "-requests", "7", "-rest", "400ms"),
                            stage.asking("/", "-requests", "9", "-rest", "300ms"),
                            stage.asking("/", "-requests", "13", "-rest", "190ms"),
                            stage.asking("/", "-requests", "18", "-rest", "130ms"),
                        };
                        for (Program client : clients) {
                            client.await();
                        }
                    });
    private static final Scene UNTIL_CLOSE =
            Scene.of(
                    "body-until-close",
                    stage -> {
                        stage.go();
                        stage.record();
                        stage.ask("/until-close", "-workers", "3");
                    });

    @Test
    void saysThatTheClientAskedForTheClose() {
        CURL_CLOSE.ends("4 close-requested client client|server|both fin idle");
    }

    @Test
    void saysThatAnHttp10ClientAskedForTheClose() {
        CURL_HTTP10.ends("3 close-requested client client|server|both fin idle");
    }

    @Test
    void saysThatApacheBenchAskedAndTheServerClosed() {
        // ApacheBench often opens one connection more than it needs.
        APACHE_BENCH.ends(
                "12 close-requested client server fin idle", "* unused client client fin unused");
    }

    @Test
    void doesNotBlameHttp10ThatAgreedToKeepAlive() {
        APACHE_BENCH_KEEP_ALIVE.ends("3 surplus|unknown client|unknown client fin idle");
    }

    @Test
    void saysThatNginxAskedForTheClose() {
        NGINX_KEEPS_NOTHING.ends("8 close-requested server client|server|both fin idle");
    }

    @Test
    void saysThatNodeAskedForTheClose() {
        NODE_CLOSE.ends("8 close-requested server client|server|both fin idle");
    }

    @Test
    void findsTheCapOfRequestsOfNginx() {
        NGINX_MAX_REQUESTS.ends("8 max-requests server client|server|both fin idle");
    }

    @Test
    void findsTheCapOfRequestsOfNode() {
        NODE_MAX_REQUESTS.ends("8 max-requests server client|server|both fin idle");
    }

    @Test
    void findsTheCapOfAgeOfNginx() {
        // The clients go on with a connection each, and close it when they are done.
        NGINX_MAX_AGE.ends(
                "4 max-age server client|server|both fin idle",
                "4 surplus|unknown|drain client client fin idle");
    }

    @Test
    void saysThatOnlyClosingCouldEndTheBody() {
        UNTIL_CLOSE.ends("3 body-until-close server server fin response-body");
    }
}
