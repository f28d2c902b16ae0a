package dev.linger.lab.story;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Line;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.server.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Connections that carry no byte. */
public final class Unused implements Story {
    @Override
    public String word() {
        return "unused-connections";
    }

    @Override
    public String title() {
        return "connections are opened and never used";
    }

    @Override
    public String lesson() {
        return "Health checks and browsers that connect ahead open connections without "
                + "a request; they are harmless, and a sign that a count of connections "
                + "is no count of users.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                        "a health check: connect and close",
                        0,
                        Unused::healthCheck,
                        Expected.of(5, CloseCause.UNUSED, DecidedBy.CLIENT, ClosedFirst.CLIENT)),
                Act.of(
                        "connected ahead, server waits 500 ms",
                        0,
                        Unused::connectedAhead,
                        Expected.of(5, CloseCause.UNUSED, DecidedBy.SERVER, ClosedFirst.SERVER)));
    }

    private static void healthCheck(Stage stage) throws Exception {
        Server server = stage.serve(settings -> settings);
        for (int i = 0; i < 5; i++) {
            stage.connect().close();
        }
        stage.await("the server has seen all five", () -> server.ledger().closed() == 5);
    }

    private static void connectedAhead(Stage stage) throws Exception {
        stage.serve(settings ->
                settings.withDeadlines(settings.deadlines().withIdle(Duration.ofMillis(500))));
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            lines.add(stage.connect());
        }
        for (Line line : lines) {
            line.hearEnd().close();
        }
    }
}
