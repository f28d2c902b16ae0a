package dev.linger.lab.story;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import java.util.List;

/** SO_LINGER 0 and a restart in TIME_WAIT. */
public final class AbortiveClose implements Story {
    @Override
    public String word() {
        return "abortive-close";
    }

    @Override
    public String title() {
        return "a program resets instead of closing";
    }

    @Override
    public String lesson() {
        return "A reset leaves no TIME_WAIT behind, and throws away what was still on "
                + "its way: it is no cure for TIME_WAIT at a server, where it costs "
                + "nothing but memory.";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                        "closed as usual",
                        5,
                        AbortiveClose::closed,
                        Expected.of(
                                5,
                                CloseCause.CLOSE_REQUESTED,
                                DecidedBy.CLIENT,
                                ClosedFirst.CLIENT)),
                Act.of(
                        "SO_LINGER 0 at the client",
                        5,
                        AbortiveClose::reset,
                        Expected.of(5, CloseCause.ABORT, DecidedBy.CLIENT, ClosedFirst.CLIENT)
                                .byReset()));
    }

    private static void closed(Stage stage) throws Exception {
        stage.serve(settings -> settings);
        for (int i = 0; i < 5; i++) {
            stage.connect().getAndClose("/").hear().close();
        }
    }

    private static void reset(Stage stage) throws Exception {
        stage.serve(settings -> settings);
        for (int i = 0; i < 5; i++) {
            stage.connect().get("/").hear().reset();
        }
    }
}
