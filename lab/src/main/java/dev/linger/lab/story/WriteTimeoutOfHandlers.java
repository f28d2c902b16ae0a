package dev.linger.lab.story;

import dev.linger.client.BrokenExchangeException;
import dev.linger.client.LingerClient;
import dev.linger.client.Retries;
import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.server.Deadlines;
import java.time.Duration;
import java.util.List;

/** A write timeout that counts the time of the handler. */
public final class WriteTimeoutOfHandlers implements Story {
    @Override
    public String word() {
        return "write-timeout-of-handlers";
    }

    @Override
    public String title() {
        return "a write timeout counts the handler's time";
    }

    @Override
    public String lesson() {
        return "One limit from request to end of answer (Go's WriteTimeout) cuts off "
                + "slow handlers without an answer. Give the handler and the sending a "
                + "limit each.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                                "limit 300 ms, handler needs 600 ms",
                                3,
                                WriteTimeoutOfHandlers::oneLimit,
                                Expected.of(
                                        3,
                                        CloseCause.NO_RESPONSE,
                                        DecidedBy.SERVER,
                                        ClosedFirst.SERVER))
                        .answered(0),
                Act.of(
                        "apart: sending 300 ms, handler 10 s",
                        3,
                        WriteTimeoutOfHandlers::twoLimits,
                        Expected.open(3)));
    }

    private static final Duration LIMIT = Duration.ofMillis(300);
    private static final Duration WORK = Duration.ofMillis(600);

    private static void oneLimit(Stage stage) throws Exception {
        stage.serveOrdinary(line -> {
            long began = System.nanoTime();
            while (line.hearRequest()) {
                Thread.sleep(WORK);
                if (System.nanoTime() - began > LIMIT.toNanos()) {
                    return; // the time for writing is over before there is anything to write
                }
                line.answer("ok");
            }
        });
        stage.sideBySide(3, WriteTimeoutOfHandlers::askInVain);
        stage.remark("why is no-response, for write-timeout means a client that does not read");
    }

    private static void askInVain(Stage stage) throws Exception {
        LingerClient client = stage.client(builder -> builder.retries(Retries.OFF));
        try {
            stage.get(client, "/");
        } catch (BrokenExchangeException e) {
            return; // lost, which the count of answers shows
        }
    }

    private static void twoLimits(Stage stage) throws Exception {
        Deadlines.Pace write = new Deadlines.Pace(LIMIT, 0, LIMIT);
        stage.serve(
                settings ->
                        settings.withDeadlines(
                                settings.deadlines()
                                        .withWrite(write)
                                        .withHandler(Duration.ofSeconds(10))),
                exchange -> {
                    Thread.sleep(WORK);
                    exchange.respond("ok");
                });
        stage.sideBySide(3, one -> one.get(one.client(), "/"));
    }
}
