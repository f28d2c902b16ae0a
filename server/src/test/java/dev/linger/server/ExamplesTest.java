package dev.linger.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.ManualClock;
import dev.linger.testkit.RawClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs of examples/ do what they say. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    @TempDir Path folder;
    private @Nullable JavaProcess program;
    private int port;

    private JavaProcess run(String name) throws IOException {
        JavaProcess running =
                JavaProcess.of(
                        EXAMPLES.resolve(name + ".java"),
                        "-Djava.io.tmpdir=" + folder,
                        "-Dnotice=1",
                        "--enable-native-access=ALL-UNNAMED");
        program = running;
        port = Integer.parseInt(running.lineAfter("listening on port "));
        return running;
    }

    @AfterEach
    void end() {
        if (program != null) {
            program.close();
        }
    }

    private String asked(String method, String path, byte[] body) throws Exception {
        URI target = URI.create("http://127.0.0.1:" + port + path);
        HttpURLConnection connection = (HttpURLConnection) target.toURL().openConnection();
        connection.setRequestMethod(method);
        if (body.length > 0) {
            connection.setDoOutput(true);
            connection.getOutputStream().write(body);
        }
        int status = connection.getResponseCode();
        try (InputStream answer =
                status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return status + " " + new String(answer.readAllBytes(), UTF_8);
        }
    }

    private String asked(String method, String path) throws Exception {
        return asked(method, path, new byte[0]);
    }

    @Test
    void plainSaysHello() throws Exception {
        run("Plain");
        assertEquals("200 hello\n", asked("GET", "/anything"));
    }

    @Test
    void pathsHaveTheirHandlers() throws Exception {
        run("Paths");
        assertEquals("200 hello ann\n", asked("GET", "/hello/ann"));
        assertEquals("201 ", asked("PUT", "/notes/a/b"));
        assertEquals("405 405 Method Not Allowed\n", asked("POST", "/hello/ann"));
    }

    @Test
    void streamingTakesAndGivesBodiesOfAnyLength() throws Exception {
        run("Streaming");
        byte[] body = new byte[3 << 20];
        new Random(1).nextBytes(body);
        assertEquals("200 " + body.length + " bytes stored\n", asked("PUT", "/file", body));
        assertEquals("200 " + new String(body, UTF_8), asked("GET", "/file"));
        String numbers = asked("GET", "/numbers/50000");
        assertTrue(numbers.startsWith("200 1\n2\n") && numbers.endsWith("\n50000\n"));
    }

    @Test
    void drainingAnswersWhatIsUnderWayAfterSigterm() throws Exception {
        JavaProcess running = run("Draining");
        assertEquals("200 up\n", asked("GET", "/health"));
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try (RawClient client = RawClient.connect(address, new ManualClock())) {
            client.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            running.lineAfter("a request is under way");
            running.terminate();
            String answer = client.expect("done\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 OK"), answer);
        }
        assertEquals("0", running.lineAfter("drained; cut "));
        running.exitCode();
    }

    @Test
    void metricsAreThereForPrometheus() throws Exception {
        run("Metrics");
        assertEquals("200 hello\n", asked("GET", "/hello"));
        String figures = asked("GET", "/metrics");
        // An exchange is counted by the connection's loop, which may be a moment later.
        while (!figures.contains("linger_exchange_seconds_count{method=\"GET\",status=\"2xx\"}")) {
            figures = asked("GET", "/metrics");
        }
        assertTrue(figures.contains("\nlinger_connections_open 1"), figures);
        assertTrue(
                figures.contains("\nlinger_connections_closed_total{cause=\"tls-failed\"} 0"),
                figures);
    }

    @Test
    void aProgramOnTheJdksApiRunsOnLinger() throws Exception {
        run("OnTheJdksApi");
        assertEquals("200 hello from LingerHttpServer\n", asked("GET", "/"));
    }
}
