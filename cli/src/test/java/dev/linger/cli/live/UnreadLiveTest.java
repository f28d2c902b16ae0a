package dev.linger.cli.live;

import dev.linger.cli.live.scene.Line;
import dev.linger.cli.live.scene.Scene;
import dev.linger.cli.live.scene.Stage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes that the opposite side did not read. */
@RealPrograms
class UnreadLiveTest {
    private static final Scene RESET_AFTER_STALL =
            Scene.of(
                    "write-timeout-reset",
                    stage -> {
                        stage.nginx("send_timeout 1s; reset_timedout_connection on;", "");
                        stage.file("big", 20_000_000);
                        stage.record();
                        stage.narrowLine().get("/big");
                        stage.narrowLine().get("/big");
                        stage.sockets().awaitBacklog();
                        stage.sockets().awaitNone();
                    });
    private static final Scene FIN_AFTER_STALL =
            Scene.of(
                    "write-timeout-fin",
                    stage -> {
                        stage.nginx("send_timeout 1s;", "");
                        stage.file("big", 20_000_000);
                        stage.record();
                        List<Line> lines = List.of(stage.narrowLine(), stage.narrowLine());
                        for (Line line : lines) {
                            line.get("/big");
                        }
                        stage.sockets().awaitClosing(2);
                        for (Line line : lines) {
                            line.hearOut().close();
                        }
                    });
    private static final Scene FIN_NEVER_SENT =
            Scene.of(
                    "write-timeout-unseen",
                    stage -> {
                        stage.nginx("send_timeout 1s;", "");
                        stage.file("big", 20_000_000);
                        stage.record();
                        Line line = stage.narrowLine().get("/big");
                        stage.sockets().awaitClosing(1);
                        line.close();
                    });
    private static final Scene TOO_LARGE_FOR_NGINX =
            Scene.of(
                    "unread-request-nginx",
                    stage -> {
                        String proxy = "location / { proxy_pass http://127.0.0.1:9; }";
                        stage.nginx("client_max_body_size 1k;", proxy);
                        stage.file("upload", 30_000_000);
                        stage.record();
                        for (int request = 0; request < 3; request++) {
                            // In chunks the limit is found in mid body, not in the head.
                            stage.curl("/", "-H", "Transfer-Encoding: chunked", "-T", "upload");
                        }
                    });
    private static final Scene IGNORED_BY_GO =
            Scene.of(
                    "unread-request-go",
                    stage -> {
                        stage.go();
                        stage.record();
                        stage.ask("/unread", "-workers", "3", "-upload", "50000000", "-stay", "1s");
                    });
    private static final Scene UPLOAD_GOES_ON =
            Scene.of(
                    "unread-request-stubborn",
                    stage -> {
                        stage.go();
                        stage.record();
                        stage.line()
                                .say("POST /unread HTTP/1.1\r\nHost: linger\r\n")
                                .say("Content-Length: 50000000\r\n\r\n")
                                .sayUntilReset();
                    });
    private static final Scene SMALL_BODY_LEFT =
            Scene.of(
                    "unread-response-small",
                    stage -> {
                        stage.go();
                        stage.record();
                        leaveBody(stage, "/bytes?n=6");
                    });
    private static final Scene LARGE_BODY_LEFT =
            Scene.of(
                    "unread-response-large",
                    stage -> {
                        stage.go();
                        stage.record();
                        leaveBody(stage, "/bytes?n=50000000");
                    });

    private static void leaveBody(Stage stage, String path) throws Exception {
        stage.ask(path, "-workers", "3", "-leave-body", "-pause", "100ms", "-stay", "200ms");
    }

    @Test
    void seesThatTheServerGaveUpOnASlowReader() {
        RESET_AFTER_STALL.ends("2 write-timeout server server reset response-body");
    }

    @Test
    void seesThatTheServerGaveUpOnAReaderThatCameBackLater() {
        FIN_AFTER_STALL.ends("2 write-timeout server server fin response-body");
    }

    @Test
    void doesNotPretendToSeeAFinThatNeverGotThroughAZeroWindow() {
        // The kernel holds the server's FIN back until the reader takes what comes before it.
        FIN_NEVER_SENT.ends("1 unread-body|abandoned|write-timeout * client reset response-body");
    }

    @Test
    void seesThatNginxDidNotWantTheUpload() {
        // curl closes as soon as it has the 413.
        TOO_LARGE_FOR_NGINX.ends("3 unread-body server client|server fin|reset early-response");
    }

    @Test
    void seesThatAGoHandlerIgnoredTheUpload() {
        IGNORED_BY_GO.ends("3 unread-body server client|server|both fin|reset early-response");
    }

    @Test
    void seesTheResetThatAnUploadGetsWhichGoesOn() {
        UPLOAD_GOES_ON.ends("1 unread-body server server reset early-response");
    }

    @Test
    void cannotSeeThatAClientLeftASmallBodyInItsBuffer() {
        // All bytes were acknowledged: on the wire it is a kept connection that is given up.
        SMALL_BODY_LEFT.ends("3 unknown|surplus client|unknown client fin idle");
    }

    @Test
    void seesThatAClientDidNotReadALargeBody() {
        LARGE_BODY_LEFT.ends("3 unread-body client client reset response-body");
    }
}
