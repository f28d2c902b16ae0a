package dev.linger.cli.live;

import dev.linger.cli.live.scene.Program;
import dev.linger.cli.live.scene.Scene;
import dev.linger.cli.live.scene.Stage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Kept connections that nobody used any more. */
@RealPrograms
class IdleLiveTest {
    private static final String OK = "location / { return 200 ok; }";

    private static final Scene NGINX =
            Scene.of(
                    "idle-nginx",
                    stage -> {
                        stage.nginx("keepalive_timeout 2s;", OK);
                        stage.record();
                        askAndStay(stage, "3s");
                    });
    private static final Scene NGINX_HINTS =
            Scene.of(
                    "idle-nginx-hint",
                    stage -> {
                        stage.nginx("keepalive_timeout 2s 2s;", OK);
                        stage.record();
                        askAndStay(stage, "3s");
                    });
    private static final Scene NGINX_ONCE =
            Scene.of(
                    "idle-nginx-once",
                    stage -> {
                        stage.nginx("keepalive_timeout 2s;", OK);
                        stage.record();
                        stage.ask("/", "-stay", "3s");
                    });
    private static final Scene GO =
            Scene.of(
                    "idle-go",
                    stage -> {
                        stage.go("-idle", "1.5s");
                        stage.record();
                        askAndStay(stage, "2.5s");
                    });
    private static final Scene NODE =
            Scene.of(
                    "idle-node",
                    stage -> {
                        stage.node(
                                """
                                const server = require('http')
                                  .createServer((request, response) => response.end('ok'))
                                server.keepAliveTimeout = 1500
                                server.listen(PORT, '127.0.0.1')
                                """);
                        stage.record();
                        askAndStay(stage, "4s");
                    });
    private static final Scene HAPROXY =
            Scene.of(
                    "idle-haproxy",
                    stage -> {
                        stage.haproxy("timeout http-keep-alive 1500ms", "");
                        stage.record();
                        askAndStay(stage, "2.5s");
                    });
    private static final Scene GO_CLIENT =
            Scene.of(
                    "idle-go-client",
                    stage -> {
                        stage.nginx("", OK);
                        stage.record();
                        askAndStay(stage, "2s", "-idle", "1.2s");
                    });
    private static final Scene POOL =
            Scene.of(
                    "surplus",
                    stage -> {
                        stage.go();
                        stage.record();
                        String wait = "/slow?wait=1s";
                        stage.ask(wait, "-shared", "-workers", "20", "-stay", "200ms");
                    });
    private static final Scene DRAIN =
            Scene.of(
                    "drain",
                    stage -> {
                        stage.nginx("", OK);
                        stage.record();
                        String[] eight = {"-workers", "8", "-stagger", "60ms", "-stay", "2s"};
                        Program client = stage.asking("/", eight);
                        client.hear("all answered", 1);
                        stage.tellNginx("quit");
                        client.await();
                    });

    private static void askAndStay(Stage stage, String stay, String... flags) throws Exception {
        List<String> words = new ArrayList<>(List.of(flags));
        words.addAll(List.of("-workers", "6", "-requests", "2", "-stagger", "170ms"));
        words.addAll(List.of("-stay", stay));
        stage.ask("/ok", words.toArray(String[]::new));
    }

    @Test
    void findsTheIdleTimeoutOfNginx() {
        NGINX.ends("6 idle-timeout server server fin idle");
    }

    @Test
    void findsTheIdleTimeoutThatNginxAnnounced() {
        NGINX_HINTS.ends("6 idle-timeout server server fin idle");
    }

    @Test
    void findsAnIdleTimeoutOfOneConnectionAlone() {
        NGINX_ONCE.ends("1 idle-timeout server server fin idle");
    }

    @Test
    void findsTheIdleTimeoutOfGo() {
        GO.ends("6 idle-timeout server server fin idle");
    }

    @Test
    void findsTheIdleTimeoutOfNode() {
        NODE.ends("6 idle-timeout server server fin idle");
    }

    @Test
    void findsTheIdleTimeoutOfHaproxy() {
        HAPROXY.ends("6 idle-timeout server server fin idle");
    }

    @Test
    void findsTheIdleTimeoutOfAClient() {
        GO_CLIENT.ends("6 idle-timeout client client fin idle");
    }

    @Test
    void findsThatAPoolWasTooSmall() {
        // Two are kept, until the client ends.
        POOL.ends("18 surplus client client fin idle", "2 * client|unknown client fin idle");
    }

    @Test
    void findsThatAServerWasDrained() {
        DRAIN.ends("8 drain server server fin idle");
    }
}
