package dev.linger.lab.cast;

import dev.linger.lab.Act;
import dev.linger.lab.Expected;
import dev.linger.lab.Line;
import dev.linger.lab.Needs;
import dev.linger.lab.Program;
import dev.linger.lab.Stage;
import dev.linger.life.CloseCause;
import dev.linger.life.ClosedFirst;
import dev.linger.life.DecidedBy;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** nginx as a reverse proxy that has 200 local ports: its connections to the server behind it. */
final class NginxBeforeServers implements Player {
    private static final int PORTS = 200;
    private static final int MORE = 300;

    @Override
    public String word() {
        return "nginx";
    }

    @Override
    public boolean isHere() {
        return Program.isHere("nginx");
    }

    @Override
    public Map<String, List<Act>> acts() {
        Acts acts = new Acts();
        acts.add(
                "port-exhaustion",
                Act.of(
                                "nginx proxy: proxy_http_version 1.1;",
                                PORTS + 1,
                                NginxBeforeServers::untilNoPortIsLeft,
                                Expected.of(
                                        PORTS,
                                        CloseCause.CLOSE_REQUESTED,
                                        DecidedBy.CLIENT,
                                        ClosedFirst.CLIENT))
                        .needing(Needs.OWN_NETWORK));
        acts.add(
                "port-exhaustion",
                Act.of(
                                "nginx proxy: the same, keepalive 4;",
                                MORE,
                                NginxBeforeServers::kept,
                                Expected.open(1))
                        .needing(Needs.OWN_NETWORK));
        return acts.all();
    }

    private static void untilNoPortIsLeft(Stage stage) throws Exception {
        stage.serveOnce();
        Line line = start(stage, "", "close");
        for (int i = 0; i < PORTS; i++) {
            expect(line, "200");
        }
        expect(line, "502");
        String log = Files.readString(stage.folder().resolve("error.log"));
        if (!log.contains("Cannot assign requested address")) {
            throw new IOException("nginx answers 502 for another reason: " + log.strip());
        }
        stage.remark("request 201 gets 502; nginx logs \"99: Cannot assign requested address\"");
    }

    private static void kept(Stage stage) throws Exception {
        stage.serve(settings -> settings);
        Line line = start(stage, "keepalive 4;", "");
        for (int i = 0; i < MORE; i++) {
            expect(line, "200");
        }
    }

    private static void expect(Line line, String status) throws IOException {
        String heard = line.get("/").hear().heard();
        if (!heard.startsWith("HTTP/1.1 " + status)) {
            throw new IOException("expected " + status + " of nginx, heard " + heard.strip());
        }
    }

    /** The proxy, and a client of it. */
    private static Line start(Stage stage, String keepalive, String connection) throws Exception {
        stage.network().set("ip_local_port_range", "40000 40199");
        stage.network().set("tcp_tw_reuse", "0");
        int port = stage.address().getPort() + 1;
        String host = stage.uri("/").getHost();
        String http = configuration(host, port, stage, keepalive, connection);
        stage.run(Nginx.command(stage.folder(), http), port);
        return stage.connectTo(port);
    }

    private static String configuration(
            String host, int port, Stage stage, String keepalive, String connection) {
        return """
            upstream behind {
                server %1$s:%2$d max_fails=0;
                %3$s
            }
            server {
                listen %1$s:%4$d;
                location / {
                    proxy_pass http://behind;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "%5$s";
                }
            }
        """
                .formatted(host, stage.address().getPort(), keepalive, port, connection);
    }
}
