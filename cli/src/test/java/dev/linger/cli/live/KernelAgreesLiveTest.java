package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.KernelWitness;
import dev.linger.cli.live.scene.Line;
import dev.linger.cli.live.scene.Scene;
import dev.linger.cli.live.scene.Stage;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.JudgedLife;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** One run, seen by its packets and by the kernel: both say who closed each connection first. */
@RealPrograms
class KernelAgreesLiveTest {
    private static final String OK = "location / { return 200 ok; }";

    /** The two verdicts on one connection. */
    private record Both(JudgedLife packets, JudgedLife kernel) {
        CloseCause kernelCause() {
            return kernel.verdict().closing().cause();
        }

        CloseCause cause() {
            return packets.verdict().closing().cause();
        }
    }

    private static List<Both> play(String name, Scene.Script script) throws Exception {
        try (Stage stage = new Stage(name);
                KernelWitness witness =
                        new KernelWitness(List.of(stage.port, stage.upstreamPort))) {
            script.play(stage);
            List<JudgedLife> packets = Scene.livesOf(stage.finish());
            return joined(packets, witness.verdicts(packets.size()));
        }
    }

    private static String ends(JudgedLife judged) {
        return judged.life().client() + " to " + judged.life().server();
    }

    private static List<Both> joined(List<JudgedLife> packets, List<JudgedLife> kernel) {
        Map<String, JudgedLife> byEnds = new HashMap<>();
        for (JudgedLife each : kernel) {
            JudgedLife other = byEnds.put(ends(each), each);
            assertEquals(null, other, "told once: " + ends(each));
        }
        List<Both> joined = new ArrayList<>();
        for (JudgedLife each : packets) {
            JudgedLife seen = byEnds.remove(ends(each));
            assertTrue(seen != null, () -> "the kernel showed nothing of " + ends(each));
            joined.add(new Both(each, seen));
        }
        assertTrue(byEnds.isEmpty(), () -> "without packets: " + byEnds);
        assertFalse(joined.isEmpty(), "nothing was captured");
        return joined;
    }

    /** Closed first is the same for each, and known for each. */
    private static List<Both> agreeing(String name, Scene.Script script) throws Exception {
        List<Both> all = play(name, script);
        for (Both both : all) {
            ClosedFirst byPackets = both.packets().life().ending().closedFirst();
            ClosedFirst byKernel = both.kernel().life().ending().closedFirst();
            assertEquals(byPackets, byKernel, () -> "packets " + both.packets() + "\n" + both);
        }
        return all;
    }

    private static void assertCauses(Set<CloseCause> expected, List<Both> all) {
        for (Both both : all) {
            assertTrue(expected.contains(both.kernelCause()), both::toString);
        }
    }

    private static void assertIdleTimeouts(List<Both> all) {
        for (Both both : all) {
            assertEquals(CloseCause.IDLE_TIMEOUT, both.cause(), both::toString);
            assertEquals(CloseCause.IDLE_TIMEOUT, both.kernelCause(), both::toString);
            double packets = both.packets().life().ending().quietNanos() / 1e9;
            double kernel = both.kernel().life().ending().quietNanos() / 1e9;
            assertEquals(packets, kernel, 0.1, both::toString);
            assertEquals(
                    both.packets().life().fromServer().bytes(),
                    both.kernel().life().fromServer().bytes(),
                    both::toString);
        }
    }

    @Test
    void agreesOnIdleTimeoutsOfNginx() throws Exception {
        assertIdleTimeouts(
                agreeing(
                        "kernel-idle-nginx",
                        stage -> {
                            stage.nginx("keepalive_timeout 2s;", OK);
                            stage.record();
                            askAndStay(stage, "4s");
                        }));
    }

    @Test
    void agreesOnIdleTimeoutsOfHaproxy() throws Exception {
        assertIdleTimeouts(
                agreeing(
                        "kernel-idle-haproxy",
                        stage -> {
                            stage.haproxy("timeout http-keep-alive 1500ms", "");
                            stage.record();
                            askAndStay(stage, "4s");
                        }));
    }

