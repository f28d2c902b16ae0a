package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.Spin;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Answers that others have collected: whether this client takes or refuses what curl does. The
 * folder that the environment variable names holds the program that serves them.
 */
@EnabledIfEnvironmentVariable(
        named = "LINGER_CONFORMANCE",
        matches = ".+",
        disabledReason = "LINGER_CONFORMANCE names no folder of answers")
@Timeout(120)
class ServeRepliesTest {
    /** Chunk lines that end with a bare LF: where a chunk ends must not be a matter of opinion. */
    private static final List<String> OURS = List.of("curl-1417");

    private final LingerClient client = LingerClient.newHttpClient();

    @ParameterizedTest
    @ValueSource(strings = {"", "--crlf"})
    void agreesWithCurlOnWhatIsAnAnswer(String mode) throws Exception {
        int port = freePort();
        String program = Path.of(System.getenv("LINGER_CONFORMANCE"), "serve-replies").toString();
        List<String> command = new ArrayList<>(List.of("python3", program, Integer.toString(port)));
        if (!mode.isEmpty()) {
            command.add(mode);
        }
        Process server = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            URI uri = URI.create("http://127.0.0.1:" + port + "/");
            List<String> vectors = vectors(uri);
            assertTrue(vectors.size() > 190, vectors.size() + " vectors");
            List<String> others = new ArrayList<>();
            for (String vector : vectors) {
                String[] parts = vector.split("\t", -1);
                String method = parts[1].equals("?") ? "GET" : parts[1];
                if (takes(uri.resolve(parts[0]), method) != parts[2].equals("0")) {
                    others.add(parts[0]);
                }
            }
            assertEquals(OURS, others);
        } finally {
            server.destroy();
            client.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** A line for each: id, method, curl's exit status, whether the server closes. */
    private List<String> vectors(URI uri) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(uri.resolve("ids")).build();
        while (true) {
            try {
                return client.send(request, BodyHandlers.ofString()).body().lines().toList();
            } catch (ConnectException _) {
                Spin.turn(); // the program is not up yet
            }
        }
    }

    /** By a client of its own: the program closes connections without a word after some answers. */
    private static boolean takes(URI uri, String method) throws InterruptedException {
        boolean body = method.equals("POST") || method.equals("PUT");
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .method(
                                method,
                                body ? BodyPublishers.ofString("body") : BodyPublishers.noBody())
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try (LingerClient fresh = LingerClient.newHttpClient()) {
            fresh.send(request, BodyHandlers.ofByteArray());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
