package dev.linger.bench.client;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls without a pause from many threads, in turns: one at each line of its input, at whose end it
 * tells what a request has cost this process: processor time of all its threads in microseconds,
 * allocated bytes, requests a second.
 *
 * <p>Before the first turn it warms up on all cores, for on one core a compiler gets but its share
 * beside so many callers, until the compilers have little left to do; then the process is pinned to
 * core 1.
 *
 * <p>Arguments: client, port, callers, {@code virtual} or {@code platform}, bytes of an answer,
 * seconds of warming up at most, seconds of a turn.
 */
public final class Callers {
    private record Spent(long requests, long processorNanos, long allocated, long at) {}

    /** Of a second, in milliseconds. */
    private static final long LITTLE_COMPILING = 20;

    /** Seconds one after the other in which little is compiled. */
    private static final int CALM = 3;

    /** Between two turns of warming up, in milliseconds. */
    private static final long PAUSE = 100;

    /** Until all callers are at work on connections that stay, in milliseconds. */
    private static final long LEAD = 1000;

    private static final LongAdder REQUESTS = new LongAdder();

    private static final Object TURN = new Object();

    private static volatile boolean isTurn;

    private Callers() {}

    /** Runs it. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Peer peer = Peer.of(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        int callers = Integer.parseInt(arguments[2]);
        boolean virtual = arguments[3].equals("virtual");
        int bytes = Integer.parseInt(arguments[4]);
        for (int i = 0; i < callers; i++) {
            (virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon())
                    .start(() -> call(peer, port, bytes));
        }
        warmUp(Integer.parseInt(arguments[5]));
        pin();
        System.out.println("warm");
        var commands =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        while (commands.readLine() != null) {
            begin();
            Thread.sleep(LEAD);
            Spent before = spent();
            Thread.sleep(Long.parseLong(arguments[6]) * 1000);
            Spent after = spent();
            isTurn = false;
            double requests = after.requests() - before.requests();
            System.out.printf(
                    Locale.ROOT,
                    "%s %d %s %d %.2f %.0f %.0f%n",
                    arguments[0],
                    callers,
                    arguments[3],
                    bytes,
                    (after.processorNanos() - before.processorNanos()) / 1e3 / requests,
                    (after.allocated() - before.allocated()) / requests,
                    requests * 1e9 / (after.at() - before.at()));
        }
        System.exit(0);
    }

    private static void begin() {
        synchronized (TURN) {
            isTurn = true;
            TURN.notifyAll();
        }
    }

    /** In turns, too: a compiler takes what has not happened yet for what never does. */
    private static void warmUp(int atMost) throws InterruptedException {
        var compilers = ManagementFactory.getCompilationMXBean();
        int calm = 0;
        for (int second = 0; second < atMost && calm < CALM; second++) {
            long before = compilers.getTotalCompilationTime();
            begin();
            Thread.sleep(1000 - PAUSE);
            isTurn = false;
            Thread.sleep(PAUSE);
            long took = compilers.getTotalCompilationTime() - before;
            calm = took < LITTLE_COMPILING ? calm + 1 : 0;
        }
    }

    private static void pin() throws IOException, InterruptedException {
        String self = Long.toString(ProcessHandle.current().pid());
        Process taskset =
                new ProcessBuilder("taskset", "--all-tasks", "--cpu-list", "--pid", "1", self)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        if (taskset.waitFor() != 0) {
            throw new IOException("taskset could not pin the process to core 1");
        }
    }

    private static void call(Peer peer, int port, int bytes) {
        try {
            Peer.Exchange exchange = peer.caller(port, bytes);
            while (true) {
                awaitTurn();
                ask(exchange, bytes);
            }
        } catch (IOException | InterruptedException e) {
            System.err.println(e);
            System.exit(1);
        }
    }

    /** Apart from the loop, which never ends: what is called anew runs as it was compiled last. */
    private static void ask(Peer.Exchange exchange, int bytes)
            throws IOException, InterruptedException {
        if (exchange.go() != bytes) {
            throw new IOException("an answer of another length");
        }
        REQUESTS.increment();
    }

    private static void awaitTurn() throws InterruptedException {
        if (!isTurn) {
            synchronized (TURN) {
                while (!isTurn) {
                    TURN.wait();
                }
            }
        }
    }

    private static Spent spent() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return new Spent(
                REQUESTS.sum(),
                system.getProcessCpuTime(),
                threads.getTotalThreadAllocatedBytes(),
                System.nanoTime());
    }
}
