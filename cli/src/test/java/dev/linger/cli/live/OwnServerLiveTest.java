package dev.linger.cli.live;

import dev.linger.cli.live.scene.Line;
import dev.linger.cli.live.scene.OwnServer;
import dev.linger.cli.live.scene.Stage;
import dev.linger.cli.live.scene.Wait;
import dev.linger.server.Deadlines;
import dev.linger.server.Handler;
import dev.linger.server.ResponseBody;
import dev.linger.server.Server;
import dev.linger.server.Settings;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What Linger's own server wrote of each connection is what its packets say. */
@RealPrograms
class OwnServerLiveTest {
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration AT_ONCE = Duration.ofMillis(40);
    private static final Deadlines.Pace PACE = new Deadlines.Pace(SECOND, 0, SECOND);
    private static final String LAST =
            "GET / HTTP/1.1\r\nHost: linger\r\nConnection: close\r\n\r\n";

    private static final String KEPT_HTTP10 = "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";

    private static final Handler OK = exchange -> exchange.respond("ok");

    private static UnaryOperator<Settings> with(UnaryOperator<Deadlines> change) {
        return settings -> settings.withDeadlines(change.apply(settings.deadlines()));
    }

    private static UnaryOperator<Settings> keeping(Settings.KeepAlive keepAlive) {
        return settings -> settings.withKeepAlive(keepAlive);
    }

    private static void each(int count, Stage stage, Scripted line) throws Exception {
        for (int i = 0; i < count; i++) {
            line.play(stage.line());
        }
    }

    /**
     * Does this with one client after the other, until so many have closed first. One that the
     * machine holds up for longer than the server waits is closed by the server.
     */
    private static void untilClosedFirst(int count, Stage stage, Server server, Scripted line)
            throws Exception {
        Wait.until(
                count + " clients have closed first",
                () -> {
                    line.play(stage.line());
                    Wait.until("the server has closed it", () -> server.open() == 0);
                    return server.clientsClosedFirst() >= count;
                });
    }

    /** Does this with one client after the other, until so many were not held up. */
    private static void untilAtOnce(int count, Stage stage, Scripted line) throws Exception {
        int[] swift = new int[1];
        Wait.until(
                count + " clients are not held up",
                () -> {
                    long began = System.nanoTime();
                    line.play(stage.line());
                    swift[0] += System.nanoTime() - began < AT_ONCE.toNanos() ? 1 : 0;
                    return swift[0] >= count;
                });
    }

    /** What one client does. */
    @FunctionalInterface
    private interface Scripted {
        void play(Line line) throws Exception;
    }

