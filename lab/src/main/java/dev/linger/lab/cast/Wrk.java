package dev.linger.lab.cast;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Program;
import dev.linger.lab.Stage;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The load generator wrk. It tries the address with a connection of its own, and then asks as fast
 * as it can until its time is over. So the server decides how many requests there are: it takes its
 * time for each, and the last one is not answered before wrk leaves in the middle of it.
 */
final class Wrk implements Player {
    private static final int ANSWERED = 10;

    /** In all so long that wrk has not waited for half a second when its two seconds are over. */
    private static final Duration PACE = Duration.ofMillis(165);

    private static final Expected TRIED =
            Expected.of(1, CloseCause.UNUSED, DecidedBy.CLIENT, ClosedFirst.CLIENT);

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
                Act.of("wrk -c 1 -d 2s", ANSWERED + 1, stage -> play(stage, List.of()), LEFT, TRIED)
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
                                LEFT,
                                TRIED)
                        .answered(ANSWERED));
        return acts.all();
    }

    private static void play(Stage stage, List<String> header) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        AtomicLong begin = new AtomicLong();
        stage.serveOrdinary(line -> {
            while (line.hearRequest()) {
                stage.asked();
                begin.compareAndSet(0, System.nanoTime());
                int request = requests.incrementAndGet();
                if (request > ANSWERED) {
                    line.hearEnd();
                    return;
                }
                long since = System.nanoTime() - begin.get();
                stage.pause(PACE.multipliedBy(request).minusNanos(since));
                if (line.heard().contains("Connection: close")) {
                    line.lastAnswer();
                } else {
                    line.answer("ok");
                }
                stage.answered();
            }
        });
        List<String> command = new ArrayList<>(List.of("wrk", "-t", "1", "-c", "1", "-d", "2s"));
        command.addAll(header);
        command.add(stage.uri("/").toString());
        stage.runToEnd(command);
    }
}
