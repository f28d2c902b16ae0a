package dev.linger.cli;

import dev.linger.life.JudgedLife;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands lives to a printer on a thread of its own, in order, so that reading does not wait for
 * formatting. One thread accepts and closes.
 */
final class Outlet implements Consumer<JudgedLife> {

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

    /** Lives in waiting are bounded by this many batches. */
    private static final int BATCHES = 32;

    /** An empty batch is the end. */
    private static final List<JudgedLife> END = List.of();

    private final Printer printer;
    private final int batchSize;
    private final ArrayBlockingQueue<List<JudgedLife>> queue = new ArrayBlockingQueue<>(BATCHES);
    private final Thread thread;
    private List<JudgedLife> batch = new ArrayList<>();

    /** Set once, by the outlet's thread. */
    private volatile @Nullable Throwable failure;

    /**
     * @param batchSize how many lives go over at once; 1 where somebody reads along
     */
    Outlet(Printer printer, int batchSize) {
        this.printer = printer;
        this.batchSize = batchSize;
        thread = Thread.ofPlatform().name("outlet").daemon().start(this::printAll);
    }

    @Override
    public void accept(JudgedLife life) {
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

    private void handOver(List<JudgedLife> lives) {
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
            for (List<JudgedLife> lives = next(); !lives.isEmpty(); lives = next()) {
                for (JudgedLife life : lives) {
                    printer.print(life);
                }
            }
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            failure = e;
            queue.clear(); // whoever waits for room is let go, and sees the failure next
        }
    }

    private List<JudgedLife> next() throws IOException, InterruptedException {
        List<JudgedLife> lives = queue.poll();
        if (lives == null) {
            printer.flush();
            lives = queue.take();
        }
        return lives;
    }
}
