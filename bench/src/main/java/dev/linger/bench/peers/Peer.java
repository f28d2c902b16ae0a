package dev.linger.bench.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Starts one of the servers compared. Arguments: its name, the port on 127.0.0.1, and the bytes of
 * the body. Says {@code listening} when it does, and runs until it is killed.
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
        switch (arguments[0]) {
            case "linger-loop" -> LingerPeer.start(port, body, true, false);
            case "linger-thread" -> LingerPeer.start(port, body, false, false);
            case "linger-first" -> LingerPeer.start(port, body, true, true);
            case "netty" -> NettyPeer.start(port, body);
            case "vertx" -> VertxPeer.start(port, body);
            case "helidon" -> HelidonPeer.start(port, body);
            case "jetty" -> JettyPeer.start(port, body);
            case "undertow" -> UndertowPeer.start(port, body);
            case "robaho" -> ExchangePeer.startRobaho(port, body);
            case "jdk" -> ExchangePeer.startJdk(port, body);
            default -> throw new IllegalArgumentException("no peer " + arguments[0]);
        }
        System.out.println("listening");
        Thread.currentThread().join();
    }
}
