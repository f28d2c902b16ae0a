package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Command;
import dev.linger.cli.live.scene.GoPrograms;
import dev.linger.cli.live.scene.Ports;
import dev.linger.cli.live.scene.Scale;
import dev.linger.cli.live.scene.Wait;
import dev.linger.life.ClosedFirst;
import dev.linger.life.JudgedLife;
import dev.linger.server.Handler;
import dev.linger.server.Listener;
import dev.linger.server.Server;
import dev.linger.server.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that want a connection for each request keep their TIME_WAIT themselves, and wait no
 * longer for it.
 */
@RealPrograms
class ShortConnectionsLiveTest {
    private static final int CONNECTIONS = Scale.of(2_000, 20_000);
    private static final String TIME_WAIT = "06";

    /** What they may wait longer than at a server that closes first, on a machine that is busy. */
    private static final double MORE_MILLIS = 5;

    @TempDir Path folder;

    /** What a client left behind, and how long it took. */
    private record Left(long connections, long closedByServer, long timeWait, double millisEach) {}

    /** Counts what the server closed first, also where the kernel has reused the port since. */
    private static final class FirstCloses implements Listener {
        private final LongAdder byServer = new LongAdder();

        @Override
        public void closed(JudgedLife life) {
            if (life.verdict().closing().closedFirst() != ClosedFirst.CLIENT) {
                byServer.increment();
            }
        }
    }

    /** The command of a client for this URL. */
    @FunctionalInterface
    private interface Client {
        List<String> command(String url) throws Exception;
    }

    private Left after(Settings.FirstClose firstClose, Client client) throws Exception {
        int port = Ports.unused();
        Settings settings =
                Settings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .withLoops(1)
                        .withFirstClose(firstClose);
        FirstCloses closes = new FirstCloses();
        Handler handler = exchange -> exchange.respond("ok");
        try (Server server = Server.start(settings, handler, closes)) {
            List<String> command = client.command("http://127.0.0.1:" + port + "/");
            long began = System.nanoTime();
            Command run = Command.run(folder, command);
            double millis = (System.nanoTime() - began) / 1e6;
            assertTrue(run.status() == 0, run::said);
            Wait.until("the server has closed all", () -> server.open() == 0);
            long connections = server.ledger().connections();
            return new Left(
                    connections, closes.byServer.sum(), timeWaitAt(port), millis / connections);
        }
    }

    private static long timeWaitAt(int port) throws Exception {
        String end = ":%04X".formatted(port);
        try (Stream<String> four = Files.lines(Path.of("/proc/net/tcp"));
                Stream<String> six = Files.lines(Path.of("/proc/net/tcp6"))) {
            return Stream.concat(four, six)
                    .map(line -> line.strip().split("\\s+", -1))
                    .filter(row -> row[1].endsWith(end) && row[3].equals(TIME_WAIT))
                    .count();
        }
    }

    /**
     * Fails unless nearly all connections were closed by the client first. Whom the machine holds
     * up, for longer than the server waits, are all that are open at that time.
     *
     * @param atOnce how many connections it has
     */
    private void keepsItsTimeWait(String name, int least, int atOnce, Client client)
            throws Exception {
        Left left = after(Settings.FirstClose.CLIENT, client);
        Left other = after(Settings.FirstClose.SERVER, client);
        String figures = name + ": " + left + ", where the server closes first: " + other;
        Scale.tell(figures);
        assertTrue(left.connections >= least, figures);
        long few = left.connections / 100 + 2L * atOnce;
        assertTrue(left.timeWait <= few, figures);
        assertTrue(left.closedByServer <= few, figures);
        takesNoLonger(left, other, figures);
    }

    private static void takesNoLonger(Left left, Left other, String figures) {
        if (Scale.isFull()) {
            assertTrue(left.millisEach <= other.millisEach + MORE_MILLIS, figures);
        }
    }

    @Test
    void theServerKeepsNoTimeWaitOfWrk() throws Exception {
        int seconds = Scale.of(1, 8);
        keepsItsTimeWait(
                "wrk",
                Scale.of(500, CONNECTIONS),
                32,
                url ->
                        List.of(
                                "wrk",
                                "-t1",
                                "-c32",
                                "-d" + seconds,
                                "-H",
                                "Connection: close",
                                url));
    }

    @Test
    void theServerKeepsNoTimeWaitOfCurl() throws Exception {
        keepsItsTimeWait(
                "curl",
                CONNECTIONS,
                1,
                url ->
                        List.of(
                                "curl",
                                "-s",
                                "-H",
                                "Connection: close",
                                "-o",
                                "/dev/null",
                                url + "[1-" + CONNECTIONS + "]"));
    }

    @Test
    void theServerKeepsNoTimeWaitOfGo() throws Exception {
        String program = GoPrograms.path("client", GoPrograms.SETTINGS, "DisableKeepAlives: true,");
        int workers = 16;
        keepsItsTimeWait(
                "Go",
                CONNECTIONS,
                workers,
                url ->
                        List.of(
                                program,
                                "-url",
                                url,
                                "-workers",
                                "" + workers,
                                "-requests",
                                "" + CONNECTIONS / workers));
    }

    @Test
    void theServerKeepsNoTimeWaitOfHey() throws Exception {
        keepsItsTimeWait(
                "hey",
                CONNECTIONS,
                16,
                url ->
                        List.of(
                                "hey",
                                "-n",
                                "" + CONNECTIONS,
                                "-c",
                                "16",
                                "-disable-keepalive",
                                url));
    }

    /** HTTP/1.0 ends its responses with the connection: nothing may be waited for. */
    @Test
    void apacheBenchSeesNoDelay() throws Exception {
        List<String> words = new ArrayList<>(List.of("ab", "-q", "-n", "" + CONNECTIONS));
        words.addAll(List.of("-c", "8"));
        Client client =
                url -> {
                    List<String> command = new ArrayList<>(words);
                    command.add(url);
                    return command;
                };
        Left left = after(Settings.FirstClose.CLIENT, client);
        Left other = after(Settings.FirstClose.SERVER, client);
        String figures = "ab: " + left + ", where the server closes first: " + other;
        Scale.tell(figures);
        assertTrue(left.connections >= CONNECTIONS, figures);
        takesNoLonger(left, other, figures);
    }
}
