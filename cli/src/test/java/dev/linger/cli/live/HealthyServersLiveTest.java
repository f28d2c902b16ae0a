package dev.linger.cli.live;

import dev.linger.cli.live.scene.Program;
import dev.linger.cli.live.scene.Scene;
import dev.linger.cli.live.scene.Stage;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers and proxies at their daily work: whoever watches them must not be alarmed. */
@RealPrograms
class HealthyServersLiveTest {
    private static final String OK = "location / { return 200 ok; }";
    private static final List<Scene> SCENES =
            List.of(
                    Scene.of("healthy-health-checks", HealthyServersLiveTest::healthChecks),
                    Scene.of(
                            "healthy-nginx-upstream-keep-alive",
                            HealthyServersLiveTest::nginxUpstreamKeepAlive),
                    Scene.of("healthy-idle-timeout", HealthyServersLiveTest::idleTimeout),
                    Scene.of("healthy-reload", HealthyServersLiveTest::reload),
                    Scene.of("healthy-download", HealthyServersLiveTest::download),
                    Scene.of("healthy-upload", HealthyServersLiveTest::upload),
                    Scene.of("healthy-websocket", HealthyServersLiveTest::websocket),
                    Scene.of("healthy-tls", HealthyServersLiveTest::tls),
                    Scene.of("healthy-chunks", HealthyServersLiveTest::chunks),
                    Scene.of("healthy-events", HealthyServersLiveTest::events));

    private static void healthChecks(Stage stage) throws Exception {
        stage.nginx(stage.upstreamPort, "", "", OK);
        stage.recordOnly("port " + stage.upstreamPort);
        stage.haproxy(
                """
                backend checked
                  option httpchk GET /
                  server one 127.0.0.1:%d check inter 500ms
                """
                        .formatted(stage.upstreamPort),
                "");
        stage.asking("/", "-requests", "8", "-rest", "500ms").await();
    }

    private static void nginxUpstreamKeepAlive(Stage stage) throws Exception {
        stage.go(stage.upstreamPort);
        String server = "server 127.0.0.1:" + stage.upstreamPort + ";";
        String location =
                "location / { proxy_pass http://up; proxy_http_version 1.1;"
                        + " proxy_set_header Connection ''; }";
        stage.nginx("upstream up { " + server + " keepalive 32; }", location);
        stage.record();
        stage.ask("/ok", "-workers", "10", "-requests", "20", "-rest", "50ms");
        stage.tellNginx("quit");
    }

    private static void idleTimeout(Stage stage) throws Exception {
        stage.nginx("keepalive_timeout 1s;", OK);
        stage.record();
        String daily = "-workers 8 -requests 9 -rest 40ms -stagger 70ms -stay 1500ms";
        stage.ask("/", daily.split(" ", -1));
    }

    private static void reload(Stage stage) throws Exception {
        stage.nginx("", OK);
        stage.record();
        String[] daily = {"-workers", "8", "-requests", "12", "-rest", "90ms", "-stagger", "50ms"};
        Program clients = stage.asking("/", daily);
        clients.hear("answered", 40);
        stage.tellNginx("reload");
        clients.await();
    }

    private static void download(Stage stage) throws Exception {
        stage.file("large", 10_000_000);
        stage.nginx("", "");
        stage.record();
        stage.curl("/large", "--limit-rate", "6M");
    }

    private static void upload(Stage stage) throws Exception {
        stage.file("upload", 3_000_000);
        stage.go();
        stage.record();
        for (int each = 0; each < 3; each++) {
            stage.curl("/read", "-H", "Expect: 100-continue", "-T", "upload");
        }
    }

    private static void websocket(Stage stage) throws Exception {
        stage.node(
                """
                const server = require('http').createServer()
                server.on('upgrade', (request, socket) => {
                  socket.write('HTTP/1.1 101 Switching Protocols\\r\\n'
                    + 'Upgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\n')
                  socket.on('data', bytes => socket.write(bytes))
                  socket.on('end', () => socket.end())
                })
                server.listen(PORT, '127.0.0.1')
                """);
        stage.record();
        for (int each = 0; each < 3; each++) {
            stage.line()
                    .say("GET /chat HTTP/1.1\r\nHost: linger\r\n")
                    .say("Upgrade: websocket\r\nConnection: Upgrade\r\n\r\n")
                    .hear()
                    .say("\u0081\u0080\u0000\u0000\u0000\u0000")
                    .close();
        }
    }

    private static void tls(Stage stage) throws Exception {
        stage.nginxWithTls("", OK);
        stage.record();
        String url = "https://127.0.0.1:" + stage.port + "/";
        stage.curl(url, "-k", url, url, url);
        stage.curl(url, "-k", url);
    }

    private static void chunks(Stage stage) throws Exception {
        stage.node(
                """
                require('http').createServer(async (request, response) => {
                  for (let chunk = 0; chunk < 20; chunk++) {
                    response.write('a line of it\\n')
                    await new Promise(resolve => setTimeout(resolve, 50))
                  }
                  response.end()
                }).listen(PORT, '127.0.0.1')
                """);
        stage.record();
        stage.ask("/", "-workers", "3", "-requests", "2");
    }

    private static void events(Stage stage) throws Exception {
        stage.node(
                """
                require('http').createServer((request, response) => {
                  response.writeHead(200, { 'Content-Type': 'text/event-stream' })
                  const beat = setInterval(() => response.write('data: 1\\n\\n'), 100)
                  response.on('close', () => clearInterval(beat))
                }).listen(PORT, '127.0.0.1')
                """);
        stage.record();
        Program first = stage.curling("/", "-N", "-m", "0.7");
        Program second = stage.curling("/", "-N", "-m", "1.9");
        stage.curl("/", "-N", "-m", "1.3");
        first.await();
        second.await();
    }

    static List<Scene> scenes() {
        return SCENES;
    }

    @ParameterizedTest
    @MethodSource("scenes")
    void raiseNoAlarm(Scene scene) {
        scene.raisesNoAlarm();
    }
}
