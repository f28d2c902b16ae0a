package dev.linger.lab.story;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Line;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.life.SeenBy;
import dev.linger.server.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** An orderly stop against an abrupt one. */
public final class DrainAndStop implements Story {
    @Override
    public String word() {
        return "drain-and-stop";
    }

    @Override
    public String title() {
        return "the server is restarted under load";
    }

    @Override
    public String lesson() {
        return "A server that announces its end with its last answers loses none of "
                + "the requests under way (nginx -s quit; Go: Server.Shutdown); idle "
                + "connections can still meet the race (keep-alive-race). One that is cut "
                + "off loses all that was under way.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                        "orderly: the last answer says close",
                        14,
                        DrainAndStop::orderly,
                        Expected.of(4, CloseCause.DRAIN, DecidedBy.OPERATOR, ClosedFirst.CLIENT)
                                // That an operator wanted it is not in the packets.
                                .seenFrom(SeenBy.CAPTURE, CloseCause.DRAIN, DecidedBy.SERVER)),
                Act.of(
                                "abrupt: cut after 300 ms",
                                4,
                                DrainAndStop::abrupt,
                                Expected.of(
                                                4,
                                                CloseCause.STOPPED,
                                                DecidedBy.OPERATOR,
                                                ClosedFirst.SERVER)
                                        .byReset()
                                        .seenFrom(
                                                SeenBy.CAPTURE,
                                                CloseCause.STOPPED,
                                                DecidedBy.SERVER)
                                        // It knows of no request.
                                        .seenFrom(
                                                SeenBy.KERNEL, CloseCause.ABORT, DecidedBy.SERVER))
                        .answered(0));
    }

    private static void orderly(Stage stage) throws Exception {
        CountDownLatch asked = new CountDownLatch(4);
        CountDownLatch stopping = new CountDownLatch(1);
        Server server =
                stage.serve(
                        settings -> settings,
                        exchange -> {
                            if (exchange.path().equals("/last")) {
                                asked.countDown();
                                stopping.await();
                            }
                            exchange.respond("ok");
                        });
        Thread clients = Thread.ofPlatform().start(() -> ask(stage));
        stage.await("all four are asked", () -> asked.getCount() == 0);
        Thread drain = Thread.ofPlatform().start(server::close);
        stage.await("the server listens no more", stage::isAddressFree);
        stopping.countDown();
        clients.join();
        drain.join();
    }

    /** One of them asks once before, one twice, and so on: they have no count in common. */
    private static void ask(Stage stage) {
        AtomicInteger clients = new AtomicInteger();
        try {
            stage.sideBySide(
                    4,
                    one -> {
                        Line line = one.connect();
                        for (int left = clients.incrementAndGet(); left > 0; left--) {
                            line.get("/").hear();
                        }
                        line.get("/last").hear().close();
                    });
        } catch (Exception e) {
            stage.remark("a client failed: " + e);
        }
    }

    private static void abrupt(Stage stage) throws Exception {
        CountDownLatch asked = new CountDownLatch(4);
        Server server =
                stage.serve(
                        settings -> settings,
                        exchange -> {
                            asked.countDown();
                            new CountDownLatch(1).await();
                        });
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            lines.add(stage.connect().get("/"));
        }
        stage.await("all four are asked", () -> asked.getCount() == 0);
        server.drain(Duration.ofMillis(300));
        stage.remark("300 ms after it was told to end, all four were still being answered");
        for (Line line : lines) {
            line.hearEnd().close();
        }
    }
}