    @Test
    void agreesOnIdleTimeoutsOfAGoClient() throws Exception {
        assertIdleTimeouts(
                agreeing(
                        "kernel-idle-go-client",
                        stage -> {
                            stage.nginx("", OK);
                            stage.record();
                            askAndStay(stage, "3s", "-idle", "1200ms");
                        }));
    }

    @Test
    void agreesOnIdleTimeoutsOfNode() throws Exception {
        assertIdleTimeouts(
                agreeing(
                        "kernel-idle-node",
                        stage -> {
                            stage.node(
                                    """
                                    const server = require('http')
                                      .createServer((request, response) => response.end('ok'))
                                    server.keepAliveTimeout = 1500
                                    server.listen(PORT, '127.0.0.1')
                                    """);
                            stage.record();
                            askAndStay(stage, "4s");
                        }));
    }

    private static void askAndStay(Stage stage, String stay, String... flags) throws Exception {
        List<String> words = new ArrayList<>(List.of(flags));
        words.addAll(List.of("-workers", "6", "-requests", "2", "-stagger", "170ms"));
        words.addAll(List.of("-stay", stay));
        stage.ask("/ok", words.toArray(String[]::new));
    }

    @Test
    void agreesOnClosesThatAMessageAnnounced() throws Exception {
        List<Both> all =
                agreeing(
                        "kernel-close-requested",
                        stage -> {
                            stage.go();
                            stage.record();
                            for (int request = 0; request < 10; request++) {
                                stage.curl("/ok", "-H", "Connection: close");
                                stage.curl("/ok", "-0");
                            }
                        });
        // The kernel shows no header: it says so.
        assertCauses(Set.of(CloseCause.UNKNOWN), all);
        for (Both both : all) {
            assertTrue(
                    both.kernel()
                            .verdict()
                            .notes()
                            .toString()
                            .contains("the kernel shows no content"),
                    both::toString);
        }
    }

    @Test
    void agreesOnManyShortConnectionsThroughAProxy() throws Exception {
        List<Both> all =
                agreeing(
                        "kernel-churn",
                        stage -> {
                            stage.go(stage.upstreamPort);
                            String upstream = "http://127.0.0.1:" + stage.upstreamPort + ";";
                            stage.nginx("", "location / { proxy_pass " + upstream + " }");
                            stage.record();
                            stage.ask("/ok", "-workers", "10", "-requests", "20");
                        });
        assertTrue(all.size() > 200, all.size() + " connections");
    }

    @Test
    void agreesOnResetsAndHalfOpenEnds() throws Exception {
        List<Both> all =
                agreeing(
                        "kernel-resets",
                        stage -> {
                            stage.nginx("keepalive_timeout 60s;", OK);
                            stage.record();
                            for (int line = 0; line < 4; line++) {
                                stage.line().get("/").hear().reset();
                            }
                        });
        assertEquals(4, all.size());
        assertCauses(Set.of(CloseCause.ABORT), all);
    }

    @Test
    void agreesOnRefusedConnects() throws Exception {
        List<Both> all =
                agreeing(
                        "kernel-refused",
                        stage -> {
                            stage.record();
                            for (int request = 0; request < 3; request++) {
                                stage.curl("/");
                            }
                        });
        assertEquals(3, all.size());
        assertCauses(Set.of(CloseCause.REFUSED), all);
    }

    @Test
    void agreesOnUnusedConnections() throws Exception {
        List<Both> all =
                agreeing(
                        "kernel-unused",
                        stage -> {
                            stage.nginx("client_header_timeout 1s;", OK);
                            stage.record();
                            List<Line> lines = List.of(stage.line(), stage.line(), stage.line());
                            for (Line line : lines) {
                                line.hearOut().close();
                            }
                        });
        assertEquals(3, all.size());
        assertCauses(Set.of(CloseCause.UNUSED), all);
    }
}
