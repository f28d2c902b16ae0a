package dev.linger.lab.story;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Line;
import dev.linger.lab.Needs;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.life.SeenBy;
import dev.linger.server.Handler;
import java.io.IOException;
import java.util.List;

/** A device on the way cuts idle connections. */
public final class Middlebox implements Story {
    /** Fewer of them may be an ordinary loss. */
    private static final int REPETITIONS = 4;

    @Override
    public String word() {
        return "middlebox";
    }

    @Override
    public String title() {
        return "something on the way cuts idle connections";
    }

    @Override
    public String lesson() {
        return "Firewalls and some load balancers forget idle connections, with a reset or "
                + "without a word. Let the client close sooner than they forget, or send "
                + "keep-alive probes; limit its waiting.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                                "cut with a reset",
                                2,
                                Middlebox::withReset,
                                Expected.of(
                                                1,
                                                CloseCause.MIDDLEBOX,
                                                DecidedBy.NETWORK,
                                                ClosedFirst.SERVER)
                                        .byReset())
                        .answered(1)
                        .unseenBy(SeenBy.KERNEL, SeenBy.SERVER)
                        .needing(Needs.PACKET_RULES),
                Act.of(
                                "cut without a word",
                                2,
                                Middlebox::silently,
                                Expected.of(
                                                1,
                                                CloseCause.VANISHED,
                                                DecidedBy.NETWORK,
                                                ClosedFirst.NOBODY)
                                        .inSilence())
                        .answered(1)
                        .unseenBy(SeenBy.KERNEL, SeenBy.SERVER)
                        .needing(Needs.PACKET_RULES));
    }

    private static void serve(Stage stage) throws Exception {
        stage.serve(settings -> settings, Handler.nonBlocking(exchange -> exchange.respond("ok")));
    }

    private static void withReset(Stage stage) throws Exception {
        serve(stage);
        stage.network().placeServerFarAway(stage.address().getPort());
        Line line = stage.connect().get("/").hear();
        stage.network().resetPort(stage.address().getPort());
        try {
            line.get("/").hear();
        } catch (IOException e) {
            stage.remark(
                    "forged: the RST carried the server's address, and the server sent none; the"
                            + " client met: "
                            + e.getMessage());
        }
    }

    private static void silently(Stage stage) throws Exception {
        serve(stage);
        Line line = stage.connect().get("/").hear();
        stage.network().dropPort(stage.address().getPort());
        line.get("/");
        stage.await("the client has repeated itself", () -> stage.repetitions() >= REPETITIONS);
        line.close();
    }
}
