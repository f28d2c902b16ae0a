package dev.linger.lab.story;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Line;
import dev.linger.lab.Needs;
import dev.linger.lab.OrdinaryServer;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.life.Phase;
import dev.linger.server.Server;
import java.net.BindException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

/** SO_LINGER 0 and a restart in TIME_WAIT. */
public final class AbortiveClose implements Story {
    private static final Expected SURPLUS =
            Expected.of(1, CloseCause.SURPLUS, DecidedBy.SERVER, ClosedFirst.SERVER);

    @Override
    public String word() {
        return "abortive-close";
    }

    @Override
    public String title() {
        return "a program resets instead of closing, or starts again";
    }

    @Override
    public String lesson() {
        return "A reset leaves no TIME_WAIT, but loses what is still on its way: it "
                + "is no cure. TIME_WAIT at a server takes only memory; it does "
                + "not stop a restart where SO_REUSEADDR is set, as most servers do, and "
                + "tcp_fin_timeout does not shorten it.";
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
                                .byReset()),
                Act.of("restarted at a port in TIME_WAIT", 1, AbortiveClose::restart, SURPLUS)
                        .needing(Needs.LINUX),
                Act.of(
                                "tcp_fin_timeout = 5: TIME_WAIT stays",
                                1,
                                AbortiveClose::finTimeout,
                                SURPLUS)
                        .needing(Needs.OWN_NETWORK));
    }

    private static void closed(Stage stage) throws Exception {
        stage.serve(settings -> settings);
        for (int i = 0; i < 5; i++) {
            stage.connect().getAndClose().hear().close();
        }
    }

    private static void reset(Stage stage) throws Exception {
        Server server = stage.serve(settings -> settings);
        for (int i = 0; i < 5; i++) {
            Line line = stage.connect().get("/").hear();
            stage.await("the server is done", () -> server.phases().containsKey(Phase.IDLE));
            line.reset();
        }
        stage.remark(
                "nothing was lost, for all answers had arrived; one on its way would have been");
    }

    /** The server's port is in TIME_WAIT, for the server closed first. */
    private static void restart(Stage stage) throws Exception {
        OrdinaryServer first = stage.serveOrdinary(AbortiveClose::answerOnce);
        stage.connect().get("/").hear().hearEnd().close();
        first.close();
        stage.await("the port is in TIME_WAIT", () -> stage.timeWaitLeft().isPresent());
        try (ServerSocket second = new ServerSocket()) {
            second.setReuseAddress(false);
            second.bind(stage.address());
            throw new IllegalStateException("the port is free without SO_REUSEADDR, too");
        } catch (BindException e) {
            stage.remark(
                    "the server closed first, on purpose; without SO_REUSEADDR it cannot start: "
                            + e.getMessage());
        }
        stage.await("it starts with SO_REUSEADDR", stage::isAddressFree);
        stage.remark("with SO_REUSEADDR, which most servers set, it starts again");
    }

    private static void answerOnce(Line line) throws Exception {
        line.hearRequest();
        line.answer("ok");
    }

    private static void finTimeout(Stage stage) throws Exception {
        stage.network().set("tcp_fin_timeout", "5");
        stage.serveOrdinary(AbortiveClose::answerOnce);
        stage.connect().get("/").hear().hearEnd().close();
        stage.await("the port is in TIME_WAIT", () -> stage.timeWaitLeft().isPresent());
        Duration left = stage.timeWaitLeft().orElseThrow();
        if (left.compareTo(Duration.ofSeconds(50)) < 0) {
            throw new IllegalStateException(
                    "TIME_WAIT is shorter than 60 s: " + left + " are left");
        }
        stage.remark("TIME_WAIT lasts 60 s all the same");
    }
}
