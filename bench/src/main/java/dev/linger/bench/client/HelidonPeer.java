package dev.linger.bench.client;

import io.helidon.webclient.api.WebClient;

/** Helidon's client. */
final class HelidonPeer {
    private HelidonPeer() {}

    static Peer of() {
        WebClient client = WebClient.builder().connectionCacheSize(Peer.MOST_CALLERS).build();
        return (port, _) ->
                () -> client.get(Peer.uri(port).toString()).request(byte[].class).entity().length;
    }
}
