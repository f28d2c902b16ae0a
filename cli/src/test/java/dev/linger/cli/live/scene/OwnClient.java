package dev.linger.cli.live.scene;

import dev.linger.client.ClientBuilder;
import dev.linger.client.LingerClient;
import dev.linger.life.JudgedLife;
import dev.linger.testkit.RawServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** Linger's own client under a capture: what it wrote down, and what the packets say. */
public final class OwnClient {
    /** What a program does with it. */
    @FunctionalInterface
    public interface Act {
        void play(Caller caller) throws Exception;
    }

    /** A program that calls; a call that fails has failed, which is what most are about. */
    public record Caller(LingerClient client, URI uri) {
        public void get() {
            try {
                client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding());
            } catch (IOException | InterruptedException _) {
                // Its life tells why.
            }
        }

        /** Asks, and closes the response without a look at its body. */
        public void leave() throws IOException, InterruptedException {
            HttpRequest request = HttpRequest.newBuilder(uri).build();
            client.send(request, BodyHandlers.ofInputStream()).body().close();
        }

        /** Calls as often at the same time, and waits for all. */
        public void together(int count) throws InterruptedException {
            List<Thread> callers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                callers.add(Thread.ofVirtual().start(this::get));
            }
            for (Thread caller : callers) {
                caller.join();
            }
        }

        public void awaitEnds(int count) throws Exception {
            Wait.until("connections have ended", () -> client.ledger().closed() == count);
        }
    }

    private final Scene scene;
    private final AtomicReference<List<JudgedLife>> written = new AtomicReference<>(List.of());

    /** Begins to play. */
    public OwnClient(
            String name, UnaryOperator<ClientBuilder> settings, RawServer.Script script, Act act) {
        scene = Scene.of(name, stage -> play(stage, settings, script, act));
    }

    private void play(
            Stage stage, UnaryOperator<ClientBuilder> settings, RawServer.Script script, Act act)
            throws Exception {
        InetAddress here = InetAddress.getLoopbackAddress();
        try (RawServer server = RawServer.start(new ServerSocket(stage.port, 64, here), script)) {
            stage.record();
            LingerClient client = settings.apply(LingerClient.newBuilder()).build();
            try {
                act.play(new Caller(client, server.uri("/")));
            } finally {
                client.close();
            }
            written.set(client.ledger().last());
        }
    }

    /**
     * Fails unless ledger and packets agree on cause, decision, first close and manner of every
     * connection, and these are they.
     *
     * @param claims as for {@link Scene#ends}
     */
    public void agrees(String... claims) {
        differs(Map.of(), claims);
    }

    /** The same, but for connections where one sees what the other cannot. */
    public void differs(Map<String, String> known, String... claims) {
        OwnServer.compare(scene, written::get, known, claims);
    }
}
