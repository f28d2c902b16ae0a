package dev.linger.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.linux.SocketTable;
import dev.linger.linux.TcpState;
import dev.linger.testkit.Guest;
import dev.linger.testkit.Misbehaviour;
import dev.linger.testkit.RawServer;
import dev.linger.testkit.Spin;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whatever goes wrong, again and again: a clear error each time, and no socket in the end, as the
 * kernel's table tells. {@code -Dlinger.each=100000} runs each as often.
 */
@Timeout(3600)
@EnabledOnOs(OS.LINUX)
class NothingLeftTest {
    private static final int TIMES = Integer.getInteger("linger.each", 300);
    private static final int CALLERS = 50;
    private static final String HEAD = "HTTP/1.1 200 OK\r\n";
    private static final String REDIRECT =
            "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
    private static final String ANSWERED = "answered";
    private static final String LONG_BODY = "x".repeat(300_000);
    private static final Duration BRIEF = Duration.ofMillis(30);

    /** What a server does with a request that it has read, and what the caller is to be told. */
    enum Harm {
        NO_ANSWER("no-response"),
        RESET("no-response"),
        HALF_A_HEAD("truncated"),
        HALF_A_BODY("truncated"),
        HALF_A_CHUNK("truncated"),
        NO_CHUNK_SIZE("bad-message"),
        NO_HTTP("bad-message"),
        OVERSIZED_HEAD("bad-message"),
        SLOW_HEAD("response-timeout"),
        SLOW_BODY("body-timeout"),
        REDIRECT_LOOP("redirects go round in a circle"),
        UNSOLICITED_BYTES(ANSWERED),
        UNREAD(ANSWERED),
        LONG_AND_UNREAD(ANSWERED),
        LOST(ANSWERED);

        private final String told;

        Harm(String told) {
            this.told = told;
        }

        private void answer(Guest guest) throws IOException, InterruptedException {
            switch (this) {
                case NO_ANSWER -> {}
                case RESET -> guest.does(new Misbehaviour.Reset());
                case HALF_A_HEAD -> guest.send(HEAD + "Content-Le");
                case HALF_A_BODY -> guest.send(HEAD + "Content-Length: 9\r\n\r\nabc");
                case HALF_A_CHUNK -> guest.send(HEAD + CHUNKED + "9\r\nabc");
                case NO_CHUNK_SIZE -> guest.send(HEAD + CHUNKED + "xyz\r\n\r\n");
                case NO_HTTP -> guest.send("SSH-2.0-OpenSSH\r\n\r\n");
                case OVERSIZED_HEAD ->
                        guest.send(HEAD + "Long: " + "x".repeat(400_000) + "\r\n\r\n");
                case SLOW_HEAD -> guest.awaitEnd();
                case SLOW_BODY -> guest.send(HEAD + "Content-Length: 9\r\n\r\nabc").awaitEnd();
                case REDIRECT_LOOP -> guest.send(REDIRECT);
                case UNSOLICITED_BYTES -> guest.send(RawServer.response("200 OK", "ok") + HEAD);
                case UNREAD -> guest.answer("ok");
                case LONG_AND_UNREAD, LOST -> guest.answer(LONG_BODY).awaitEnd();
            }
        }

        private void serve(Guest guest) throws IOException, InterruptedException {
            boolean kept = this == REDIRECT_LOOP || this == UNREAD;
            boolean more = guest.awaitRequest();
            while (more) {
                answer(guest);
                more = kept && guest.awaitRequest();
            }
        }

        /** What one call came to, in a word. */
        private String call(LingerClient client, HttpRequest request)
                throws IOException, InterruptedException {
            if (this == LOST || this == UNREAD || this == LONG_AND_UNREAD) {
                InputStream body = client.send(request, BodyHandlers.ofInputStream()).body();
                if (this == LONG_AND_UNREAD) {
                    body.close();
                }
                return ANSWERED;
            }
            try {
                client.send(request, BodyHandlers.ofString());
                return ANSWERED;
            } catch (IOException e) {
                return e instanceof Explained explained && explained.life().isPresent()
                        ? explained.life().get().verdict().closing().cause().word()
                        : String.valueOf(e.getMessage()).replaceAll(":.*", "");
            }
        }
    }

    private static LingerClient client(Harm harm) {
        Deadlines deadlines = Deadlines.defaults();
        return LingerClient.newBuilder()
                .followRedirects(Redirect.NORMAL)
                .deadlines(
                        switch (harm) {
                            case SLOW_HEAD -> deadlines.withFirstByte(BRIEF);
                            case SLOW_BODY -> deadlines.withBetweenBytes(BRIEF);
                            default -> deadlines;
                        })
                .poolLimits(PoolLimits.defaults().withPerOrigin(10 * CALLERS))
                .build();
    }

    @ParameterizedTest
    @EnumSource(Harm.class)
    void everyCallIsToldAndNoSocketIsLeft(Harm harm) throws Exception {
        try (RawServer server = RawServer.start(harm::serve)) {
            try (LingerClient client = client(harm)) {
                assertEquals(Map.of(harm.told, TIMES), told(harm, client, server.uri("/")));
                while (client.figures().open() > client.figures().idle()) {
                    System.gc();
                    Spin.turn();
                }
                assertTrue(harm != Harm.UNREAD || server.connections() <= CALLERS);
            }
            awaitNoSocket(server.address().getPort());
        }
    }

    /** What callers were told, and how often. */
    private static Map<String, Integer> told(Harm harm, LingerClient client, URI uri)
            throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri).build();
        Map<String, Integer> told = new TreeMap<>();
        AtomicInteger left = new AtomicInteger(TIMES);
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            callers.add(
                    Thread.ofVirtual()
                            .start(() -> callAgainAndAgain(harm, client, request, left, told)));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        return told;
    }

    private static void callAgainAndAgain(
            Harm harm,
            LingerClient client,
            HttpRequest request,
            AtomicInteger left,
            Map<String, Integer> told) {
        while (left.getAndDecrement() > 0) {
            String word;
            try {
                word = harm.call(client, request);
            } catch (IOException | InterruptedException e) {
                word = e.toString();
            }
            synchronized (told) {
                told.merge(word, 1, Integer::sum);
            }
            if (harm == Harm.LOST && client.figures().open() > 5 * CALLERS) {
                System.gc();
            }
        }
    }

    /** Of either end; TIME_WAIT is no socket of a program any more. */
    private static void awaitNoSocket(int port) throws Exception {
        var states = EnumSet.allOf(TcpState.class);
        states.remove(TcpState.LISTEN);
        states.remove(TcpState.TIME_WAIT);
        try (SocketTable table = new SocketTable()) {
            AtomicInteger count = new AtomicInteger(1);
            while (count.get() > 0) {
                count.set(0);
                table.visit(
                        SocketTable.Query.all().inStates(states).withOppositePort(port),
                        _ -> count.incrementAndGet());
            }
        }
    }
}
