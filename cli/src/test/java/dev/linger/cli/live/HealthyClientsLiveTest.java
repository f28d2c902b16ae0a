package dev.linger.cli.live;

import dev.linger.cli.live.scene.Line;
import dev.linger.cli.live.scene.Needs;
import dev.linger.cli.live.scene.Scene;
import dev.linger.cli.live.scene.Stage;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Clients as they are, with nothing to mend: whoever watches them must not be alarmed. */
@RealPrograms
class HealthyClientsLiveTest {
    private static final String OK = "location / { return 200 ok; }";
    private static final List<Scene> SCENES =
            List.of(
                    Scene.of("healthy-page-load", HealthyClientsLiveTest::pageLoad),
                    Scene.of("healthy-curl-once", HealthyClientsLiveTest::curlOnce),
                    Scene.of("healthy-curl-twice", HealthyClientsLiveTest::curlTwice),
                    Scene.of("healthy-preconnect", HealthyClientsLiveTest::preconnect),
                    Scene.of("healthy-go-large-pool", HealthyClientsLiveTest::goLargePool),
                    Scene.of("healthy-node-agent", HealthyClientsLiveTest::nodeAgent),
                    Scene.of("healthy-wrk", HealthyClientsLiveTest::wrk),
                    Scene.of(
                            "healthy-apache-bench-keep-alive",
                            HealthyClientsLiveTest::apacheBenchKeepAlive),
                    Scene.of("healthy-pipelining", HealthyClientsLiveTest::pipelining),
                    Scene.of("healthy-one-abort-of-many", HealthyClientsLiveTest::oneAbortOfMany),
                    Scene.of("healthy-polling", HealthyClientsLiveTest::polling),
                    Scene.of("healthy-validation", HealthyClientsLiveTest::validation));

    private static void pageLoad(Stage stage) throws Exception {
        stage.file("page", 30_000);
        stage.nginx("keepalive_timeout 1s;", "");
        stage.record();
        stage.nodeClient(
                """
                const http = require('http')
                const agent = new http.Agent({ keepAlive: true, maxSockets: 6 })
                const get = () => http.get(
                  { host: '127.0.0.1', port: PORT, path: '/page', agent },
                  response => response.resume())
                const load = () => { for (let asset = 0; asset < 24; asset++) get() }
                get().on('close', load)
                setTimeout(load, 600)
                setTimeout(() => process.exit(), 2500)
                """);
    }

    private static void curlOnce(Stage stage) throws Exception {
        stage.nginx("", OK);
        stage.record();
        stage.curl("/");
    }

    private static void curlTwice(Stage stage) throws Exception {
        stage.nginx("", OK);
        stage.record();
        stage.curl("/second", stage.url("/first"));
    }

    private static void preconnect(Stage stage) throws Exception {
        stage.nginx("", OK);
        stage.record();
        List<Line> spare = List.of(stage.line(), stage.line());
        stage.line().get("/").hear().get("/").hear().close();
        stage.ask("/", "-requests", "5", "-rest", "150ms");
        for (Line unused : spare) {
            unused.close();
        }
    }

    private static void goLargePool(Stage stage) throws Exception {
        stage.nginx("", OK);
        stage.record();
        String pool = "-shared -workers 20 -per-host 100 -requests 20 -rest 60ms";
        stage.ask("/", pool.split(" ", -1));
    }

    private static void nodeAgent(Stage stage) throws Exception {
        stage.go();
        stage.record();
        stage.nodeClient(
                """
                const http = require('http')
                const agent = new http.Agent({ keepAlive: true, maxSockets: 5 })
                let left = 100
                const one = () => http.get(
                  { host: '127.0.0.1', port: PORT, path: '/ok', agent },
                  response => response.resume().on('end', () => {
                    if (--left === 0) setTimeout(() => agent.destroy(), 200)
                  }))
                for (let each = 0; each < 100; each++) setTimeout(one, 10 * each)
                """);
    }

    private static void wrk(Stage stage) throws Exception {
        stage.go();
        stage.record("-s", "300");
        Needs.program("wrk");
        String url = stage.url("/slow?wait=20ms");
        stage.run("wrk", "-t", "1", "-c", "10", "-d", "2s", url).await();
    }

    private static void apacheBenchKeepAlive(Stage stage) throws Exception {
        stage.nginx("", OK);
        stage.record("-s", "300");
        Needs.program("ab");
        stage.run("ab", "-k", "-n", "400", "-c", "5", stage.url("/")).await();
    }

    private static void pipelining(Stage stage) throws Exception {
        stage.nginx("", OK);
        stage.record();
        String three = "GET / HTTP/1.1\r\nHost: linger\r\n\r\n".repeat(3);
        stage.line().say(three).hear().hear().hear().close();
    }

    private static void oneAbortOfMany(Stage stage) throws Exception {
        stage.go();
        stage.record();
        stage.ask("/ok", "-workers", "4", "-requests", "25", "-rest", "20ms");
        stage.curl("/slow?wait=2s", "-m", "0.4");
    }

    private static void polling(Stage stage) throws Exception {
        stage.nginx("", OK);
        stage.record();
        stage.ask("/", "-requests", "20", "-rest", "100ms");
    }

    private static void validation(Stage stage) throws Exception {
        stage.file("page", 5000);
        stage.nginx("", "");
        stage.record();
        stage.curl("/page", "-I", stage.url("/page"));
        stage.curl("/page", "-z", "tomorrow", stage.url("/page"));
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
