package dev.linger.cli.live;

import dev.linger.cli.live.scene.Program;
import dev.linger.cli.live.scene.Scene;
import dev.linger.cli.live.scene.Stage;
import dev.linger.cli.live.scene.Wire;
import org.junit.jupiter.api.Test;

/** What takes a network that is slow, dead or lies. */
@RealPrograms
class NetworkLiveTest {
    private static final String ONE_SECOND = "keepalive_timeout 1s;";
    private static final String OK = "location / { return 200 ok; }";

    private static final Scene LATE_REQUEST =
            Scene.of(
                    "late-request",
                    stage -> {
                        Wire wire = stage.wire("300ms");
                        stage.nginx(ONE_SECOND, OK);
                        stage.record(wire.server());
                        askAgainTooLate(stage);
                    });
    private static final Scene LATE_REQUEST_SEEN_AT_CLIENT =
            Scene.of(
                    "late-request-at-client",
                    stage -> {
                        Wire wire = stage.wire("300ms");
                        stage.nginx(ONE_SECOND, OK);
                        stage.record(wire.client());
                        askAgainTooLate(stage);
                    });
    private static final Scene CROSSING =
            Scene.of(
                    "simultaneous",
                    stage -> {
                        Wire wire = stage.wire("300ms");
                        stage.nginx(ONE_SECOND, OK);
                        stage.record(wire.server());
                        closeAtTheSameTime(stage);
                    });
    private static final Scene CROSSING_SEEN_AT_CLIENT =
            Scene.of(
                    "simultaneous-at-client",
                    stage -> {
                        Wire wire = stage.wire("300ms");
                        stage.nginx(ONE_SECOND, OK);
                        stage.record(wire.client());
                        closeAtTheSameTime(stage);
                    });
    private static final Scene UNANSWERED =
            Scene.of(
                    "unanswered",
                    stage -> {
                        Wire wire = stage.wire("0s");
                        wire.die();
                        stage.record(wire.client());
                        stage.curl("/", "--connect-timeout", "3.5");
                    });
    private static final Scene VANISHED =
            Scene.of(
                    "vanished",
                    stage -> {
                        Wire wire = stage.wire("5ms");
                        stage.go();
                        stage.record(wire.server());
                        Program client = stage.asking("/trickle");
                        client.hear("answered", 1);
                        wire.die();
                        stage.sockets().awaitRetransmissions(4);
                        stage.leaveOpen();
                    });
    private static final Scene VANISHED_WITH_A_REQUEST =
            Scene.of(
                    "vanished-request",
                    stage -> {
                        Wire wire = stage.wire("5ms");
                        stage.go();
                        stage.record(wire.client());
                        Program client = stage.asking("/ok", "-requests", "2", "-rest", "500ms");
                        client.hear("answered", 1);
                        wire.die();
                        wire.client().sockets(stage.port).awaitRetransmissions(4);
                        stage.leaveOpen();
                    });
    private static final Scene FORGED =
            Scene.of(
                    "middlebox",
                    stage -> {
                        Wire wire = stage.wire("5ms");
                        stage.go();
                        stage.record(wire.client());
                        Program client = stage.asking("/trickle");
                        client.hear("answered", 1);
                        wire.forgeReset();
                        client.await();
                    });

    /** nginx's FIN is under way for 300 ms: the second request of each meets it. */
    private static void askAgainTooLate(Stage stage) throws Exception {
        String[] four = {"-workers", "4", "-stagger", "50ms", "-requests", "2", "-rest", "700ms"};
        stage.ask("/", four);
    }

    /** The client counts from the answer's arrival, 300 ms later than nginx. */
    private static void closeAtTheSameTime(Stage stage) throws Exception {
        String[] four = {"-workers", "4", "-stagger", "50ms", "-idle", "700ms", "-stay", "1500ms"};
        stage.ask("/", four);
    }

    @Test
    void findsTheRequestThatCameAfterTheFin() {
        // Go sends each request again, on a new connection, and ends, perhaps just as nginx does.
        LATE_REQUEST.ends("4 late-request server server reset idle", "4 * * client|both fin idle");
    }

    @Test
    void findsTheRequestThatCrossedTheFinOnItsWay() {
        LATE_REQUEST_SEEN_AT_CLIENT.ends(
                "4 late-request server server reset *", "4 * * client|both fin idle");
    }

    @Test
    void seesFinsThatCrossed() {
        CROSSING.ends("4 idle-timeout * both fin idle");
    }

    @Test
    void seesFinsThatCrossedWhereTheClientIs() {
        CROSSING_SEEN_AT_CLIENT.ends("4 idle-timeout * both fin idle");
    }

    @Test
    void seesThatNobodyAnsweredTheSyn() {
        UNANSWERED.ends("1 unanswered network nobody silence connecting");
    }

    @Test
    void seesThatTheClientVanished() {
        VANISHED.ends("1 vanished network nobody silence response-body");
    }

    @Test
    void seesThatTheServerVanished() {
        VANISHED_WITH_A_REQUEST.ends("1 vanished network nobody silence request-head|handling");
    }

    @Test
    void seesThatTheResetIsForged() {
        FORGED.ends("1 middlebox network * reset response-body");
    }
}
