package dev.linger.bench.peers;

import dev.linger.server.Deadlines;
import dev.linger.server.Handler;
import dev.linger.server.Server;
import dev.linger.server.Settings;
import dev.linger.server.Tls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Linger, with all its deadlines. */
final class LingerPeer {
    private LingerPeer() {}

    /**
     * @param onLoop whether the handler runs on the loop, else on a virtual thread
     * @param closesFirst whether the server closes first, else it lets the client
     * @param tls null for plain HTTP
     */
    static void start(
            int port, byte[] body, boolean onLoop, boolean closesFirst, @Nullable SSLContext tls)
            throws IOException {
        Settings settings =
                Settings.of(new InetSocketAddress("127.0.0.1", port))
                        .withLoops(1)
                        .withDeadlines(
                                Deadlines.defaults()
                                        .withIdle(Duration.ofSeconds(Peer.IDLE_SECONDS)));
        if (closesFirst) {
            settings = settings.withFirstClose(Settings.FirstClose.SERVER);
        }
        if (tls != null) {
            settings = settings.withTls(Tls.of(tls));
        }
        Handler handler = exchange -> exchange.header("Content-Type", "text/plain").respond(body);
        Server.start(settings, onLoop ? Handler.nonBlocking(handler) : handler);
    }
}
