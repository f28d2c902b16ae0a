package dev.linger.bench;

import dev.linger.capture.file.BadCaptureException;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Packets a second when everything is compiled: one thread takes the same capture through every
 * {@link Depth} again and again. Processor time of the thread and of the collector, which cleans up
 * behind it on a thread of its own; the compiler's is left out. With a collector that uses several
 * threads the figures mean nothing: run it with {@code -XX:+UseSerialGC}.
 */
final class SteadyState {
    private static final int WARM_UP = 15;
    private static final int ROUNDS = 25;

    private SteadyState() {}

    /**
     * @param args the capture
     */
    public static void main(String[] args) throws BadCaptureException, IOException {
        Path capture = Path.of(args[0]);
        Depth[] depths = Depth.values();
        double[][] nanos = new double[depths.length][ROUNDS];
        for (int round = -WARM_UP; round < ROUNDS; round++) {
            for (Depth depth : depths) {
                double each = nanosPerPacket(depth, capture);
                if (round >= 0) {
                    nanos[depth.ordinal()][round] = each;
                }
            }
        }
        for (Depth depth : depths) {
            print(depth, nanos[depth.ordinal()]);
        }
    }

    private static double nanosPerPacket(Depth depth, Path capture)
            throws BadCaptureException, IOException {
        long before = processorNanos();
        long packets = depth.packetsOf(capture);
        return (double) (processorNanos() - before) / packets;
    }

    private static long processorNanos() {
        long millis = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            millis += collector.getCollectionTime();
        }
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() + millis * 1_000_000;
    }

    private static void print(Depth depth, double[] nanos) {
        Arrays.sort(nanos);
        double median = nanos[nanos.length / 2];
        System.out.printf(
                Locale.ROOT,
                "%-10s %5.1f M packets/s, %5.1f ns a packet (%.1f to %.1f)%n",
                depth.name().toLowerCase(Locale.ROOT),
                1000 / median,
                median,
                nanos[0],
                nanos[nanos.length - 1]);
    }
}
