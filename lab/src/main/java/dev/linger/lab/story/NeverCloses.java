package dev.linger.lab.story;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.server.Server;
import java.time.Duration;
import java.util.List;

/** A client that never closes. */
public final class NeverCloses implements Story {
    @Override
    public String word() {
        return "never-closes";
    }

    @Override
    public String title() {
        return "a program never closes its socket";
    }

    @Override
    public String lesson() {
        return "When one side has closed, the other end stays in CLOSE_WAIT until its "
                + "program closes its socket, however long that takes. A few may be a "
                + "pool's, until it notices; if their number grows, that program forgets "
                + "to close: look for answers and clients that nobody closes.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                        "server idle 1 s, client forgets",
                        5,
                        NeverCloses::forget,
                        Expected.of(
                                        5,
                                        CloseCause.IDLE_TIMEOUT,
                                        DecidedBy.SERVER,
                                        ClosedFirst.SERVER)
                                .halfClosed()));
    }

    private static void forget(Stage stage) throws Exception {
        Server server =
                stage.serve(settings ->
                        settings.withDeadlines(
                                settings.deadlines().withIdle(Duration.ofSeconds(1))));
        for (int i = 0; i < 5; i++) {
            stage.connect().get("/").hear();
            // Ends that fall into one quarter of a second look like a server that is shutting down.
            stage.pause(Duration.ofMillis(600));
        }
        stage.await("the server has closed all five", () -> server.ledger().closed() == 5);
    }
}
