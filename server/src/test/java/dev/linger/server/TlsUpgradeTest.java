package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.testkit.RawClient;
import dev.linger.testkit.Spin;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

class TlsUpgradeTest {
    private static final String UPGRADE =
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";
    private static final long QUIET_NANOS = 200_000_000;

    @Test
    void aSecondHandshakeIsNotDone() throws Exception {
        CompletableFuture<String> failed = new CompletableFuture<>();
        // The client may begin before the connection is handed over, or behind it.
        Handler reading =
                exchange -> {
                    try (ByteChannel channel = exchange.upgrade("echo").channel()) {
                        channel.read(ByteBuffer.allocate(10));
                    } catch (IOException e) {
                        failed.complete(e.toString());
                    }
                };
        try (Stage stage = new Stage(Stage.tls(), reading)) {
            SSLSocket socket = Trusting.socket(stage.server.address(), "TLSv1.2");
            stage.over(socket).send(UPGRADE).expect("\r\n\r\n");
            Thread.ofVirtual().start(() -> assertThrows(IOException.class, socket::startHandshake));
            String says = failed.get(10, TimeUnit.SECONDS);
            assertTrue(
                    says.contains("another TLS handshake") || says.contains("a renegotiation"),
                    says);
        }
    }

    @Test
    void aCloseWaitsForNoWriter() throws Exception {
        CompletableFuture<ByteChannel> taken = new CompletableFuture<>();
        CompletableFuture<IOException> ended = new CompletableFuture<>();
        AtomicLong written = new AtomicLong();
        Handler writing =
                exchange -> {
                    ByteChannel channel = exchange.upgrade("echo").channel();
                    taken.complete(channel);
                    try {
                        while (true) {
                            written.addAndGet(channel.write(ByteBuffer.allocate(10_000)));
                        }
                    } catch (IOException e) {
                        ended.complete(e);
                    }
                };
        try (Stage stage = new Stage(Stage.tls(), writing)) {
            RawClient client = stage.connectNarrow().send(UPGRADE);
            client.expect("\r\n\r\n");
            ByteChannel channel = taken.get(10, TimeUnit.SECONDS);
            awaitQuiet(written);
            FutureTask<Void> closing =
                    new FutureTask<>(() -> {
                        channel.close();
                        return null;
                    });
            Thread.ofVirtual().start(closing);
            closing.get(10, TimeUnit.SECONDS);
            ended.get(10, TimeUnit.SECONDS);
        }
    }

    /** Until no more is written for a while. */
    private static void awaitQuiet(AtomicLong written) {
        long last = -1;
        long since = System.nanoTime();
        while (System.nanoTime() - since < QUIET_NANOS) {
            if (written.get() != last) {
                last = written.get();
                since = System.nanoTime();
            }
            Spin.turn();
        }
    }
}
