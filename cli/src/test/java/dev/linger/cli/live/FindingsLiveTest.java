package dev.linger.cli.live;

import dev.linger.cli.live.scene.Cure;
import dev.linger.cli.live.scene.GoPrograms;
import dev.linger.cli.live.scene.Settings;
import dev.linger.cli.live.scene.Wire;
import dev.linger.diagnosis.advice.Software;
import dev.linger.diagnosis.finding.ServerTraffic;
import dev.linger.life.CloseCause;
import dev.linger.life.Manner;
import dev.linger.life.Weight;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Real programs, wrongly set: what is found, and what becomes of them with what was advised. */
@RealPrograms
class FindingsLiveTest {
    private static final String OK = "location / { return 200 ok; }";

    /** Between the ends, so that requests and closes can cross. */
    private static final String UNDER_WAY = "25ms";

    private static final Cure NODE_BEHIND_NGINX =
            Cure.of(
                    "race-node-behind-nginx",
                    "keep-alive-race",
                    (stage, settings) -> {
                        Wire wire = stage.wire(UNDER_WAY);
                        String longer = settings.at(Software.NODE, "createServer", "");
                        stage.node(
                                """
                                const server = require('http')
                                  .createServer((request, response) => response.end('ok'))
                                server.keepAliveTimeout = 1500
                                %s
                                server.listen(PORT, '0.0.0.0')
                                """
                                        .formatted(longer));
                        stage.nginxAtClient(
                                "upstream node { server " + stage.server() + "; keepalive 32; }",
                                """
                                location / {
                                    proxy_pass http://node;
                                    proxy_http_version 1.1;
                                    proxy_set_header Connection "";
                                }
                                """);
                        stage.record(wire.client());
                        stage.leaveOpen();
                        // Some versions of Node close a second later than they were told.
                        for (String rest : List.of("1470ms", "2470ms", "3000ms")) {
                            stage.askProxy(
                                    "/ok",
                                    ("-workers 10 -requests 3 -stagger 4ms -rest " + rest)
                                            .split(" ", -1));
                        }
                    });
    private static final Cure READ_TIMEOUT =
            Cure.of(
                    "race-go-read-timeout",
                    "keep-alive-race",
                    (stage, settings) -> {
                        Wire wire = stage.wire(UNDER_WAY);
                        String idle = settings.at(Software.GO_SERVER, "http.Server", "");
                        stage.goWith(idle, "-read", "1s");
                        stage.record(wire.client());
                        String pauses = "-workers 12 -requests 5 -stagger 9ms -rest 970ms";
                        stage.ask("/ok", pauses.split(" ", -1));
                        stage.ask("/ok", "-workers", "10", "-requests", "2", "-rest", "1500ms");
                    });
    private static final Cure POOL =
            Cure.of(
                    "pool-of-go",
                    "pool-overflow",
                    (stage, settings) -> {
                        stage.go();
                        stage.record();
                        String wrong = "client := &http.Client{}";
                        String pool = settings.at(Software.GO_CLIENT, "http.Client", wrong);
                        String burst = "-shared -workers 20 -requests 20 -rest 10ms";
                        stage.askWith(
                                GoPrograms.CLIENT,
                                pool + "\nreturn client",
                                "/slow?wait=40ms",
                                burst.split(" ", -1));
                    });
    private static final Cure CLOSE_FROM_CLIENTS =
            Cure.of(
                    "close-from-clients",
                    "client-asks-to-close",
                    (stage, settings) -> {
                        stage.go();
                        stage.record();
                        String wrong = "DisableKeepAlives: true,";
                        String keep = settings.at(Software.GO_CLIENT, "Transport", wrong);
                        // Slow enough that all six ask at once, kept or not.
                        String load = "-workers 6 -requests 30 -rest 5ms";
                        String slow = "/slow?wait=20ms";
                        stage.askWith(GoPrograms.SETTINGS, keep, slow, load.split(" ", -1));
                    });
    private static final Cure HTTP_10_UPSTREAM =
            Cure.of(
                    "http10-upstream",
                    "client-asks-to-close",
                    (stage, settings) -> {
                        stage.go();
                        String found = "upstream backend { server found; }";
                        // Played again, the server has another port.
                        String server = "server " + stage.server() + ";";
                        String pool =
                                settings.at(Software.NGINX_UPSTREAM, "http block", found)
                                        .replaceFirst("server [^;]+;", server);
                        String version = settings.at(Software.NGINX_UPSTREAM, "proxy_pass", "");
                        stage.nginx(
                                stage.upstreamPort,
                                "",
                                pool,
                                "location / { proxy_pass http://backend; " + version + "\n}");
                        stage.recordOnly("port " + stage.port);
                        // Slow enough that all eight ask at once, kept or not.
                        String load = "-workers 8 -requests 20 -rest 20ms";
                        stage.askProxy("/slow?wait=20ms", load.split(" ", -1));
                        stage.tellNginx(stage.upstreamPort, "quit");
                    });
    private static final Cure REQUEST_CAP =
            Cure.of(
                    "request-cap",
                    "request-cap",
                    (stage, settings) -> {
                        String cap =
                                settings.at(
                                        Software.NGINX, "server block", "keepalive_requests 100;");
                        stage.nginx("", cap + OK);
                        stage.record("-s", "300");
                        // Each goes beyond the higher cap, of 1,000, as well.
                        for (int client = 0; client < 6; client++) {
                            stage.ask("/", "-workers", "1", "-requests", "10500");
                        }
                    });
    private static final Cure UNREAD_RESPONSES =
            Cure.of(
                    "unread-responses",
                    "unread-response-bodies",
                    (stage, settings) -> {
                        stage.go();
                        stage.record();
                        String read = settings.at(Software.GO_CLIENT, "response is read", "");
                        String load = "-workers 3 -requests 24 -leave-body -rest 20ms";
                        String path = "/bytes?n=240000";
                        stage.askWith(GoPrograms.READING, read, path, load.split(" ", -1));
                    });

