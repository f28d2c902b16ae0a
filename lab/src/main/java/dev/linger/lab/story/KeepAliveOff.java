package dev.linger.lab.story;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.server.Settings;
import java.util.List;

/** The server turns keep-alive off. */
public final class KeepAliveOff implements Story {
    @Override
    public String word() {
        return "keep-alive-off";
    }

    @Override
    public String title() {
        return "the server turns keep-alive off";
    }

    @Override
    public String lesson() {
        return "Each request pays for a connection of its own, and the server that "
                + "wanted it (nginx: keepalive_timeout 0) keeps a TIME_WAIT for each; "
                + "where it lets its clients close first, they have it.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                        "off, server closes at once",
                        5,
                        KeepAliveOff::serverFirst,
                        Expected.of(
                                5,
                                CloseCause.CLOSE_REQUESTED,
                                DecidedBy.SERVER,
                                ClosedFirst.SERVER)),
                Act.of(
                        "off, client may close",
                        5,
                        KeepAliveOff::clientFirst,
                        Expected.of(
                                5,
                                CloseCause.CLOSE_REQUESTED,
                                DecidedBy.SERVER,
                                ClosedFirst.CLIENT)));
    }

    private static Settings off(Settings settings) {
        return settings.withKeepAlive(new Settings.KeepAlive(false, Long.MAX_VALUE, 0, false));
    }

    private static void serverFirst(Stage stage) throws Exception {
        stage.serve(settings -> off(settings).withFirstClose(Settings.FirstClose.SERVER));
        for (int i = 0; i < 5; i++) {
            stage.connect().get("/").hear().hearEnd().close();
        }
    }

    private static void clientFirst(Stage stage) throws Exception {
        stage.serve(KeepAliveOff::off);
        for (int i = 0; i < 5; i++) {
            stage.connect().get("/").hear().close();
        }
    }
}
