package dev.linger.cli.live.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.linger.life.Closing;
import dev.linger.life.JudgedLife;
import dev.linger.server.Handler;
import dev.linger.server.Server;
import dev.linger.server.Settings;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Linger's own server under a capture: what it wrote down, and what the packets say. */
public final class OwnServer {
    /** What the clients do. */
    @FunctionalInterface
    public interface Act {
        void play(Stage stage, Server server) throws Exception;
    }

    private final Scene scene;
    private final AtomicReference<List<JudgedLife>> written = new AtomicReference<>(List.of());

    /**
     * Begins to play.
     *
     * @param settings of the server, on one loop
     */
    public OwnServer(String name, UnaryOperator<Settings> settings, Handler handler, Act act) {
        scene = Scene.of(name, stage -> play(stage, settings, handler, act));
    }

    private void play(Stage stage, UnaryOperator<Settings> settings, Handler handler, Act act)
            throws Exception {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), stage.port);
        Settings own = settings.apply(Settings.of(address).withLoops(1));
        try (Server server = started(own, handler)) {
            stage.record();
            act.play(stage, server);
            Wait.until(
                    "the server has closed all",
                    () -> server.ledger().closed() == server.ledger().connections());
            written.set(server.ledger().last());
        }
    }

    /** A program that another scene starts has all sockets of this JVM until it runs. */
    private static Server started(Settings settings, Handler handler) throws Exception {
        AtomicReference<Server> started = new AtomicReference<>();
        Wait.until(
                "the port is free",
                () -> {
                    try {
                        started.set(Server.start(settings, handler));
                        return true;
                    } catch (BindException _) {
                        return false;
                    }
                });
        return Objects.requireNonNull(started.get());
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

    /**
     * The same, but for connections where one sees what the other cannot.
     *
     * @param known words of the ledger that the packets say otherwise, with what they say; {@code
     *     a|b} where they may say two things
     */
    public void differs(Map<String, String> known, String... claims) {
        compare(scene, written::get, known, claims);
    }

    /**
     * Holds what one end wrote against what the packets say, connection by connection.
     *
     * @param ledger asked when the scene has been played
     */
    static void compare(
            Scene scene,
            Supplier<List<JudgedLife>> ledger,
            Map<String, String> known,
            String... claims) {
        scene.ends(claims);
        List<JudgedLife> written = ledger.get();
        Map<String, String> seen = new HashMap<>();
        for (JudgedLife life : scene.lives()) {
            seen.put(life.life().client().toString(), words(life));
        }
        assertEquals(seen.size(), written.size(), "connections");
        List<String> different = new ArrayList<>();
        for (JudgedLife life : written) {
            String client = life.life().client().toString();
            String mine = words(life);
            String packets = seen.get(client);
            if (!List.of(known.getOrDefault(mine, mine).split("\\|", -1)).contains(packets)) {
                different.add(client + ": written " + mine + ", seen " + packets);
            }
        }
        if (!different.isEmpty()) {
            fail("target/live/" + scene + ".pcap: " + String.join("\n", different));
        }
    }

    /** Bytes of each connection by its client, to the server and to the client, in the packets. */
    public Map<String, String> bytesSeen() {
        return bytes(scene.lives());
    }

    /** The same, as the server wrote it. */
    public Map<String, String> bytesWritten() {
        scene.lives();
        return bytes(written.get());
    }

    private static Map<String, String> bytes(List<JudgedLife> lives) {
        Map<String, String> bytes = new HashMap<>();
        for (JudgedLife life : lives) {
            bytes.put(
                    life.life().client().toString(),
                    life.life().fromClient().bytes() + " " + life.life().fromServer().bytes());
        }
        return bytes;
    }

    private static String words(JudgedLife judged) {
        Closing closing = judged.verdict().closing();
        return String.join(
                " ",
                closing.cause().word(),
                closing.decidedBy().word(),
                closing.closedFirst().word(),
                closing.manner().word());
    }
}
