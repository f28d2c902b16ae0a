package dev.linger.cli.live.scene;

import dev.linger.diagnosis.verdict.Judge;
import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import dev.linger.linux.KernelHistory;
import dev.linger.linux.RefusedByKernelException;
import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What the kernel shows of the connections to some ports while a scene plays. */
public final class KernelWitness implements Closeable {
    private static final int WAIT_MILLIS = 20;
    private static final long BETWEEN_LOOKS_MILLIS = 500;
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
    public KernelWitness(List<Integer> ports) {
        this.ports = List.copyOf(ports);
        thread.start();
        looked.join();
    }

    private void watch() {
        try (KernelHistory kernel = new KernelHistory(BETWEEN_LOOKS_MILLIS, this::told)) {
            looked.complete(null);
            long begin = 0;
            while (!closed && lives.size() < expected) {
                kernel.await(WAIT_MILLIS);
                begin = begin == 0 && expected < Integer.MAX_VALUE ? System.nanoTime() : begin;
                if (begin != 0 && System.nanoTime() - begin > PATIENCE_NANOS) {
                    break;
                }
            }
            kernel.finish();
            ended.complete(null);
        } catch (RefusedByKernelException refused) {
            looked.completeExceptionally(refused);
            ended.completeExceptionally(refused);
        }
    }

    private void told(ConnectionLife life) {
        if (ports.contains(life.server().port())) {
            lives.add(life);
        }
    }

    /** Its verdicts, once it has told so many connections, or some seconds have passed. */
    public List<JudgedLife> verdicts(int count) {
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
