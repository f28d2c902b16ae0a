package dev.linger.bench.client;

import dev.linger.client.LingerClient;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A client that is measured. */
interface Peer {
    /** What one caller does again and again: a request, and its whole answer as bytes. */
    interface Exchange {
        /** Returns the length of the answer's body. */
        int go() throws IOException, InterruptedException;
    }

    /** For one caller, on its thread. */
    Exchange caller(int port, int bytes) throws IOException;

    /** No pool limits the callers. */
    int MOST_CALLERS = 1000;

    static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /** By name. */
    static Peer of(String name) {
        return switch (name) {
            case "linger" ->
                    of(LingerClient.newBuilder().proxy(HttpClient.Builder.NO_PROXY).build());
            case "jdk" ->
                    of(
                            HttpClient.newBuilder()
                                    .version(HttpClient.Version.HTTP_1_1)
                                    .proxy(HttpClient.Builder.NO_PROXY)
                                    .build());
            case "raw" -> Peer::raw;
            case "apache" -> ApachePeer.classic();
            case "apache-async" -> ApachePeer.async();
            case "okhttp" -> OkHttpPeer.of();
            case "jetty" -> JettyPeer.of();
            case "helidon" -> HelidonPeer.of();
            case "vertx" -> VertxPeer.of();
            default ->
                    throw new IllegalArgumentException(
                            "no client \""
                                    + name
                                    + "\": linger, raw, jdk, apache, apache-async,"
                                    + " okhttp, jetty, helidon and vertx are known");
        };
    }

    private static Peer of(HttpClient client) {
        return (port, _) -> {
            HttpRequest request = HttpRequest.newBuilder(uri(port)).build();
            return () -> client.send(request, BodyHandlers.ofByteArray()).body().length;
        };
    }

    /** The least that a client can do: writes a constant, reads until the known length is there. */
    private static Exchange raw(int port, int bytes) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        byte[] text =
                ("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nUser-Agent: raw\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer request = ByteBuffer.allocateDirect(text.length).put(text).flip();
        ByteBuffer answer = ByteBuffer.allocateDirect(bytes + 1024);
        return () -> {
            channel.write(request.rewind());
            answer.clear();
            do {
                if (channel.read(answer) < 0) {
                    throw new EOFException("the server has closed");
                }
            } while (answer.position() <= bytes);
            return bytes;
        };
    }
}
