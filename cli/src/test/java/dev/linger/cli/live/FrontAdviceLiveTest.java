package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Command;
import dev.linger.cli.live.scene.Needs;
import dev.linger.cli.live.scene.Program;
import dev.linger.cli.live.scene.Scene;
import dev.linger.cli.live.scene.Stage;
import dev.linger.life.ClosedFirst;
import dev.linger.life.Confidence;
import dev.linger.life.ConnectionLife;
import dev.linger.life.DecidedBy;
import dev.linger.life.JudgedLife;
import dev.linger.probe.Advice;
import dev.linger.probe.Front;
import dev.linger.probe.Product;
import dev.linger.probe.Profile;
import dev.linger.probe.Reading;
import dev.linger.probe.Trait;
import dev.linger.probe.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Fronts that are set as a probe suggests let go of a real server's connections in time. */
@RealPrograms
class FrontAdviceLiveTest {
    private static final String OK = "location / { return 200 ok; }";

    /** What is suggested in front of a server that waits for 3 s: 2 s. */
    private static String suggested(Front front) {
        Value seen = Value.Time.once(3_000_000_000L);
        Profile profile =
                new Profile(
                        "http://127.0.0.1/",
                        "127.0.0.1:80",
                        Instant.EPOCH,
                        Duration.ZERO,
                        1,
                        1,
                        true,
                        Optional.empty(),
                        new Product(
                                "nginx", null, Confidence.LIKELY, List.of("x"), Optional.empty()),
                        Map.of(Trait.IDLE_BETWEEN, new Reading(seen, "")));
        return Advice.ofFront(front, profile).settings().getFirst().text();
    }

    @Test
    void caddyClosesAnIdleConnectionToItsServerAfterThatTime() throws Exception {
        Needs.program("caddy");
        try (Stage stage = new Stage("front-caddy")) {
            stage.nginx(stage.upstreamPort, "", "", OK);
            Path file = stage.folder.resolve("Caddyfile");
            Files.writeString(
                    file,
                    """
                    {
                        admin off
                        auto_https off
                    }
                    http://%s {
                        reverse_proxy 127.0.0.1:%d {
                    %s
                        }
                    }
                    """
                            .formatted(
                                    stage.server(),
                                    stage.upstreamPort,
                                    suggested(Front.CADDY).indent(8)));
            stage.recordOnly("port " + stage.upstreamPort);
            Program caddy =
                    stage.run(
                            "caddy", "run", "--adapter", "caddyfile", "--config", file.toString());
            stage.sockets().awaitListener(caddy);
            stage.curl("/");
            List<JudgedLife> lives = Scene.livesOf(stage.finish());
            assertEquals(1, lives.size());
            assertEquals(DecidedBy.CLIENT, lives.getFirst().verdict().closing().decidedBy());
            ConnectionLife life = lives.getFirst().life();
            assertEquals(2.0, life.ending().quietNanos() / 1e9, 0.5, life::toString);
        }
    }

    @Test
    void aPythonSessionSendsNothingOnAConnectionThatWasIdleForLonger() throws Exception {
        try (Stage stage = new Stage("front-requests")) {
            stage.nginx("keepalive_timeout 3s;", OK);
            Path file = stage.folder.resolve("ask.py");
            Files.writeString(
                    file,
                    """
                    import time
                    import requests
                    session = requests.Session()
                    last_use = time.monotonic()
                    for pause in (0, 0.1, 2.4):
                        time.sleep(pause)
                    %s
                        session.get("%s")
                    session.close()
                    """
                            .formatted(suggested(Front.REQUESTS).indent(4), stage.url("/")));
            stage.record();
            Command asked = Command.run(stage.folder, "/usr/bin/python3", file.toString());
            assertEquals(0, asked.status(), asked::said);
            List<JudgedLife> lives = Scene.livesOf(stage.finish());
            assertEquals(2, lives.size());
            assertTrue(
                    lives.stream()
                            .allMatch(
                                    one -> one.life().ending().closedFirst() == ClosedFirst.CLIENT),
                    lives::toString);
        }
    }
}
