package dev.linger.bench.peers;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import java.time.Duration;

/** Helidon: a virtual thread a connection. */
final class HelidonPeer {
    private HelidonPeer() {}

    static void start(int port, byte[] body) {
        WebServer.builder()
                .host("127.0.0.1")
                .port(port)
                .backlog(Peer.BACKLOG)
                .idleConnectionTimeout(Duration.ofSeconds(Peer.IDLE_SECONDS))
                .connectionOptions(
                        SocketOptions.builder()
                                .tcpNoDelay(true)
                                .readTimeout(Duration.ofSeconds(Peer.IDLE_SECONDS))
                                .build())
                .routing(routes ->
                        routes.any((request, response) ->
                                response.header(HeaderNames.CONTENT_TYPE, "text/plain").send(body)))
                .build()
                .start();
    }
}
