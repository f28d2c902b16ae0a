package dev.linger.lab.story;

import dev.linger.client.LingerClient;
import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import java.time.Duration;
import java.util.List;

/** A read timeout that is the idle timeout, too. */
public final class OneTimeoutForAll implements Story {
    @Override
    public String word() {
        return "one-timeout-for-all";
    }

    @Override
    public String title() {
        return "a read timeout is the idle timeout, too";
    }

    @Override
    public String lesson() {
        return "A server with one limit for reading closes connections that merely "
                + "rest; a limit of its own for idle connections (Go: IdleTimeout beside "
                + "ReadTimeout) keeps them, and cuts slow requests off all the same.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                        "any read 1 s, clients pause 1.5 s",
                        6,
                        OneTimeoutForAll::oneLimit,
                        Expected.of(
                                3, CloseCause.IDLE_TIMEOUT, DecidedBy.SERVER, ClosedFirst.SERVER),
                        Expected.open(3)),
                Act.of(
                        "head 1 s, idle 10 s, same clients",
                        6,
                        OneTimeoutForAll::twoLimits,
                        Expected.open(3)));
    }

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final Duration PAUSE = Duration.ofMillis(1500);

    private static void oneLimit(Stage stage) throws Exception {
        stage.serveOrdinary(line -> {
            // The read timeout of most frameworks: any read, also the one for the next request.
            while (line.hearRequest(LIMIT)) {
                line.answer("ok");
            }
        });
        stage.sideBySide(3, OneTimeoutForAll::askTwice);
        stage.remark("3 clients, each of which asks twice: the pause was over the limit");
    }

    private static void twoLimits(Stage stage) throws Exception {
        stage.serve(settings ->
                settings.withDeadlines(
                        settings.deadlines().withHead(LIMIT).withIdle(Duration.ofSeconds(10))));
        stage.sideBySide(3, OneTimeoutForAll::askTwice);
    }

    private static void askTwice(Stage stage) throws Exception {
        LingerClient client = stage.client();
        stage.get(client, "/");
        stage.pause(PAUSE);
        stage.get(client, "/");
    }
}
