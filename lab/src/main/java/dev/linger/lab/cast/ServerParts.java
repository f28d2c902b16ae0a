package dev.linger.lab.cast;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Line;
import dev.linger.lab.Script;
import dev.linger.lab.Stage;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a server plays, with clients of raw bytes: the same for each. */
final class ServerParts implements Player {
    private static final int SECONDS = 2;
    private static final Duration LIMIT = Duration.ofSeconds(SECONDS);
    private static final int MOST = 5;
    private static final String HEAD = "GET / HTTP/1.1\r\nHost: lab\r\n";

    private final ServerProgram program;
    private final Acts acts = new Acts();

    ServerParts(ServerProgram program) {
        this.program = program;
        addDecisions();
        addLimits();
        addClientsOwn();
    }

    @Override
    public String word() {
        return program.word();
    }

    @Override
    public boolean isHere() {
        return program.isHere();
    }

    @Override
    public Map<String, List<Act>> acts() {
        return acts.all();
    }

    private void addDecisions() {
        Wishes usual = Wishes.USUAL;
        part("keep-alive", usual, 20, ServerParts::twenty, Expected.open(1));
        part("client-asks-to-close", usual, 5, ServerParts::asked, asked(DecidedBy.CLIENT));
        part("http-1.0", usual, 5, ServerParts::http10, asked(DecidedBy.CLIENT));
        part(
                "keep-alive-off",
                usual.withoutKeepAlive(),
                5,
                ServerParts::untilEnd,
                asked(DecidedBy.SERVER));
    }

    private void addLimits() {
        Wishes usual = Wishes.USUAL;
        int cap = program.requestsAt(MOST);
        boolean closes = program.closesAtCap();
        part(
                "request-cap",
                usual.withMost(MOST),
                3 * cap,
                stage -> capped(stage, cap, closes),
                Expected.of(
                        3,
                        CloseCause.MAX_REQUESTS,
                        DecidedBy.SERVER,
                        closes ? ClosedFirst.SERVER : ClosedFirst.CLIENT));
        part(
                "idle-timeouts",
                usual.withIdle(SECONDS),
                6,
                ServerParts::idle,
                Expected.of(6, CloseCause.IDLE_TIMEOUT, DecidedBy.SERVER, ClosedFirst.SERVER));
        part(
                "slow-clients",
                usual.withHead(SECONDS),
                0,
                ServerParts::halfAHead,
                Expected.of(1, CloseCause.HEAD_TIMEOUT, DecidedBy.SERVER, ClosedFirst.SERVER));
    }

    private void addClientsOwn() {
        Wishes usual = Wishes.USUAL;
        part(
                "unused-connections",
                usual,
                0,
                ServerParts::unused,
                Expected.of(5, CloseCause.UNUSED, DecidedBy.CLIENT, ClosedFirst.CLIENT));
        part(
                "abortive-close",
                usual,
                3,
                ServerParts::reset,
                Expected.of(3, CloseCause.ABORT, DecidedBy.CLIENT, ClosedFirst.CLIENT).byReset());
    }

    private static Expected asked(DecidedBy decider) {
        return Expected.of(5, CloseCause.CLOSE_REQUESTED, decider, ClosedFirst.SERVER);
    }

    private void part(String story, Wishes wishes, int requests, Script clients, Expected ends) {
        if (!program.canDo(wishes)) {
            return;
        }
        String says = program.says(wishes);
        Script script =
                stage -> {
                    stage.runServer(program.configure(wishes, stage.address(), stage.folder()));
                    clients.play(stage);
                };
        Act act =
                Act.of(
                        program.word() + (says.isEmpty() ? "" : ": " + says),
                        requests,
                        script,
                        ends);
        acts.add(story, act);
    }

    private static void twenty(Stage stage) throws Exception {
        Line line = stage.connect();
        for (int i = 0; i < 20; i++) {
            line.get("/").hear();
        }
    }

    private static void asked(Stage stage) throws Exception {
        for (int i = 0; i < 5; i++) {
            stage.connect().getAndClose().hear().hearEnd().close();
        }
    }

    private static void http10(Stage stage) throws Exception {
        for (int i = 0; i < 5; i++) {
            stage.connect().ask("GET / HTTP/1.0\r\n\r\n").hear().hearEnd().close();
        }
    }

    private static void untilEnd(Stage stage) throws Exception {
        for (int i = 0; i < 5; i++) {
            stage.connect().get("/").hear().hearEnd().close();
        }
    }

    private static void capped(Stage stage, int cap, boolean closes) throws Exception {
        for (int i = 0; i < 3; i++) {
            Line line = stage.connect();
            for (int request = 0; request < cap; request++) {
                line.get("/").hear();
            }
            (closes ? line.hearEnd() : line).close();
        }
    }

    private static void idle(Stage stage) throws Exception {
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            lines.add(stage.connect().get("/").hear());
        }
        for (Line line : lines) {
            line.hearEnd(LIMIT).close();
        }
    }

    private static void halfAHead(Stage stage) throws Exception {
        stage.connect().say(HEAD).hearEnd(LIMIT).close();
    }

    private static void unused(Stage stage) throws Exception {
        for (int i = 0; i < 5; i++) {
            stage.connect().halfClose().hearEnd().close();
        }
    }

    private static void reset(Stage stage) throws Exception {
        for (int i = 0; i < 3; i++) {
            stage.connect().get("/").hear().reset();
        }
    }
}
