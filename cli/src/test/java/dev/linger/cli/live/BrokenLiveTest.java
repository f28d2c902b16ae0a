package dev.linger.cli.live;

import dev.linger.cli.live.scene.Line;
import dev.linger.cli.live.scene.Needs;
import dev.linger.cli.live.scene.Program;
import dev.linger.cli.live.scene.Scene;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Exchanges that did not come to their end. */
@RealPrograms
class BrokenLiveTest {
    private static final Scene SHORT_BODY = goThreeTimes("truncated-length", "/cut");
    private static final Scene NO_LAST_CHUNK = goThreeTimes("truncated-chunked", "/cut-chunked");
    private static final Scene NODE_DESTROYS =
            Scene.of(
                    "truncated-node",
                    stage -> {
                        stage.node(
                                """
                                require('http').createServer((request, response) => {
                                  response.writeHead(200, { 'Content-Length': 1000 })
                                  response.write('part', () => response.destroy())
                                }).listen(PORT, '127.0.0.1')
                                """);
                        stage.record();
                        for (int request = 0; request < 3; request++) {
                            stage.curl("/");
                        }
                    });
    private static final Scene SILENT =
            Scene.of(
                    "no-response-go",
                    stage -> {
                        stage.go();
                        stage.record();
                        for (int request = 0; request < 3; request++) {
                            stage.curl("/silent");
                        }
                    });
    private static final Scene NGINX_444 =
            Scene.of(
                    "no-response-nginx",
                    stage -> {
                        stage.nginx("", "location / { return 444; }");
                        stage.record();
                        for (int request = 0; request < 3; request++) {
                            stage.curl("/");
                        }
                    });
    private static final Scene KILLED_IN_TRANSFER =
            Scene.of(
                    "stopped-transfer",
                    stage -> {
                        Program server = stage.go();
                        stage.record();
                        Program client = stage.asking("/trickle", "-workers", "6");
                        client.hear("answered", 6);
                        server.kill();
                        client.await();
                    });
    private static final Scene KILLED_IN_HANDLING =
            Scene.of(
                    "stopped-handling",
                    stage -> {
                        Program server = stage.go();
                        stage.record();
                        Program client = stage.asking("/slow?wait=1m", "-workers", "6");
                        server.hear("asked", 6);
                        server.kill();
                        client.await();
                    });
    private static final Scene SERVER_ABORTS =
            Scene.of(
                    "abort-server",
                    stage -> {
                        stage.go();
                        stage.record();
                        stage.ask("/abort", "-workers", "3", "-stay", "300ms");
                    });
    private static final Scene CLIENT_ABORTS =
            Scene.of(
                    "abort-client",
                    stage -> {
                        stage.nginx("", "location / { return 200 ok; }");
                        stage.record();
                        for (int each = 0; each < 3; each++) {
                            stage.line().get("/").hear().reset();
                        }
                    });
    private static final Scene GARBAGE =
            Scene.of(
                    "bad-message",
                    stage -> {
                        stage.nginx("large_client_header_buffers 2 1k;", "");
                        stage.record();
                        for (String message :
                                List.of(
                                        "\1\2garbage\r\n\r\n",
                                        "NOT A REQUEST\r\n\r\n",
                                        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                                        "GET / HTTP/1.1\r\nHost: a\r\nX: "
                                                + "x".repeat(3000)
                                                + "\r\n\r\n")) {
                            stage.line().say(message).hearOut().close();
                        }
                    });
    private static final Scene REFUSED =
            Scene.of(
                    "refused",
                    stage -> {
                        stage.record();
                        stage.curl("/");
                        stage.ask("/");
                    });
    private static final Scene UNUSED =
            Scene.of(
                    "unused",
                    stage -> {
                        stage.nginx("", "");
                        stage.record();
                        Needs.program("nc");
                        for (int probe = 0; probe < 3; probe++) {
                            stage.run("nc", "-z", "127.0.0.1", "" + stage.port).await();
                        }
                    });
    private static final Scene NGINX_OVER_LIMIT =
            Scene.of(
                    "over-limit-nginx",
                    stage -> {
                        String one = "limit_conn_zone $server_port zone=all:1m; limit_conn all 1;";
                        Program upstream = stage.go(stage.upstreamPort);
                        String upstreamAddress = "http://127.0.0.1:" + stage.upstreamPort;
                        stage.nginx(one, "location / { proxy_pass " + upstreamAddress + "; }");
                        stage.recordOnly("port " + stage.port);
                        Program first = stage.curling("/slow?wait=1s");
                        upstream.hear("asked", 1);
                        for (int request = 0; request < 4; request++) {
                            stage.curl("/ok");
                        }
                        first.await();
                    });
    private static final Scene HAPROXY_REJECTS =
            Scene.of(
                    "over-limit-haproxy",
                    stage -> {
                        stage.haproxy("", "tcp-request connection reject if { fe_conn gt 1 }");
                        stage.record();
                        Line first = stage.line().get("/").hear();
                        for (int each = 0; each < 4; each++) {
                            // Says nothing: whether a request gets out before the RST is a race.
                            stage.curl("telnet://127.0.0.1:" + stage.port);
                        }
                        first.close();
                    });

    private static Scene goThreeTimes(String name, String path) {
        return Scene.of(
                name,
                stage -> {
                    stage.go();
                    stage.record();
                    stage.ask(path, "-workers", "3");
                });
    }

    @Test
    void seesABodyShorterThanItsLength() {
        SHORT_BODY.ends("3 truncated server server fin response-body");
    }

    @Test
    void seesABodyWithoutItsLastChunk() {
        NO_LAST_CHUNK.ends("3 truncated server server fin response-body");
    }

    @Test
    void seesThatNodeDestroyedTheResponse() {
        NODE_DESTROYS.ends("3 truncated server server fin response-body");
    }

    @Test
    void seesARequestWithoutAnyAnswer() {
        SILENT.ends("3 no-response server server fin handling");
    }

    @Test
    void seesThatNginxWasToldNotToAnswer() {
        NGINX_444.ends("3 no-response server server fin handling");
    }

    @Test
    void findsThatTheServerDiedInMidTransfer() {
        KILLED_IN_TRANSFER.ends("6 stopped server|operator server fin response-body");
    }

    @Test
    void findsThatTheServerDiedWithRequestsUnanswered() {
        KILLED_IN_HANDLING.ends("6 stopped server|operator server fin handling");
    }

    @Test
    void seesThatTheServerAbortedAnIdleConnection() {
        SERVER_ABORTS.ends("3 abort server server reset idle");
    }

    @Test
    void seesThatTheClientAbortedAnIdleConnection() {
        CLIENT_ABORTS.ends("3 abort client client reset idle");
    }

    @Test
    void seesThatNginxCouldNotReadTheRequest() {
        GARBAGE.ends("4 bad-message server server fin *");
    }

    @Test
    void seesThatNobodyListened() {
        REFUSED.ends("2 refused server server refused connecting");
    }

    @Test
    void seesPortProbes() {
        UNUSED.ends("3 unused client client fin unused");
    }

    @Test
    void doesNotBlameALimitThatLeftTheConnectionOpen() {
        // nginx answers 503 and keeps the connection; curl has its answer and closes.
        NGINX_OVER_LIMIT.ends("5 surplus|unknown client|unknown client fin idle");
    }

    @Test
    void seesThatHaproxyRejectedTheConnection() {
        HAPROXY_REJECTS.ends("4 over-limit server server reset unused", "1 * * client fin idle");
    }
}
