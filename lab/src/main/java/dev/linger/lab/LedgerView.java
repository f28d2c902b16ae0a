package dev.linger.lab;

import dev.linger.client.LingerClient;
import dev.linger.life.JudgedLife;
import dev.linger.life.SeenBy;
import dev.linger.server.Server;
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

    static LedgerView ofServers(List<Server> servers) {
        return new LedgerView(
                SeenBy.SERVER,
                () -> servers.stream().flatMap(one -> one.ledger().last().stream()).toList(),
                () -> servers.stream().mapToInt(Server::open).sum());
    }

    static LedgerView ofClients(List<LingerClient> clients) {
        return new LedgerView(
                SeenBy.CLIENT,
                () -> clients.stream().flatMap(one -> one.ledger().last().stream()).toList(),
                () -> clients.stream().mapToInt(LedgerView::open).sum());
    }

    private static int open(LingerClient client) {
        return (int) (client.ledger().connections() - client.ledger().closed());
    }

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
