package dev.linger.lab.cast;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Program;
import dev.linger.lab.Stage;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The load generator wrk. It asks as fast as it can until its time is over, so the server decides
 * how many requests there are: the last one is not answered, and wrk leaves in the middle of it.
 */
final class Wrk implements Player {
    private static final int ANSWERED = 20;

    private static final Expected LEFT =
            Expected.of(1, CloseCause.ABANDONED, DecidedBy.CLIENT, ClosedFirst.CLIENT);

    @Override
    public String word() {
        return "wrk";
    }

    @Override
    public boolean isHere() {
        return Program.isHere("wrk");
    }

    @Override
    public Map<String, List<Act>> acts() {
        Acts acts = new Acts();
        acts.add(
                "keep-alive",
                Act.of("wrk -c 1 -d 1s", ANSWERED + 1, stage -> play(stage, List.of()), LEFT)
                        .answered(ANSWERED));
        acts.add(
                "client-asks-to-close",
                Act.of(
                                "wrk -H 'Connection: close'",
                                ANSWERED + 1,
                                stage -> play(stage, List.of("-H", "Connection: close")),
                                Expected.of(
                                        ANSWERED,
                                        CloseCause.CLOSE_REQUESTED,
                                        DecidedBy.CLIENT,
                                        ClosedFirst.CLIENT),
                                LEFT)
                        .answered(ANSWERED));
        return acts.all();
    }

    private static void play(Stage stage, List<String> header) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        stage.with(over::countDown);
        stage.serve(
                settings -> settings,
                exchange -> {
                    stage.asked();
                    if (requests.incrementAndGet() > ANSWERED) {
                        over.await();
                    }
                    exchange.respond("ok");
                    stage.answered();
                });
        List<String> command =
                new ArrayList<>(List.of("wrk", "-t", "1", "-c", "1", "-d", "1s"));
        command.addAll(header);
        command.add(stage.uri("/").toString());
        stage.runToEnd(command);
    }
}