    private static final OwnServer ASKED =
            new OwnServer(
                    "own-close-requested",
                    settings -> settings,
                    OK,
                    (stage, server) -> {
                        untilClosedFirst(3, stage, server, line -> line.say(LAST).hear().close());
                        stage.line().say(LAST).hear().hearOut().close();
                        stage.line().say("GET / HTTP/1.0\r\n\r\n").hearOut().close();
                    });
    private static final OwnServer OFF =
            new OwnServer(
                    "own-keep-alive-off",
                    keeping(new Settings.KeepAlive(false, Long.MAX_VALUE, 0, false)),
                    OK,
                    (stage, server) ->
                            untilClosedFirst(
                                    3, stage, server, line -> line.get("/").hear().close()));
    private static final OwnServer UNTIL_CLOSE =
            new OwnServer(
                    "own-until-close",
                    settings -> settings,
                    exchange -> {
                        try (ResponseBody body = exchange.respondStreaming()) {
                            body.write('a');
                        }
                    },
                    (stage, server) ->
                            each(2, stage, line -> line.say(KEPT_HTTP10).hearOut().close()));
    private static final OwnServer IDLE =
            new OwnServer(
                    "own-idle",
                    with(deadlines -> deadlines.withIdle(SECOND)),
                    OK,
                    (stage, server) -> {
                        Line[] lines = new Line[6];
                        for (int i = 0; i < lines.length; i++) {
                            lines[i] = stage.line().get("/").hear();
                        }
                        for (Line line : lines) {
                            line.hearOut().close();
                        }
                    });
    private static final OwnServer MOST_REQUESTS =
            new OwnServer(
                    "own-max-requests",
                    keeping(new Settings.KeepAlive(true, 3, 0, false)),
                    OK,
                    (stage, server) ->
                            untilClosedFirst(
                                    4,
                                    stage,
                                    server,
                                    line ->
                                            line.get("/")
                                                    .hear()
                                                    .get("/")
                                                    .hear()
                                                    .get("/")
                                                    .hear()
                                                    .close()));
    private static final OwnServer UNUSED =
            new OwnServer(
                    "own-unused",
                    with(deadlines -> deadlines.withIdle(SECOND)),
                    OK,
                    (stage, server) -> {
                        stage.line().hearOut().close();
                        stage.line().close();
                        Wait.until(
                                "the server has accepted both",
                                () -> server.ledger().connections() == 2);
                    });
    private static final OwnServer SURPLUS =
            new OwnServer(
                    "own-surplus",
                    settings -> settings,
                    OK,
                    (stage, server) -> {
                        untilAtOnce(3, stage, line -> line.get("/").hear().close());
                        stage.line().get("/").hear().reset();
                    });
    private static final OwnServer HEAD =
            new OwnServer(
                    "own-head-timeout",
                    with(deadlines -> deadlines.withHead(SECOND)),
                    OK,
                    (stage, server) -> stage.line().say("GET / HTTP/1.1\r\nHo").hearOut().close());
    private static final OwnServer BODY =
            new OwnServer(
                    "own-body-timeout",
                    with(deadlines -> deadlines.withBody(PACE)),
                    exchange -> exchange.respond(exchange.body().readAllBytes()),
                    (stage, server) -> stage.line().say(post(10) + "abc").hearOut().close());
    private static final OwnServer WRITE =
            new OwnServer(
                    "own-write-timeout",
                    with(deadlines -> deadlines.withWrite(PACE)),
                    exchange -> exchange.respond(new byte[16 << 20]),
                    (stage, server) -> {
                        Line line = stage.narrowLine().get("/");
                        Wait.until("the server gives up", () -> server.ledger().closed() == 1);
                        line.hearOut().close();
                    });
    private static final OwnServer GONE =
            new OwnServer(
                    "own-abandoned",
                    settings -> settings,
                    exchange -> {
                        exchange.interruptWhenClientLeaves();
                        new CountDownLatch(1).await();
                    },
                    (stage, server) -> {
                        Line line = stage.line().get("/");
                        awaitPhase(server, "handling");
                        line.reset();
                    });
    private static final OwnServer BROKEN =
            new OwnServer(
                    "own-truncated",
                    settings -> settings,
                    exchange -> {
                        OutputStream out = exchange.respondWithLength(100);
                        out.write(new byte[50]);
                        out.flush();
                        throw new IllegalStateException("half way");
                    },
                    (stage, server) -> stage.line().get("/").hearOut().close());
    private static final OwnServer LATE =
            new OwnServer(
                    "own-late-request",
                    with(deadlines -> deadlines.withIdle(SECOND)),
                    OK,
                    (stage, server) -> {
                        Line line = stage.line().get("/").hear().hearOut().get("/");
                        line.close();
                    });
    private static final OwnServer BAD =
            new OwnServer(
                    "own-bad-message",
                    settings -> settings,
                    OK,
                    (stage, server) -> {
                        stage.line().say("GET  / HTTP/1.1\r\nHost: a\r\n\r\n").hearOut().close();
                        stage.line().get("/").hear().say("G@T / HTTP\r\n\r\n").hearOut().close();
                    });
    private static final OwnServer UNREAD =
            new OwnServer(
                    "own-unread-body",
                    settings -> settings,
                    exchange -> exchange.status(403).respond("no"),
                    (stage, server) -> stage.line().say(post(9_000_000)).hearOut().close());
    private static final OwnServer FULL =
            new OwnServer(
                    "own-over-limit",
                    settings -> settings.withCapacity(new Settings.Capacity(1, 10, true)),
                    OK,
                    (stage, server) -> {
                        Line first = stage.line().get("/").hear();
                        stage.line().hearOut().close();
                        first.reset();
                    });
    private static final OwnServer DRAINED =
            new OwnServer(
                    "own-drain",
                    settings -> settings,
                    OK,
                    (stage, server) -> {
                        Line[] lines = new Line[8];
                        for (int i = 0; i < lines.length; i++) {
                            lines[i] = stage.line().get("/").hear();
                        }
                        Thread drain = Thread.ofVirtual().start(server::close);
                        for (Line line : lines) {
                            line.hearOut().close();
                        }
                        drain.join();
                    });
    private static final OwnServer STOPPED =
            new OwnServer(
                    "own-stopped",
                    settings -> settings,
                    exchange -> new CountDownLatch(1).await(),
                    (stage, server) -> {
                        Line line = stage.line().get("/");
                        awaitPhase(server, "handling");
                        server.drain(Duration.ofMillis(300));
                        line.hearOut().close();
                    });

