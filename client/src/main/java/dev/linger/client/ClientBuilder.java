package dev.linger.client;

import dev.linger.http.Limits;
import dev.linger.linux.PortRange;
import java.io.UncheckedIOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.InetAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LingerClient} is made with: all that {@link HttpClient.Builder} takes, and
 * deadlines, pool, retries and listeners. Not thread-safe.
 */
public final class ClientBuilder implements HttpClient.Builder {
    /** Bytes of a response's head where that property says nothing, as the JDK's client has it. */
    private static final int HEAD = 384 << 10;

    /** No head is longer: it lies in one array. */
    private static final int NO_LIMIT = 512 << 20;

    /** Bytes of a line of it, likewise: whoever sends more than curl takes has gone astray. */
    private static final int LINE = 100_000;

    /** What a field line counts beside its name and its value (module java.net.http). */
    static final int PER_LINE = 32;

    @Nullable CookieHandler cookies;
    @Nullable Duration connectTimeout;
    @Nullable SSLContext context;
    @Nullable SSLParameters parameters;
    @Nullable Executor executor;
    @Nullable ProxySelector proxy;
    @Nullable Authenticator authenticator;
    @Nullable InetAddress local;
    Redirect redirect = Redirect.NEVER;
    Version version = Version.HTTP_2;
    private Deadlines deadlines = Deadlines.defaults();
    private PoolLimits limits = PoolLimits.defaults();
    private Retries retries = Retries.WHERE_SAFE;
    private int minorVersion = 1;
    boolean restrictedFields;
    private final List<Listener> listeners = new ArrayList<>();

    ClientBuilder() {}

    private ClientBuilder(ClientBuilder from) {
        cookies = from.cookies;
        connectTimeout = from.connectTimeout;
        context = from.context;
        parameters = from.parameters;
        executor = from.executor;
        proxy = from.proxy;
        authenticator = from.authenticator;
        local = from.local;
        redirect = from.redirect;
        version = from.version;
        restrictedFields = from.restrictedFields;
    }

    @Override
    public ClientBuilder cookieHandler(CookieHandler cookieHandler) {
        cookies = Objects.requireNonNull(cookieHandler);
        return this;
    }

    @Override
    public ClientBuilder connectTimeout(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("Invalid duration: " + duration);
        }
        connectTimeout = duration;
        return this;
    }

    @Override
    public ClientBuilder sslContext(SSLContext sslContext) {
        context = Objects.requireNonNull(sslContext);
        return this;
    }

    @Override
    public ClientBuilder sslParameters(SSLParameters sslParameters) {
        parameters = Tls.copy(sslParameters);
        return this;
    }

    /** For what depends on the futures of {@code sendAsync}; I/O is on virtual threads. */
    @Override
    public ClientBuilder executor(Executor newExecutor) {
        executor = Objects.requireNonNull(newExecutor);
        return this;
    }

    @Override
    public ClientBuilder followRedirects(Redirect policy) {
        redirect = Objects.requireNonNull(policy);
        return this;
    }

    /** HTTP/2 is taken as a wish; HTTP/1.1 is spoken. */
    @Override
    public ClientBuilder version(Version newVersion) {
        version = Objects.requireNonNull(newVersion);
        return this;
    }

    /**
     * Speaks HTTP/1.0, to see what a server makes of it: connections are kept only where the
     * request and the response say {@code Connection: keep-alive}.
     */
    public ClientBuilder http10() {
        minorVersion = 0;
        return this;
    }

    /**
     * Lets requests that the program has made by a class of its own carry fields that are the
     * client's to write otherwise: Connection, Host and Upgrade. Content-Length and Expect may
     * stand there, and are written as the body and {@link java.net.http.HttpRequest#expectContinue}
     * say. For experiments.
     */
    public ClientBuilder restrictedFields() {
        restrictedFields = true;
        return this;
    }

    /** Of no effect: HTTP/1.1 has no priorities. */
    @Override
    public ClientBuilder priority(int priority) {
        if (priority < 1 || priority > 256) {
            throw new IllegalArgumentException("priority " + priority + ": must be 1 to 256");
        }
        return this;
    }

    @Override
    public ClientBuilder proxy(ProxySelector proxySelector) {
        proxy = Objects.requireNonNull(proxySelector);
        return this;
    }

    @Override
    public ClientBuilder authenticator(Authenticator newAuthenticator) {
        authenticator = Objects.requireNonNull(newAuthenticator);
        return this;
    }

    @Override
    public ClientBuilder localAddress(@Nullable InetAddress address) {
        local = address;
        return this;
    }

    /** How long what may take. */
    public ClientBuilder deadlines(Deadlines newDeadlines) {
        deadlines = Objects.requireNonNull(newDeadlines);
        return this;
    }

    /** How many connections, and how long they are kept. */
    public ClientBuilder poolLimits(PoolLimits newLimits) {
        limits = Objects.requireNonNull(newLimits);
        return this;
    }

    /** Which requests may be sent a second time. */
    public ClientBuilder retries(Retries newRetries) {
        retries = Objects.requireNonNull(newRetries);
        return this;
    }

    /** Adds one that is told what happens to connections. */
    public ClientBuilder listener(Listener listener) {
        listeners.add(Objects.requireNonNull(listener));
        return this;
    }

    SSLContext context() {
        SSLContext known = context;
        if (known == null) {
            try {
                known = SSLContext.getDefault();
            } catch (NoSuchAlgorithmException e) {
                throw new UncheckedIOException(new java.io.IOException(e));
            }
            context = known;
        }
        return known;
    }

    /** As given, else those of the context; a copy. */
    SSLParameters parametersOr(SSLContext known) {
        return parameters == null ? known.getDefaultSSLParameters() : Tls.copy(parameters);
    }

    /**
     * {@inheritDoc}
     *
     * @throws UncheckedIOException if there is no context for TLS
     */
    @Override
    public LingerClient build() {
        ClientBuilder own = new ClientBuilder(this);
        own.context();
        Credentials credentials = new Credentials(authenticator);
        ProxySelector selector = proxy == null ? ProxySelector.getDefault() : proxy;
        Journey.Manners manners =
                new Journey.Manners(
                        redirect,
                        retries,
                        cookies,
                        selector,
                        credentials,
                        minorVersion,
                        Integer.getInteger("jdk.httpclient.maxNonFinalResponses", 8));
        Tls tls = new Tls(own);
        Dialer.Source source = local == null ? null : new Dialer.Source(local, PortRange.ofHost());
        Opener opener = new Opener(new Dialer(source), tls, new Tunnels(credentials), limits());
        return new LingerClient(
                own,
                new Pool(limits, opener, List.copyOf(listeners)),
                manners,
                capped(deadlines, connectTimeout));
    }

    private static Limits limits() {
        int asked = Integer.getInteger("jdk.http.maxHeaderSize", HEAD);
        int head = asked <= 0 ? NO_LIMIT : Math.clamp(asked, PER_LINE, NO_LIMIT);
        int line = asked == HEAD ? LINE : head;
        return new Limits(line, head, head / PER_LINE, 4 << 10, 16 << 10);
    }

    /** A connection over TLS is there once hands are shaken. */
    static Deadlines capped(Deadlines deadlines, @Nullable Duration connectTimeout) {
        if (connectTimeout == null) {
            return deadlines;
        }
        Duration connect = shorter(connectTimeout, Deadlines.NEVER);
        return deadlines.withConnect(connect).withTls(shorter(connect, deadlines.tls()));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
