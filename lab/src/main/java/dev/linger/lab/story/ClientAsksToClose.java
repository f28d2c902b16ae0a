package dev.linger.lab.story;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.server.Settings.FirstClose;
import java.util.List;

/** The client says "Connection: close". */
public final class ClientAsksToClose implements Story {
    @Override
    public String word() {
        return "client-asks-to-close";
    }

    @Override
    public String title() {
        return "the client says \"Connection: close\"";
    }

    @Override
    public String lesson() {
        return "The client decides, and whoever closes first keeps the TIME_WAIT for a "
                + "minute: an ordinary server does, ours waits a moment for the client. "
                + "Better than either is a client that keeps its connections.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                        "an ordinary server closes at once",
                        5,
                        ClientAsksToClose::serverFirst,
                        Expected.of(
                                5,
                                CloseCause.CLOSE_REQUESTED,
                                DecidedBy.CLIENT,
                                ClosedFirst.SERVER)),
                Act.of(
                        "our server lets the client close",
                        5,
                        ClientAsksToClose::clientFirst,
                        Expected.of(
                                5,
                                CloseCause.CLOSE_REQUESTED,
                                DecidedBy.CLIENT,
                                ClosedFirst.CLIENT)));
    }

    private static void serverFirst(Stage stage) throws Exception {
        stage.serve(settings -> settings.withFirstClose(FirstClose.SERVER));
        for (int i = 0; i < 5; i++) {
            stage.connect().getAndClose().hear().hearEnd().close();
        }
    }

    private static void clientFirst(Stage stage) throws Exception {
        stage.serve(settings -> settings.withFirstClose(FirstClose.CLIENT));
        for (int i = 0; i < 5; i++) {
            stage.connect().getAndClose().hear().close();
        }
    }
}