    private static String post(int length) {
        return "POST / HTTP/1.1\r\nHost: linger\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static void awaitPhase(Server server, String phase) throws Exception {
        Wait.until(
                "a connection is in phase " + phase,
                () -> server.phases().keySet().stream().anyMatch(one -> one.word().equals(phase)));
    }

    @Test
    void agreesOnClosesThatClientsAskFor() {
        ASKED.agrees(
                "3 close-requested client client fin idle",
                "2 close-requested client server fin idle",
                "* close-requested client client|server fin idle");
    }

    @Test
    void agreesOnKeepAliveTurnedOff() {
        OFF.agrees(
                "3 close-requested server client fin idle",
                "* close-requested server client|server fin idle");
    }

    @Test
    void agreesOnBodiesThatOnlyTheCloseEnds() {
        UNTIL_CLOSE.agrees("2 body-until-close server server fin *");
    }

    @Test
    void agreesOnItsIdleTimeout() {
        IDLE.agrees("6 idle-timeout server server fin idle");
    }

    @Test
    void agreesOnTheCapOfRequests() {
        MOST_REQUESTS.agrees(
                "4 max-requests server client fin idle",
                "* max-requests server client|server fin idle");
    }

    @Test
    void agreesOnUnusedConnections() {
        UNUSED.agrees("1 unused server server fin unused", "1 unused client client fin unused");
    }

    @Test
    void agreesOnConnectionsThatClientsNeedNoMore() {
        // For packets, one that the machine holds up for 50 ms may have had a limit.
        SURPLUS.differs(
                Map.of(
                        "surplus client client fin",
                        "surplus client client fin|unknown unknown client fin",
                        "idle-timeout client client fin",
                        "idle-timeout client client fin|unknown unknown client fin"),
                "3 surplus client client fin idle",
                "1 abort client client reset idle",
                "* * * client fin idle");
    }

    @Test
    void agreesOnHeadsThatComeTooSlowly() {
        HEAD.agrees("1 head-timeout server server fin request-head");
    }

    @Test
    void agreesOnBodiesThatComeTooSlowly() {
        BODY.agrees("1 body-timeout server server fin *");
    }

    @Test
    void agreesOnClientsThatDoNotRead() {
        WRITE.agrees("1 write-timeout server server reset response-body");
    }

    @Test
    void agreesOnClientsThatLeave() {
        GONE.agrees("1 abandoned client client reset handling");
    }

    @Test
    void agreesOnResponsesThatBreak() {
        BROKEN.agrees("1 truncated server server reset response-body");
    }

    @Test
    void agreesOnRequestsThatCrossItsClose() {
        LATE.agrees("1 late-request server server fin|reset idle");
    }

    @Test
    void agreesOnWhatCannotBeRead() {
        BAD.agrees("2 bad-message server server fin *");
    }

    @Test
    void agreesOnBodiesThatNobodyRead() {
        UNREAD.agrees("1 unread-body server server fin *");
    }

    @Test
    void agreesOnRefusals() {
        FULL.agrees("1 over-limit server server fin *", "1 abort client client reset idle");
    }

    @Test
    void agreesOnAnOrderlyStop() {
        // Each is left idle for the same time before its FIN: outside, that is an idle timeout.
        DRAINED.differs(
                Map.of("drain operator server fin", "idle-timeout server server fin"),
                "8 idle-timeout server server fin idle");
    }

    @Test
    void agreesOnWhatAStopCutsOff() {
        // That the operator wanted it is not in the packets.
        STOPPED.differs(
                Map.of("stopped operator server reset", "no-response server server reset"),
                "1 no-response server server reset handling");
    }
}
