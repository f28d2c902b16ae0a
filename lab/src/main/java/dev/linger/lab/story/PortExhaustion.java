package dev.linger.lab.story;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Line;
import dev.linger.lab.Needs;
import dev.linger.lab.Stage;
import dev.linger.lab.Story;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import dev.linger.life.SeenBy;
import dev.linger.server.Handler;
import dev.linger.server.Settings.FirstClose;
import java.net.BindException;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.List;

/** Short connections through few local ports. */
public final class PortExhaustion implements Story {
    @Override
    public String word() {
        return "port-exhaustion";
    }

    @Override
    public String title() {
        return "short connections use up the local ports";
    }

    @Override
    public String lesson() {
        return "Where clients close first, each connection holds a local port for a "
                + "minute more; when all are held, no new one to that server can be "
                + "opened. The cure is to keep connections (nginx as a proxy: "
                + "proxy_http_version 1.1, an empty Connection header, and keepalive).";
    }

    @Override
    public List<Act> acts() {
        return List.of(
                Act.of(
                                "200 ports, client closes first",
                                200,
                                PortExhaustion::untilNoPortIsLeft,
                                asked(200, ClosedFirst.CLIENT))
                        .needing(Needs.OWN_NETWORK),
                Act.of(
                                "200 ports, server closes first",
                                300,
                                PortExhaustion::serverFirst,
                                asked(300, ClosedFirst.SERVER))
                        .onPorts(Act.ANY)
                        // A port that is taken again leaves no trace of how its last use ended.
                        .unseenBy(SeenBy.KERNEL)
                        .needing(Needs.OWN_NETWORK),
                Act.of(
                                "200 ports, and tcp_tw_reuse = 1",
                                220,
                                PortExhaustion::reusing,
                                asked(220, ClosedFirst.CLIENT))
                        .onPorts(200)
                        .needing(Needs.OWN_NETWORK),
                Act.of("200 ports, kept connections", 300, PortExhaustion::kept, Expected.open(1))
                        .needing(Needs.OWN_NETWORK));
    }

    private static Expected asked(int connections, ClosedFirst first) {
        return Expected.of(connections, CloseCause.CLOSE_REQUESTED, DecidedBy.CLIENT, first);
    }

    private static void prepare(Stage stage) throws Exception {
        stage.network().set("ip_local_port_range", "40000 40199");
        stage.network().set("tcp_tw_reuse", "0");
    }

    private static void serve(Stage stage, FirstClose first) throws Exception {
        stage.serve(
                settings -> settings.withFirstClose(first),
                Handler.nonBlocking(exchange -> exchange.respond("ok")));
    }

    private static void untilNoPortIsLeft(Stage stage) throws Exception {
        prepare(stage);
        stage.serveOnce();
        int connection = 1;
        try {
            while (true) {
                stage.connect().getAndClose().hear().close();
                connection++;
            }
        } catch (BindException | NoRouteToHostException e) {
            stage.remark(
                    "connection "
                            + connection
                            + " failed: "
                            + e.getMessage()
                            + " (200 here, 28,232 unless told otherwise)");
        }
    }

    private static void serverFirst(Stage stage) throws Exception {
        prepare(stage);
        serve(stage, FirstClose.SERVER);
        for (int i = 0; i < 300; i++) {
            stage.connect().getAndClose().hear().hearEnd().close();
        }
        stage.remark(
                "300 connections of one request each: the client's port is free at once; used again,"
                        + " its new TIME_WAIT at the server takes the place of the old one; no cure,"
                        + " for each request still pays for a connection");
    }

    /** A port may be taken again when its TIME_WAIT is older than a second. */
    private static void reusing(Stage stage) throws Exception {
        prepare(stage);
        stage.serveOnce();
        for (int i = 0; i < 200; i++) {
            stage.connect().getAndClose().hear().close();
        }
        // Not before: on a slow machine the first ports would be taken twice.
        stage.network().set("tcp_tw_reuse", "1");
        stage.pause(Duration.ofMillis(2500));
        for (int i = 0; i < 20; i++) {
            stage.connect().getAndClose().hear().close();
        }
        stage.remark(
                "220 connections; 20 took a port whose TIME_WAIT was older than a second, which is"
                        + " safe; a stopgap, on the clients' machine alone");
    }

    private static void kept(Stage stage) throws Exception {
        prepare(stage);
        serve(stage, FirstClose.CLIENT);
        Line line = stage.connect();
        for (int i = 0; i < 300; i++) {
            line.get("/").hear();
        }
    }
}
