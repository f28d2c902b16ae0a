package dev.linger.bench.peers;

import io.undertow.Undertow;
import io.undertow.UndertowOptions;
import io.undertow.util.Headers;
import java.nio.ByteBuffer;
import org.xnio.Options;

/** Undertow with one I/O thread, its handler there. */
final class UndertowPeer {
    private UndertowPeer() {}

    static void start(int port, byte[] body) {
        ByteBuffer answer = ByteBuffer.allocateDirect(body.length).put(body).flip();
        Undertow.builder()
                .addHttpListener(port, "127.0.0.1")
                .setIoThreads(1)
                .setSocketOption(Options.BACKLOG, Peer.BACKLOG)
                .setSocketOption(Options.TCP_NODELAY, true)
                .setServerOption(UndertowOptions.NO_REQUEST_TIMEOUT, Peer.IDLE_SECONDS * 1000)
                .setHandler(exchange -> {
                    exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/plain");
                    exchange.getResponseSender().send(answer.duplicate());
                })
                .build()
                .start();
    }
}
