package dev.linger.client;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A {@link HttpClient} for HTTP/1.1 that does its I/O on the thread of its caller, keeps
 * connections as long as their servers do, and says of every failure who closed first and whether
 * the request was delivered ({@link Explained}). A request for HTTP/2 is answered over HTTP/1.1, as
 * the contract allows; WebSocket is not offered. Thread-safe.
 */
public final class LingerClient extends HttpClient {
    /** A stack of the caller's would cost each call more than the few that are forgotten. */
    private static final String ASYNCHRONOUS =
            "the response was asked for by sendAsync, and this is the thread of its exchange";

    private final ClientBuilder built;
    private final Pool pool;
    private final Journey.Manners manners;
    private final Deadlines deadlines;
    private final Operations operations;

    LingerClient(ClientBuilder built, Pool pool, Journey.Manners manners, Deadlines deadlines) {
        this(built, pool, manners, deadlines, new Operations());
    }

    private LingerClient(
            ClientBuilder built,
            Pool pool,
            Journey.Manners manners,
            Deadlines deadlines,
            Operations operations) {
        this.built = built;
        this.pool = pool;
        this.manners = manners;
        this.deadlines = deadlines;
        this.operations = operations;
    }

    /** A client with the defaults. */
    public static LingerClient newHttpClient() {
        return newBuilder().build();
    }

    /** What a client is made with. */
    public static ClientBuilder newBuilder() {
        return new ClientBuilder();
    }

    /**
     * The same client, with the same connections, for requests with other deadlines; a {@code
     * connectTimeout} stays.
     */
    public LingerClient with(Deadlines other) {
        return new LingerClient(
                built,
                pool,
                manners,
                ClientBuilder.capped(other, built.connectTimeout),
                operations);
    }

    /** What became of its connections. */
    public Ledger ledger() {
        return pool.ledger;
    }

    /** Its connections now. */
    public PoolFigures figures() {
        return pool.figures();
    }

    Pool pool() {
        return pool;
    }

    /** Its deadlines. */
    public Deadlines deadlines() {
        return deadlines;
    }

    @Override
    public Optional<CookieHandler> cookieHandler() {
        return Optional.ofNullable(manners.cookies());
    }

    @Override
    public Optional<Duration> connectTimeout() {
        return Optional.ofNullable(built.connectTimeout);
    }

    @Override
    public Redirect followRedirects() {
        return manners.redirect();
    }

    @Override
    public Optional<ProxySelector> proxy() {
        return Optional.ofNullable(built.proxy);
    }

    @Override
    public SSLContext sslContext() {
        return built.context();
    }

    @Override
    public SSLParameters sslParameters() {
        return built.parametersOr(built.context());
    }

    @Override
    public Optional<Authenticator> authenticator() {
        return Optional.ofNullable(manners.credentials().authenticator());
    }

    /** As asked for; the responses say which was spoken. */
    @Override
    public Version version() {
        return built.version;
    }

    @Override
    public Optional<Executor> executor() {
        return Optional.ofNullable(built.executor);
    }

    @Override
    public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
            throws IOException, InterruptedException {
        Objects.requireNonNull(request);
        Objects.requireNonNull(handler);
        RequestCheck.check(request, built.restrictedFields);
        if (Thread.interrupted()) {
            throw new InterruptedException("interrupted before the request was begun");
        }
        operations.begin();
        try {
            return exchange(request, handler, "the response was asked for here");
        } catch (ConnectDeadlineException e) {
            throw new ConnectDeadlineException(e);
        } catch (NotConnectedException e) {
            throw new NotConnectedException(e);
        } catch (ClosedByInterruptException e) {
            // Wherever a channel was closed by it, a call that is interrupted says so.
            Thread.interrupted();
            throw (InterruptedException)
                    new InterruptedException("interrupted in mid exchange").initCause(e);
        } finally {
            operations.end();
        }
    }

    /** What the program's own parts throw comes out as an IOException with that as its cause. */
    private <T> HttpResponse<T> exchange(
            HttpRequest request, BodyHandler<T> handler, String onThread)
            throws IOException, InterruptedException {
        try {
            return new Journey(pool, manners, deadlines, onThread).go(request, handler);
        } catch (IllegalArgumentException | SecurityException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, BodyHandler<T> handler) {
        Objects.requireNonNull(request);
        Objects.requireNonNull(handler);
        RequestCheck.check(request, built.restrictedFields);
        Underway<T> underway = new Underway<>(built.executor);
        try {
            operations.begin();
        } catch (IOException e) {
            underway.completeExceptionally(e);
            return underway;
        }
        underway.start(() -> exchange(request, handler, ASYNCHRONOUS), operations::end);
        return underway;
    }

    /** As without the handler: HTTP/1.1 has no pushes. */
    @Override
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request,
            BodyHandler<T> handler,
            @Nullable PushPromiseHandler<T> pushPromiseHandler) {
        return sendAsync(request, handler);
    }

    /**
     * WebSocket is not offered yet.
     *
     * @throws UnsupportedOperationException always
     */
    @Override
    public java.net.http.WebSocket.Builder newWebSocketBuilder() {
        throw new UnsupportedOperationException(
                "WebSocket is not offered by this client yet; use java.net.http.HttpClient for it");
    }

    @Override
    public void shutdown() {
        operations.close(() -> pool.close(false));
    }

    @Override
    public boolean awaitTermination(Duration duration) throws InterruptedException {
        return operations.await(duration);
    }

    @Override
    public boolean isTerminated() {
        return operations.isTerminated();
    }

    @Override
    public void shutdownNow() {
        shutdown();
        pool.close(true);
    }
}
