package dev.linger.lab;

import dev.linger.diagnosis.verdict.Judge;
import dev.linger.life.ConnectionLife;
import dev.linger.life.JudgedLife;
import dev.linger.life.SeenBy;
import dev.linger.life.Wording;
import dev.linger.linux.KernelHistory;
import dev.linger.linux.RefusedByKernelException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * The kernel's view: the event of each socket that ends, and a look at all sockets ten times a
 * second. It shows no content, and so seldom a cause.
 */
final class KernelView implements View {
    private static final int WAIT_MILLIS = 20;
    private static final long BETWEEN_LOOKS_MILLIS = 100;
    private static final long PATIENCE_NANOS = 3_000_000_000L;

    /** What only waits for the end of a half-closed connection is not waited for. */
    private static final long PENDING_NANOS = 400_000_000;

    private final InetSocketAddress address;
    private final String server;
    private final List<ConnectionLife> lives = new ArrayList<>();
    private final CompletableFuture<Void> looked = new CompletableFuture<>();
    private final CompletableFuture<Integer> ended = new CompletableFuture<>();

    /** How many connections are to be told before it ends; none before that is known. */
    private volatile int expected = Integer.MAX_VALUE;

    private volatile boolean closed;
    private volatile long lost;

    /** Watches from the moment at which this returns. */
    KernelView(InetSocketAddress server) throws RefusedByKernelException {
        this.server = server.getAddress().getHostAddress() + ":" + server.getPort();
        this.address = server;
        Thread.ofPlatform().name("kernel view").daemon().start(this::watch);
        try {
            looked.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RefusedByKernelException refused) {
                throw refused;
            }
            throw e;
        }
    }

    private void watch() {
        try (KernelHistory kernel = new KernelHistory(BETWEEN_LOOKS_MILLIS, this::told);
                Sockets sockets = new Sockets(address)) {
            looked.complete(null);
            long asked = 0;
            while (!closed && !isOver(kernel, asked)) {
                kernel.await(WAIT_MILLIS);
                asked = asked == 0 && expected < Integer.MAX_VALUE ? System.nanoTime() : asked;
            }
            kernel.finish();
            lost = kernel.lost();
            ended.complete(sockets.count().open());
        } catch (RefusedByKernelException | RuntimeException | Error refused) {
            looked.completeExceptionally(refused);
            ended.completeExceptionally(refused);
        }
    }

    private boolean isOver(KernelHistory kernel, long asked) {
        if (asked == 0) {
            return false;
        }
        long since = System.nanoTime() - asked;
        return lives.size() >= expected
                || since > PATIENCE_NANOS
                || (lives.size() + kernel.pending(address.getPort()) >= expected
                        && since > PENDING_NANOS);
    }

    /** One whose sides were mistaken differs from what is expected, and is not passed over. */
    private void told(ConnectionLife life) {
        if (life.server().toString().equals(server) || life.client().toString().equals(server)) {
            lives.add(life);
        }
    }

    @Override
    public SeenBy by() {
        return SeenBy.KERNEL;
    }

    @Override
    public Sight sight(int count) {
        expected = count;
        int open = ended.join();
        List<JudgedLife> verdicts = new ArrayList<>();
        Judge judge = Judge.withSecondLook(verdicts::add);
        lives.forEach(judge::accept);
        judge.finish();
        return new Sight(SeenBy.KERNEL, verdicts, open);
    }

    @Override
    public String missed() {
        return lost == 0
                ? ""
                : "the kernel's view missed "
                        + Wording.count(lost, "end")
                        + " of sockets, which came faster than they could be read";
    }

    @Override
    public void close() {
        closed = true;
    }
}
