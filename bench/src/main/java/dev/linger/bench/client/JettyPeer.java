package dev.linger.bench.client;

import java.io.IOException;
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
        return (port, _) ->
                () -> {
                    try {
                        return client.GET(Peer.uri(port)).getContent().length;
                    } catch (ExecutionException | TimeoutException e) {
                        throw new IOException(e);
                    }
                };
    }
}
