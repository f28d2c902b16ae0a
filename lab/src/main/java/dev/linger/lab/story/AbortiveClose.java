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
import java.io.IOException;
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
                                .byReset()),
                Act.of("restarted at a port in TIME_WAIT", 1, AbortiveClose::restart, SURPLUS),
                Act.of("tcp_fin_timeout = 5", 1, AbortiveClose::finTimeout, SURPLUS)
                        .needing(Needs.OWN_NETWORK));
    }

    private static void closed(Stage stage) throws Exception {
        stage.serve(settings -> settings);
        for (int i = 0; i < 5; i++) {
            stage.connect().getAndClose("/").hear().close();
        }
    }

    private static void reset(Stage stage) throws Exception {
        Server server = stage.serve(settings -> settings);
        for (int i = 0; i < 5; i++) {
            Line line = stage.connect().get("/").hear();
            stage.await("the server is done", () -> server.phases().containsKey(Phase.IDLE));
            line.reset();
        }
    }

    /** The server's port is in TIME_WAIT, for the server closed first. */
    private static void restart(Stage stage) throws Exception {
        OrdinaryServer first = stage.serveOrdinary(AbortiveClose::answerOnce);
        stage.connect().get("/").hear().hearEnd().close();
        first.close();
        stage.await("the port is in TIME_WAIT", () -> stage.timeWaitLeft().isPresent());
        stage.remark("without SO_REUSEADDR the server cannot start: " + bind(stage, false));
        stage.remark("with it, it starts: " + bind(stage, true));
    }

    private static void answerOnce(Line line) throws Exception {
        line.hearRequest();
        line.answer("ok");
    }

    private static String bind(Stage stage, boolean reuses) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(reuses);
            socket.bind(stage.address());
            return "listening";
        } catch (IOException e) {
            return "" + e.getMessage();
        }
    }

    private static void finTimeout(Stage stage) throws Exception {
        stage.network().set("tcp_fin_timeout", "5");
        stage.serveOrdinary(AbortiveClose::answerOnce);
        stage.connect().get("/").hear().hearEnd().close();
        stage.await("the port is in TIME_WAIT", () -> stage.timeWaitLeft().isPresent());
        boolean isLong = stage.timeWaitLeft().orElseThrow().compareTo(Duration.ofSeconds(50)) > 0;
        stage.remark("TIME_WAIT lasts " + (isLong ? "60 s all the same" : "shorter"));
    }
}
