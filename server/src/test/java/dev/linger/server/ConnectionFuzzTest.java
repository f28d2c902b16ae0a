package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.linger.testkit.Misbehaviour;
import dev.linger.testkit.RawClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Any sequence of what clients, clock and handlers do, against a real server: afterwards every
 * connection has ended with a cause, no alarm is left, and the server has found no fault of its
 * own. As a test it replays the corpus beside this class's name and sequences of fixed seeds; with
 * JAZZER_FUZZ=1 it looks for more. Each byte of an input is a step.
 */
class ConnectionFuzzTest {
    private static final String[] PIECES = {
        "GET /ok HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /fail HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /stream HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /break HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /large HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /ok HTTP/1.0\r\n\r\n",
        "HEAD /ok HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n",
        "POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n",
        "POST /ok HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 10\r\n\r\n",
        "POST /ok HTTP/1.1\r\nHost: a\r\nContent-Length: 70000\r\n\r\n",
        "5\r\nabcde\r\n",
        "0\r\n\r\n",
        "0123456789",
        "GET /ok HT",
        "\r\n",
        "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n",
    };
    private static final int[] MILLIS = {1, 60, 500, 3_000, 11_000, 31_000, 80_000};
    private static final int CLIENTS = 3;
    private static final int MOST_STEPS = 200;

    private static void handle(Exchange exchange) throws IOException {
        switch (exchange.path()) {
            case "/fail" -> throw new IllegalStateException("fails");
            case "/read" -> exchange.respond(exchange.body().readAllBytes());
            case "/large" -> exchange.respond(new byte[1 << 20]);
            case "/stream" -> {
                try (ResponseBody body = exchange.respondStreaming()) {
                    body.write(new byte[20_000]);
                }
            }
            case "/break" -> {
                exchange.respondWithLength(40_000).write(new byte[20_000]);
                throw new IllegalStateException("breaks");
            }
            default -> exchange.respond("ok");
        }
    }

    @FuzzTest(maxDuration = "10m")
    void everyConnectionEndsWithACause(byte @NotNull [] steps) throws Exception {
        play(steps);
    }

    @Test
    void everyConnectionOfFixedSeedsEndsWithACause() throws Exception {
        for (int seed = 0; seed < 60; seed++) {
            byte[] steps = new byte[80];
            new Random(seed).nextBytes(steps);
            play(steps);
        }
    }

    private static void play(byte[] steps) throws Exception {
        if (steps.length == 0) {
            return;
        }
        Handler handler = ConnectionFuzzTest::handle;
        Stage stage = Stage.of((steps[0] & 1) == 0 ? handler : Handler.nonBlocking(handler));
        try (stage) {
            @Nullable RawClient[] clients = new RawClient[CLIENTS];
            for (int at = 1; at < Math.min(steps.length, MOST_STEPS); at++) {
                step(stage, clients, steps[at] & 0xff);
            }
        }
        assertEquals(stage.server.ledger().connections(), stage.server.ledger().closed());
    }

    private static void step(Stage stage, @Nullable RawClient[] clients, int step)
            throws Exception {
        int who = step % CLIENTS;
        int what = step / CLIENTS % (PIECES.length + MILLIS.length + 3);
        RawClient client = clients[who];
        if (client == null) {
            client = stage.connect();
            clients[who] = client;
        }
        if (what < PIECES.length) {
            say(client, PIECES[what]);
            stage.turn();
        } else if (what < PIECES.length + MILLIS.length) {
            stage.pass(Duration.ofMillis(MILLIS[what - PIECES.length]));
        } else {
            clients[who] = null;
            switch (what - PIECES.length - MILLIS.length) {
                case 0 -> client.does(new Misbehaviour.Reset());
                case 1 -> client.close();
                default -> leaveHalf(client);
            }
            stage.turn();
        }
    }

    private static void leaveHalf(RawClient client) {
        try {
            client.does(new Misbehaviour.HalfClose());
        } catch (IOException e) {
            // Reset by the server before; it cannot be closed by half.
        }
    }

    private static void say(RawClient client, String text) {
        try {
            client.send(text);
        } catch (IOException e) {
            // Closed by the server before; that is for the server to account for.
        }
    }
}
