package dev.linger.cli.live;

import dev.linger.diagnosis.verdict.Judge;
import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import dev.linger.linux.DestroyEvents;
import dev.linger.linux.KernelLives;
import dev.linger.linux.RefusedByKernelException;
import dev.linger.linux.SocketTable;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What the kernel shows of the connections to some ports while a scene plays. */
final class KernelWitness implements Closeable {
    private static final int WAIT_MILLIS = 20;
    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final List<Integer> ports;
    private final List<ConnectionLife> lives = new ArrayList<>();
    private final CompletableFuture<Void> looked = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Thread thread = Thread.ofPlatform().name("kernel witness").unstarted(this::watch);

    /** How many connections are to be told before it ends; none before that is known. */
    private volatile int expected = Integer.MAX_VALUE;

    private volatile boolean closed;

    /** Watches from the moment at which this returns. */
    KernelWitness(List<Integer> ports) {
        this.ports = List.copyOf(ports);
        thread.start();
        looked.join();
    }

    private void watch() {
        try (DestroyEvents events = new DestroyEvents();
                SocketTable table = new SocketTable()) {
            KernelLives kernel = new KernelLives(table::find, this::told);
            long lastLook = look(table, kernel);
            looked.complete(null);
            long begin = 0;
            while (!closed && lives.size() < expected) {
                long now = now();
                events.await(WAIT_MILLIS, event -> kernel.ended(event, now));
                kernel.settle(now());
                begin = begin == 0 && expected < Integer.MAX_VALUE ? System.nanoTime() : begin;
                if (begin != 0 && System.nanoTime() - begin > PATIENCE_NANOS) {
                    break;
                }
                if (System.nanoTime() - lastLook > BETWEEN_LOOKS_NANOS) {
                    lastLook = look(table, kernel);
                }
            }
            kernel.finish();
            ended.complete(null);
        } catch (RefusedByKernelException refused) {
            looked.completeExceptionally(refused);
            ended.completeExceptionally(refused);
        }
    }

    private static long look(SocketTable table, KernelLives kernel)
            throws RefusedByKernelException {
        long now = now();
        table.visit(SocketTable.Query.all().withDetail(), socket -> kernel.look(socket, now));
        kernel.looked();
        return System.nanoTime();
    }

    private void told(ConnectionLife life) {
        if (ports.contains(life.server().port())) {
            lives.add(life);
        }
    }

    private static long now() {
        return TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis());
    }

    /** Its verdicts, once it has told so many connections, or some seconds have passed. */
    List<JudgedLife> verdicts(int count) {
        expected = count;
        ended.join();
        List<JudgedLife> verdicts = new ArrayList<>();
        Judge judge = Judge.withSecondLook(verdicts::add);
        lives.forEach(judge::accept);
        judge.finish();
        return verdicts;
    }

    @Override
    public void close() {
        closed = true;
    }
}
