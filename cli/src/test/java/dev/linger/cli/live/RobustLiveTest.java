package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Command;
import dev.linger.cli.live.scene.GoPrograms;
import dev.linger.cli.live.scene.Ports;
import dev.linger.cli.live.scene.Program;
import dev.linger.cli.live.scene.Scale;
import dev.linger.cli.live.scene.Scene;
import dev.linger.cli.live.scene.Wait;
import dev.linger.server.Deadlines;
import dev.linger.server.DrainReport;
import dev.linger.server.Handler;
import dev.linger.server.Listener;
import dev.linger.server.Server;
import dev.linger.server.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the server takes without harm to those who behave. */
@RealPrograms
class RobustLiveTest {
    /** Reads the body, which may be what is wrong. */
    private static final Handler OK =
            exchange -> {
                exchange.body().readAllBytes();
                exchange.respond("ok");
            };

    private static final Pattern P99 = Pattern.compile("p99 ([0-9.]+) ms");

    @TempDir Path folder;

    /** Sentences that no operator should have to read. */
    private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

    private final LongAdder told = new LongAdder();
    private final int port = Ports.unused();

    private Server start(Deadlines deadlines) throws Exception {
        Settings settings =
                Settings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .withLoops(1)
                        .withDeadlines(deadlines);
        Listener listener =
                new Listener() {
                    @Override
                    public void told(String sentence) {
                        told.increment();
                        if (sentence.indexOf('\n') >= 0
                                || sentence.contains("Exception")
                                || sentence.contains("fault of the server")) {
                            wrong.add(sentence);
                        }
                    }
                };
        return Server.start(settings, OK, listener);
    }

    private String server() {
        return "127.0.0.1:" + port;
    }

    private Program asking(int clients, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(GoPrograms.path("kept")));
        command.addAll(List.of("-server", server(), "-clients", "" + clients));
        command.addAll(List.of(options));
        return Program.start(folder, command);
    }

    /** The best of three: what other programs take of the machine is not the server's. */
    private double p99Millis() throws Exception {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            String requests = "" + Scale.of(200, 2_000);
            try (Program kept = asking(16, "-requests", requests, "-rest", "5ms")) {
                String said = kept.rest();
                Matcher matcher = P99.matcher(said);
                assertTrue(said.contains(" 0 failed") && matcher.find(), said);
                best = Math.min(best, Double.parseDouble(matcher.group(1)));
            }
        }
        return best;
    }

    @Test
    void clientsThatTrickleTheirHeadsKeepNobodyElseWaiting() throws Exception {
        int tricklers = Scale.of(500, 10_000);
        Duration head = Duration.ofSeconds(Scale.of(2, 10));
        try (Server server = start(Deadlines.defaults().withHead(head))) {
            double alone = p99Millis();
            try (Program trickle =
                    Program.start(
                            folder,
                            // What they take of the processor is not the server's.
                            List.of(
                                    "nice",
                                    "-n",
                                    "19",
                                    GoPrograms.path("trickle"),
                                    "-server",
                                    server(),
                                    "-clients",
                                    "" + tricklers))) {
                trickle.hear("trickling", 1);
                double beside = p99Millis();
                String figures =
                        "p99 %.2f ms, beside %d who trickle %.2f ms"
                                .formatted(alone, tricklers, beside);
                Scale.tell(figures);
                if (Scale.isFull()) {
                    assertTrue(beside <= 2 * alone + 10, figures);
                }
                Wait.until(
                        "as many were answered with 408",
                        () -> trickle.hear().matches("[1-9]\\d* timed out, 0 broken"));
            }
            Wait.until("all are gone", () -> server.open() == 0);
        }
    }

    private static long liveBytes() {
        System.gc();
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static long descriptors() throws Exception {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    private void sendMalformed(Server server, int count) throws Exception {
        Command sent =
                Command.run(
                        folder,
                        GoPrograms.path("malformed"),
                        "-server",
                        server(),
                        "-count",
                        "" + count);
        assertEquals("sent " + count + "\n", sent.said());
        Wait.until("the server has closed all", () -> server.open() == 0);
    }

    @Test
    void malformedRequestsLeaveNothingBehind() throws Exception {
        // Heap and descriptors are those of all that plays in this JVM.
        try (Scene.Quiet _ = Scene.quiet();
                Server server = start(Deadlines.defaults())) {
            // Until the ledger keeps as many lives as it will.
            sendMalformed(server, 2_000);
            long descriptors = descriptors();
            long heap = liveBytes();
            sendMalformed(server, Scale.of(2_000, 60_000));
            long left = liveBytes();
            String figures =
                    "heap %,d to %,d bytes, descriptors %d to %d, %d sentences"
                            .formatted(heap, left, descriptors, descriptors(), told.sum());
            Scale.tell(figures);
            assertTrue(left < heap + (2 << 20), figures);
            assertTrue(descriptors() < descriptors + 10, figures);
            assertEquals(List.of(), List.copyOf(wrong));
        }
    }

    @Test
    void anOrderlyStopUnderLoadFailsNoRequest() throws Exception {
        int clients = Scale.of(300, 2_000);
        try (Server server = start(Deadlines.defaults());
                Program kept = asking(clients, "-rest", "50ms")) {
            kept.hear("asking", 1);
            Wait.until("they are at work", () -> server.ledger().exchanges() > 5L * clients);
            DrainReport report = server.drain(Duration.ofSeconds(30));
            String said = kept.rest();
            Scale.tell(report + "; " + said.strip());
            assertEquals(0, report.cutInAll(), report::toString);
            assertTrue(
                    said.matches("\\d+ answered, \\d+ announced, \\d+ while idle, 0 failed; .*\n"),
                    said);
        }
    }
}