    /** It answers as before, and reads on until the client has read the answer. */
    private static final Cure READ_ON =
            unread(
                    "unread-requests-read-on",
                    settings ->
                            "client_max_body_size 1k;"
                                    + settings.of(
                                            Software.NGINX,
                                            "lingering_close",
                                            "lingering_close off;"));

    /** It refuses nothing, and closes as before. */
    private static final Cure TAKE_IT =
            unread(
                    "unread-requests-take-it",
                    settings ->
                            "lingering_close off;"
                                    + settings.of(
                                            Software.NGINX,
                                            "client_max_body_size",
                                            "client_max_body_size 1k;"));

    private static Cure unread(String name, Function<Settings, String> server) {
        return Cure.of(
                name,
                "unread-request-bodies",
                (stage, settings) -> {
                    stage.nginx(
                            server.apply(settings),
                            "location / { proxy_pass http://127.0.0.1:9; }");
                    stage.file("upload", 3_000_000);
                    stage.record();
                    for (int request = 0; request < 12; request++) {
                        stage.curl("/", "-H", "Transfer-Encoding: chunked", "-T", "upload");
                    }
                });
    }

    private static double lateRequests(ServerTraffic server) {
        return server.all().count(CloseCause.LATE_REQUEST);
    }

    private static double connections(ServerTraffic server) {
        return server.all().connections();
    }

    private static double cappedConnections(ServerTraffic server) {
        return server.all().count(CloseCause.MAX_REQUESTS);
    }

    private static double answersAtRisk(ServerTraffic server) {
        return server.all()
                .count(kind ->
                        kind.likeness().cause() == CloseCause.UNREAD_BODY
                                && kind.likeness().manner() == Manner.RESET);
    }

    @Test
    void nodeKeepsConnectionsLongerThanNginxInFrontOfIt() {
        NODE_BEHIND_NGINX
                .finds(Weight.CRITICAL, "the server closes after")
                .predicts("expected_late_requests_per_day", FindingsLiveTest::lateRequests)
                .helps();
    }

    @Test
    void goKeepsConnectionsLongerThanItsReadTimeout() {
        READ_TIMEOUT
                .finds(Weight.CRITICAL, "the server closes after")
                .predicts("expected_late_requests_per_day", FindingsLiveTest::lateRequests)
                .helps();
    }

    @Test
    void thePoolOfGoHoldsAllParallelConnections() {
        POOL.finds(Weight.WARNING)
                .predicts("expected_connections", FindingsLiveTest::connections)
                .helps();
    }

    @Test
    void clientsOfGoKeepTheirConnections() {
        CLOSE_FROM_CLIENTS
                .finds(Weight.WARNING, "Connection: close")
                .predicts("expected_connections", FindingsLiveTest::connections)
                .helps();
    }

    @Test
    void nginxKeepsItsConnectionsToTheServerBehindIt() {
        HTTP_10_UPSTREAM
                .finds(Weight.WARNING, "HTTP/1.0")
                .predicts("expected_connections", FindingsLiveTest::connections)
                .helps();
    }

    @Test
    void nginxTakesMoreRequestsOnAConnection() {
        REQUEST_CAP
                .finds(Weight.WARNING, "100")
                .predictsPerSecond("expected_closings_per_s", FindingsLiveTest::cappedConnections)
                .helps();
    }

    @Test
    void clientsOfGoReadWhatTheyAskedFor() {
        UNREAD_RESPONSES
                .finds(Weight.WARNING)
                .predicts("expected_connections", FindingsLiveTest::connections)
                .helps();
    }

    @Test
    void nginxReadsOnAfterItRefused() {
        READ_ON.finds(Weight.CRITICAL, "413")
                .predicts("expected_answers_at_risk", FindingsLiveTest::answersAtRisk)
                .helps();
    }

    @Test
    void nginxTakesLargerBodies() {
        TAKE_IT.finds(Weight.CRITICAL, "413")
                .predicts("expected_answers_at_risk", FindingsLiveTest::answersAtRisk)
                .helps();
    }
}
