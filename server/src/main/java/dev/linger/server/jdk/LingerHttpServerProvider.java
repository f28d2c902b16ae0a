package dev.linger.server.jdk;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import dev.linger.server.Deadlines;
import dev.linger.server.Listener;
import dev.linger.server.Server;
import dev.linger.server.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives the JDK's HttpServer API this server. Found by the service loader; where several providers
 * are found, {@code -Dcom.sun.net.httpserver.HttpServerProvider=} with the name of this class
 * chooses it.
 */
public final class LingerHttpServerProvider extends HttpServerProvider {
    /** The JDK's server has no deadline for a handshake: this one is generous. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(60);

    /** For the service loader. */
    public LingerHttpServerProvider() {}

    /**
     * A server with Linger's deadlines, and what the JDK's system properties change of them.
     *
     * @param address null where it is to be bound later
     * @param backlog 0 or less for the default
     * @throws java.net.BindException if the address cannot be had
     */
    @Override
    public HttpServer createHttpServer(@Nullable InetSocketAddress address, int backlog)
            throws IOException {
        Settings settings = SystemProperties.settings(System::getProperty);
        Deadlines later = SystemProperties.fromExchange(settings, System::getProperty);
        return bound(new LingerHttpServer(settings, later, List.of()), address, backlog);
    }

    /**
     * A server with these settings, for programs that want more than the JDK's API can say. With
     * {@link Settings#withTls} it is an {@link HttpsServer}.
     *
     * @param settings their address is where it listens
     * @param listeners are told what happens, as with {@link dev.linger.server.Server#start}
     * @throws java.net.BindException if the address cannot be had
     */
    public static HttpServer create(Settings settings, Listener... listeners) throws IOException {
        HttpServer server =
                settings.tls() == null
                        ? new LingerHttpServer(settings, null, List.of(listeners))
                        : new LingerHttpsServer(settings, null, List.of(listeners));
        return bound(server, settings.address(), settings.backlog());
    }

    /**
     * The server beneath one of the JDK's API: for its figures, its ledger, its {@link
     * dev.linger.server.Server#drain drain}.
     *
     * @throws IllegalArgumentException if it is not of this provider, or not bound yet
     */
    public static Server serverOf(HttpServer server) {
        Server own =
                switch (server) {
                    case LingerHttpServer plain -> plain.serving().server();
                    case LingerHttpsServer secure -> secure.serving().server();
                    default ->
                            throw new IllegalArgumentException(
                                    server.getClass().getName() + " is of another provider");
                };
        if (own == null) {
            throw new IllegalArgumentException("the server is not bound yet");
        }
        return own;
    }

    private static HttpServer bound(
            HttpServer server, @Nullable InetSocketAddress address, int backlog)
            throws IOException {
        if (address != null) {
            server.bind(address, backlog);
        }
        return server;
    }

    /**
     * The same over TLS, as its {@link com.sun.net.httpserver.HttpsConfigurator} says; until it has
     * one, handshakes fail.
     *
     * @param address null where it is to be bound later
     * @param backlog 0 or less for the default
     * @throws java.net.BindException if the address cannot be had
     */
    @Override
    public HttpsServer createHttpsServer(@Nullable InetSocketAddress address, int backlog)
            throws IOException {
        Duration handshake = SystemProperties.handshake(System::getProperty, HANDSHAKE);
        Settings settings =
                SystemProperties.settings(System::getProperty)
                        .withTls(Configured.notYet().withHandshake(handshake));
        Deadlines later = SystemProperties.fromExchange(settings, System::getProperty);
        LingerHttpsServer server = new LingerHttpsServer(settings, later, List.of());
        bound(server, address, backlog);
        return server;
    }
}
