package dev.linger.lab.story;

import dev.linger.client.LingerClient;
import dev.linger.client.PoolLimits;
import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Line;
import dev.linger.lab.Needs;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;

/** The idle timeouts of server and client. */
public final class IdleTimeouts implements Story {
    @Override
    public String word() {
        return "idle-timeouts";
    }

    @Override
    public String title() {
        return "nobody asks for a while";
    }

    @Override
    public String lesson() {
        return "Let the idle limit of your clients be shorter than the server's (Go: "
                + "IdleConnTimeout; nginx as a proxy: keepalive_timeout in the upstream "
                + "block), or a request may meet the server's close (keep-alive-race). A "
                + "TIME_WAIT for a rare idle close does no harm.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                        "server 1 s, clients wait longer",
                        6,
                        IdleTimeouts::ofServer,
                        Expected.of(
                                6, CloseCause.IDLE_TIMEOUT, DecidedBy.SERVER, ClosedFirst.SERVER)),
                Act.of(
                        "client 1 s, server waits 75 s",
                        6,
                        IdleTimeouts::ofClient,
                        Expected.of(
                                6, CloseCause.IDLE_TIMEOUT, DecidedBy.CLIENT, ClosedFirst.CLIENT)),
                Act.of(
                                "both 1 s, at the same moment",
                                6,
                                IdleTimeouts::ofBoth,
                                Expected.of(
                                        6,
                                        CloseCause.IDLE_TIMEOUT,
                                        DecidedBy.UNKNOWN,
                                        ClosedFirst.BOTH))
                        .needing(Needs.PACKET_RULES));
    }

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** Ends that fall into one quarter of a second look like a server that is shutting down. */
    private static final Duration APART = Duration.ofMillis(600);

    private static void ofServer(Stage stage) throws Exception {
        stage.serve(settings -> settings.withDeadlines(settings.deadlines().withIdle(PATIENCE)));
        AtomicInteger before = new AtomicInteger();
        stage.sideBySide(
                6,
                one -> {
                    one.pause(APART.multipliedBy(before.getAndIncrement()));
                    one.connect().get("/").hear().hearEnd().close();
                });
        stage.remark(
                "our server takes up to a tenth off its limit, so that not all are closed at once");
    }

    private static void ofClient(Stage stage) throws Exception {
        CyclicBarrier allAtOnce = new CyclicBarrier(6);
        stage.serve(
                settings -> settings,
                exchange -> {
                    allAtOnce.await();
                    exchange.respond("ok");
                });
        LingerClient client =
                stage.client(
                        builder -> builder.poolLimits(PoolLimits.defaults().withIdle(PATIENCE)));
        stage.sideBySide(6, one -> one.get(client, "/"));
        stage.await("the client closes all six", () -> client.ledger().closed() == 6);
    }

    /** On one machine a FIN arrives in no time, so the network loses all of them at first. */
    private static void ofBoth(Stage stage) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        stage.serveOrdinary(line -> {
            line.hearRequest();
            line.answer("ok");
            over.await();
        });
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            lines.add(stage.connect().get("/").hear());
        }
        stage.pause(PATIENCE);
        stage.network().dropPort(stage.address().getPort());
        for (Line line : lines) {
            line.close();
        }
        over.countDown();
        stage.await("each end has sent its FIN", () -> stage.closing() == 12);
        stage.network().dropNothing();
        stage.remark(
                "each side sent its FIN before the other's came: both are first, both remember; here"
                        + " nothing is taken off the limit");
    }
}
