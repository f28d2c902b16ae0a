package dev.linger.cli.live;

import dev.linger.cli.live.scene.Line;
import dev.linger.cli.live.scene.Scene;
import dev.linger.cli.live.scene.Stage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Captures that show less than everything, or more. */
@RealPrograms
class SightLiveTest {
    private static final String TWO_SECONDS = "keepalive_timeout 2s;";
    private static final String OK = "location / { return 200 ok; }";

    private static final Scene REQUESTS_ONLY =
            Scene.of(
                    "one-direction-requests",
                    stage -> {
                        stage.nginx("", OK);
                        stage.recordOnly("dst port " + stage.port);
                        stage.curl("/", "-H", "Connection: close");
                        stage.curl("/", "-H", "Connection: close");
                    });
    private static final Scene RESPONSES_ONLY =
            Scene.of(
                    "one-direction-responses",
                    stage -> {
                        stage.nginx("keepalive_timeout 0;", OK);
                        stage.recordOnly("src port " + stage.port);
                        stage.ask("/", "-workers", "3");
                    });
    private static final Scene FLAGS_ONLY =
            Scene.of(
                    "flags-only",
                    stage -> {
                        stage.nginx(TWO_SECONDS, OK);
                        stage.recordOnly("port " + stage.port + " and tcp[13] & 7 != 0");
                        askAndStay(stage);
                    });
    private static final Scene HEADERS_ONLY =
            Scene.of(
                    "snap-length-68",
                    stage -> {
                        stage.nginx(TWO_SECONDS, OK);
                        stage.record("-s", "68");
                        askAndStay(stage);
                    });
    private static final Scene HEADS_CUT =
            Scene.of(
                    "snap-length-96",
                    stage -> {
                        stage.nginx(TWO_SECONDS, OK);
                        stage.record("-s", "96");
                        askAndStay(stage);
                    });
    private static final Scene SEEN_TWICE =
            Scene.of(
                    "any",
                    stage -> {
                        stage.nginx(TWO_SECONDS, OK);
                        stage.record("-i", "any");
                        askAndStay(stage);
                        stage.curl("/", "-H", "Connection: close");
                    });
    private static final Scene FROM_THE_MIDDLE =
            Scene.of(
                    "mid-connection",
                    stage -> {
                        stage.nginx(TWO_SECONDS, OK);
                        Line[] lines = {stage.line(), stage.line(), stage.line(), stage.line()};
                        askAll(lines);
                        stage.record();
                        askAll(lines);
                        hearOut(lines);
                    });
    private static final Scene FROM_THE_END =
            Scene.of(
                    "mid-connection-idle",
                    stage -> {
                        stage.nginx(TWO_SECONDS, OK);
                        Line[] lines = {stage.line(), stage.line(), stage.line(), stage.line()};
                        askAll(lines);
                        stage.record();
                        hearOut(lines);
                    });
    private static final Scene SAME_PORT =
            Scene.of(
                    "port-reuse",
                    stage -> {
                        stage.nginx("", OK);
                        stage.record();
                        for (int request = 0; request < 3; request++) {
                            stage.line(stage.upstreamPort)
                                    .say("GET / HTTP/1.0\r\n\r\n")
                                    .hearOut()
                                    .close();
                        }
                    });
    private static final Scene STILL_OPEN =
            Scene.of(
                    "open",
                    stage -> {
                        stage.nginx("", OK);
                        stage.record();
                        stage.line();
                        stage.line().get("/").hear();
                        stage.leaveOpen();
                    });

    private static void askAndStay(Stage stage) throws Exception {
        stage.ask("/", "-workers", "6", "-stagger", "100ms", "-stay", "3s");
    }

    private static void askAll(Line... lines) throws IOException {
        for (Line line : lines) {
            line.get("/").hear();
        }
    }

    private static void hearOut(Line... lines) throws IOException {
        for (Line line : lines) {
            line.hearOut().close();
        }
    }

    @Test
    void readsTheHeaderButNotTheEndFromRequestsAlone() {
        REQUESTS_ONLY.ends("2 close-requested client unknown|client half-closed|unknown *");
    }

    @Test
    void readsTheHeaderButNotTheEndFromResponsesAlone() {
        RESPONSES_ONLY.ends("3 close-requested unknown unknown|server half-closed|unknown *");
    }

    @Test
    void knowsFromFlagsAloneWhoClosedFirst() {
        FLAGS_ONLY.ends("6 idle-timeout|unknown * server fin *");
    }

    @Test
    void findsTheIdleTimeoutWithoutAnyPayload() {
        HEADERS_ONLY.ends("6 idle-timeout server server fin *");
    }

    @Test
    void findsTheIdleTimeoutWithHeadsCut() {
        HEADS_CUT.ends("6 idle-timeout server server fin *");
    }

    @Test
    void isNotMisledByPacketsSeenTwice() {
        SEEN_TWICE.ends(
                "6 idle-timeout server server fin idle",
                "1 close-requested client client|server|both fin idle");
    }

    @Test
    void findsTheIdleTimeoutOfConnectionsThatWereOpenBefore() {
        FROM_THE_MIDDLE.ends("4 idle-timeout server server fin idle");
    }

    @Test
    void knowsWhoClosedFirstThoughNothingElseWasSeen() {
        FROM_THE_END.ends("4 unknown|drain * server fin *");
    }

    @Test
    void takesANewSynForANewConnection() {
        SAME_PORT.ends("3 close-requested client server fin idle");
    }

    @Test
    void leavesOpenWhatIsOpen() {
        STILL_OPEN.ends("2 open * nobody open *");
    }
}
