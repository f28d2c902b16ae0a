package dev.linger.lab;

import dev.linger.life.JudgedLife;
import dev.linger.life.SeenBy;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * What a server or a client of ours wrote down.
 *
 * @param lives those that ended
 * @param open how many have not
 */
record LedgerView(SeenBy by, Supplier<List<JudgedLife>> lives, IntSupplier open) implements View {
    private static final long PATIENCE_NANOS = 3_000_000_000L;
    private static final int PAUSE_MILLIS = 5;

    @Override
    public Sight sight(int expected) throws InterruptedException {
        long begin = System.nanoTime();
        while (lives.get().size() < expected && System.nanoTime() - begin < PATIENCE_NANOS) {
            Thread.sleep(PAUSE_MILLIS);
        }
        return new Sight(by, lives.get(), open.getAsInt());
    }

    @Override
    public void close() {
        // Its server or client is closed by the stage.
    }
}
