package dev.linger.bench.client;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;

/** Jetty's client, its blocking calls. */
final class JettyPeer {
    private JettyPeer() {}

    static Peer of() {
        HttpClient client = new HttpClient();
        client.setMaxConnectionsPerDestination(Peer.MOST_CALLERS);
        try {
            client.start();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        return (port, _) -> {
            URI uri = Peer.uri(port);
            return () -> {
                try {
                    return client.GET(uri).getContent().length;
                } catch (ExecutionException | TimeoutException e) {
                    throw new IOException(e);
                }
            };
        };
    }
}
