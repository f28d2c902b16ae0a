package dev.linger.cli.explain;

import dev.linger.diagnosis.verdict.IdleTimeout;
import dev.linger.diagnosis.verdict.Judge;
import dev.linger.diagnosis.verdict.MeasuredServer;
import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Judges and prints lives on a thread of its own, in order, so that reading does not wait for it.
 * One thread accepts and closes; what the judge found may be asked afterwards.
 */
final class Outlet implements Consumer<ConnectionLife> {

    /** Printing failed: there is nobody to read for. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final Throwable reason;

        Broken(Throwable reason) {
            super(reason);
            this.reason = reason;
        }

        Throwable reason() {
            return reason;
        }
    }

    /** Lives that go over at once where nobody reads along. */
    private static final int BATCH = 64;

    /** Lives in waiting are bounded by this many batches. */
    private static final int BATCHES = 16;

    /** An empty batch is the end. */
    private static final List<ConnectionLife> END = List.of();

    private final Filter filter;
    private final Printer printer;
    private final Judge judge;
    private final boolean live;
    private final int batchSize;
    private final ArrayBlockingQueue<List<ConnectionLife>> queue =
            new ArrayBlockingQueue<>(BATCHES);
    private final Thread thread;
    private List<ConnectionLife> batch = new ArrayList<>();

    private long connections;

    /** Set once, by the outlet's thread. */
    private volatile @Nullable Throwable failure;

    /**
     * @param live whether somebody reads along: each life is judged and printed at once
     * @param known servers that a probe measured
     */
    Outlet(Filter filter, Printer printer, boolean live, List<MeasuredServer> known) {
        this.filter = filter;
        this.printer = printer;
        this.live = live;
        judge = live ? Judge.atOnce(this::print, known) : Judge.withSecondLook(this::print, known);
        batchSize = live ? 1 : BATCH;
        thread = Thread.ofPlatform().name("outlet").daemon().start(this::printAll);
    }

    @Override
    public void accept(ConnectionLife life) {
        connections++;
        batch.add(life);
        if (batch.size() == batchSize) {
            handOver(batch);
            batch = new ArrayList<>(batchSize);
        }
    }

    /** Waits until everything is printed. */
    void close() {
        if (!batch.isEmpty()) {
            handOver(batch);
        }
        try {
            queue.put(END);
            thread.join();
        } catch (InterruptedException e) {
            throw new Broken(e);
        }
        refuseIfBroken();
    }

    private void handOver(List<ConnectionLife> lives) {
        refuseIfBroken();
        try {
            queue.put(lives);
        } catch (InterruptedException e) {
            throw new Broken(e);
        }
    }

    private void refuseIfBroken() {
        Throwable reason = failure;
        if (reason != null) {
            throw new Broken(reason);
        }
    }

    private void printAll() {
        try {
            for (List<ConnectionLife> lives = next(); !lives.isEmpty(); lives = next()) {
                lives.forEach(judge::accept);
            }
            judge.finish();
        } catch (UncheckedIOException e) {
            fail(Objects.requireNonNull(e.getCause()));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            fail(e);
        }
    }

    private void fail(Throwable reason) {
        failure = reason;
        queue.clear(); // whoever waits for room is let go, and sees the failure next
    }

    private void print(JudgedLife life) {
        try {
            if (filter.test(life)) {
                printer.print(life);
            } else {
                printer.leaveOut(life);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<ConnectionLife> next() throws IOException, InterruptedException {
        List<ConnectionLife> lives = queue.poll();
        if (lives == null) {
            if (live) {
                printer.flush();
            }
            lives = queue.take();
        }
        return lives;
    }

    /** Lives accepted. */
    long connections() {
        return connections;
    }

    /** The idle timeouts that showed; known once closed. */
    List<IdleTimeout> idleTimeouts() {
        return judge.idleTimeouts();
    }

    /** Measurements that were of no use here, and why; known once closed. */
    List<String> doubts() {
        return judge.doubts();
    }
}
