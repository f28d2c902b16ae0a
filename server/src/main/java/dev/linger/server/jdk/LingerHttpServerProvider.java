package dev.linger.server.jdk;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import dev.linger.server.Deadlines;
import dev.linger.server.Listener;
import dev.linger.server.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives the JDK's HttpServer API this server. Found by the service loader; where several providers
 * are found, {@code -Dcom.sun.net.httpserver.HttpServerProvider=} with the name of this class
 * chooses it.
 */
public final class LingerHttpServerProvider extends HttpServerProvider {
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
     * A server with these settings, for programs that want more than the JDK's API can say.
     *
     * @param settings their address is where it listens
     * @param listeners are told what happens, as with {@link dev.linger.server.Server#start}
     * @throws java.net.BindException if the address cannot be had
     */
    public static HttpServer create(Settings settings, Listener... listeners) throws IOException {
        LingerHttpServer server = new LingerHttpServer(settings, null, List.of(listeners));
        return bound(server, settings.address(), settings.backlog());
    }

    private static HttpServer bound(
            LingerHttpServer server, @Nullable InetSocketAddress address, int backlog)
            throws IOException {
        if (address != null) {
            server.bind(address, backlog);
        }
        return server;
    }

    /**
     * Not offered yet.
     *
     * @throws IOException always, with what to do
     */
    @Override
    public HttpsServer createHttpsServer(@Nullable InetSocketAddress address, int backlog)
            throws IOException {
        throw new IOException(
                "Linger has no HttpsServer yet; for the JDK's own set the system property"
                        + " com.sun.net.httpserver.HttpServerProvider to"
                        + " sun.net.httpserver.DefaultHttpServerProvider");
    }
}
