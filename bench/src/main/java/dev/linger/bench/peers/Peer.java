package dev.linger.bench.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.linger.server.KeyAndChain;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;

/**
 * Starts one of the servers compared. Arguments: its name, the port on 127.0.0.1, and the bytes of
 * the body; for TLS the files of the certificate and of its key. Says {@code listening} when it
 * does, and runs until it is killed.
 */
public final class Peer {
    /** What waits in the kernel's queue, the same for all. */
    static final int BACKLOG = 4096;

    /** Longer than any scenario, so that no server closes what is measured. */
    static final int IDLE_SECONDS = 600;

    private Peer() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        byte[] body = "x".repeat(Integer.parseInt(arguments[2])).getBytes(US_ASCII);
        SSLContext tls = arguments.length > 4 ? context(arguments[3], arguments[4]) : null;
        switch (arguments[0]) {
            case "linger-loop" -> LingerPeer.start(port, body, true, false, tls);
            case "linger-thread" -> LingerPeer.start(port, body, false, false, tls);
            case "linger-first" -> LingerPeer.start(port, body, true, true, tls);
            case "linger-provider" -> ExchangePeer.startLinger(port, body);
            case "netty" -> NettyPeer.start(port, body, tls);
            case "vertx" -> VertxPeer.start(port, body);
            case "helidon" -> HelidonPeer.start(port, body);
            case "jetty" -> JettyPeer.start(port, body);
            case "undertow" -> UndertowPeer.start(port, body);
            case "robaho" -> ExchangePeer.startRobaho(port, body);
            case "jdk" -> ExchangePeer.startJdk(port, body, tls);
            default -> throw new IllegalArgumentException("no peer " + arguments[0]);
        }
        System.out.println("listening");
        Thread.currentThread().join();
    }

    private static SSLContext context(String chain, String key) throws IOException {
        KeyAndChain own = KeyAndChain.read(Path.of(chain), Path.of(key));
        return KeyAndChain.context(own, List.of(), List.of());
    }
}
