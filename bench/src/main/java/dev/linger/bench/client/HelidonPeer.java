package dev.linger.bench.client;

import io.helidon.webclient.api.WebClient;
import java.net.URI;

/** Helidon's client. */
final class HelidonPeer {
    private HelidonPeer() {}

    static Peer of() {
        WebClient client = WebClient.builder().connectionCacheSize(Peer.MOST_CALLERS).build();
        return (port, _) -> {
            URI uri = Peer.uri(port);
            return () -> client.get().uri(uri).request(byte[].class).entity().length;
        };
    }
}
