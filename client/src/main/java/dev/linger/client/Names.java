package dev.linger.client;

import java.io.IOException;
import java.io.Serial;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The addresses of names, asked for each time. The system's resolver knows neither deadline nor
 * interrupt: it runs on a thread that can be left behind, one for each name. Thread-safe.
 */
final class Names {
    /** Platform threads, for virtual ones that are stuck in native code hold their carriers. */
    private static final Executor ASKING =
            new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    1,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    Thread.ofPlatform().daemon().name("linger-name").factory());

    /** The resolver did not answer in time. */
    static final class Late extends SocketTimeoutException {
        @Serial private static final long serialVersionUID = 1L;

        private Late(String host) {
            super("the name " + host + " was not resolved in time");
        }
    }

    private final Map<String, CompletableFuture<InetAddress[]>> asked = new ConcurrentHashMap<>();
    private final Executor asking;
    private volatile boolean closed;

    Names() {
        this(ASKING);
    }

    /**
     * @param asking gives a thread for each name
     */
    Names(Executor asking) {
        this.asking = asking;
    }

    /**
     * @param by when the caller stops waiting (System.nanoTime)
     * @throws UnknownHostException if the name has no address
     * @throws Late if nothing is known by then
     */
    InetAddress[] of(String host, long by) throws IOException, InterruptedException {
        if (isLiteral(host)) {
            return InetAddress.getAllByName(host);
        }
        CompletableFuture<InetAddress[]> mine = new CompletableFuture<>();
        CompletableFuture<InetAddress[]> known = asked.putIfAbsent(host, mine);
        if (known == null) {
            start(host, mine);
        }
        if (closed) {
            close();
        }
        try {
            CompletableFuture<InetAddress[]> found = known == null ? mine : known;
            return by == Waits.NEVER
                    ? found.get()
                    : found.get(by - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            throw new Late(host);
        } catch (ExecutionException e) {
            UnknownHostException unknown = new UnknownHostException(host);
            unknown.initCause(e.getCause());
            throw unknown;
        }
    }

    /** Where there is no thread to be had, nobody is left to wait for one. */
    private void start(String host, CompletableFuture<InetAddress[]> result) {
        try {
            asking.execute(() -> ask(host, result));
        } catch (RuntimeException | Error e) {
            asked.remove(host, result);
            result.completeExceptionally(e);
            throw e;
        }
    }

    private void ask(String host, CompletableFuture<InetAddress[]> result) {
        try {
            result.complete(InetAddress.getAllByName(host));
        } catch (IOException | RuntimeException | Error e) {
            result.completeExceptionally(e);
        } finally {
            asked.remove(host, result);
        }
    }

    static boolean isLiteral(String host) {
        try {
            InetAddress.ofLiteral(
                    host.startsWith("[") ? host.substring(1, host.length() - 1) : host);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** Nobody waits for a name any more. */
    void close() {
        closed = true;
        asked.values().forEach(one -> one.completeExceptionally(new IOException("closed")));
    }
}
