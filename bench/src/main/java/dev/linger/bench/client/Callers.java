package dev.linger.bench.client;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/**
 * Calls without a pause from many threads, and tells what a request has cost this process:
 * processor time of all its threads in microseconds, allocated bytes, requests a second.
 *
 * <p>Arguments: client, port, callers, {@code virtual} or {@code platform}, bytes of an answer,
 * seconds of warming up, seconds of measuring.
 */
public final class Callers {
    private record Spent(long requests, long processorNanos, long allocated, long at) {}

    private static final LongAdder REQUESTS = new LongAdder();

    private Callers() {}

    /** Runs it. */
    public static void main(String[] arguments) throws InterruptedException {
        Peer peer = Peer.of(arguments[0]);
        int port = Integer.parseInt(arguments[1]);
        int callers = Integer.parseInt(arguments[2]);
        boolean virtual = arguments[3].equals("virtual");
        int bytes = Integer.parseInt(arguments[4]);
        for (int i = 0; i < callers; i++) {
            (virtual ? Thread.ofVirtual() : Thread.ofPlatform().daemon())
                    .start(() -> call(peer, port, bytes));
        }
        Thread.sleep(Long.parseLong(arguments[5]) * 1000);
        Spent before = spent();
        Thread.sleep(Long.parseLong(arguments[6]) * 1000);
        Spent after = spent();
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
        System.exit(0);
    }

    private static void call(Peer peer, int port, int bytes) {
        try {
            Peer.Exchange exchange = peer.caller(port, bytes);
            while (true) {
                if (exchange.go() != bytes) {
                    throw new IOException("an answer of another length");
                }
                REQUESTS.increment();
            }
        } catch (IOException | InterruptedException e) {
            System.err.println(e);
            System.exit(1);
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
