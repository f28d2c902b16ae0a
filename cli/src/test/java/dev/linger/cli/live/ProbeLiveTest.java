package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.live.scene.Needs;
import dev.linger.cli.live.scene.Ports;
import dev.linger.cli.live.scene.Probed;
import dev.linger.cli.live.scene.Program;
import dev.linger.cli.live.scene.Stage;
import dev.linger.life.Confidence;
import dev.linger.probe.Bounds;
import dev.linger.probe.Trait;
import dev.linger.probe.Value;
import dev.linger.server.Handler;
import dev.linger.server.Server;
import dev.linger.server.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real servers with known settings are probed, and the settings are found again. */
@RealPrograms
class ProbeLiveTest {
    private static final Value RESET = new Value.Way("reset");

    /** One for all: Tomcat asks the same folder for its files as long as a process lives. */
    @TempDir static Path folder;

    @Test
    void nginxIsFoundOut() throws Exception {
        try (Stage stage = new Stage("probe-nginx")) {
            stage.nginx(
                    "keepalive_timeout 2s 1s; keepalive_requests 20; client_header_timeout 1s;",
                    "location / { return 200 ok; }");
            Probed.at(stage.url("/"))
                    .has(Trait.IDLE_BETWEEN, 2000)
                    .has(Trait.IDLE_BEFORE_FIRST, 1000)
                    .has(Trait.HEAD_TIMEOUT, 1000)
                    .has(Trait.ANNOUNCED, 1000)
                    .ask()
                    .is("nginx", Confidence.CERTAIN)
                    .says(Trait.MAX_REQUESTS, new Value.Count(20))
                    .says(Trait.LATE_REQUEST, RESET)
                    .says(Trait.HTTP10_KEEP_ALIVE, new Value.Way("kept"))
                    .doesNotClaim(Trait.MAX_AGE, Trait.BODY_TIMEOUT);
        }
    }

    @Test
    void theAgeCapOfNginxIsSeenWhereNoOtherCapComesFirst() throws Exception {
        try (Stage stage = new Stage("probe-age")) {
            stage.nginx("keepalive_time 2s;", "location / { return 200 ok; }");
            Probed.at(stage.url("/"))
                    .has(Trait.MAX_AGE, 2000)
                    .ask()
                    .says(Trait.MAX_REQUESTS, new Value.MoreThan(60))
                    .says(Trait.IDLE_BETWEEN, new Value.LongerThan(3_500_000_000L));
        }
    }

    @Test
    void apacheHttpdIsFoundOut() throws Exception {
        Needs.program("apache2");
        try (Stage stage = new Stage("probe-httpd")) {
            Path file = stage.folder.resolve("httpd.conf");
            Files.writeString(stage.folder.resolve("index.html"), "ok");
            Files.writeString(file, httpd(stage));
            Program httpd = stage.run("apache2", "-X", "-d", ".", "-f", file.toString());
            stage.sockets().awaitListener(httpd);
            Probed.at(stage.url("/index.html"))
                    .has(Trait.IDLE_BETWEEN, 2000)
                    .has(Trait.HEAD_TIMEOUT, 1000)
                    .has(Trait.BODY_TIMEOUT, 2000)
                    .has(Trait.ANNOUNCED, 2000)
                    .ask()
                    .is("Apache httpd", Confidence.CERTAIN)
                    // MaxKeepAliveRequests 20: that many after the first.
                    .says(Trait.MAX_REQUESTS, new Value.Count(21))
                    .says(Trait.LATE_REQUEST, new Value.Way("swallowed"));
        }
    }

    private static String httpd(Stage stage) {
        return """
        ServerName localhost
        PidFile httpd.pid
        ErrorLog error.log
        Listen %s
        LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
        LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
        LoadModule reqtimeout_module /usr/lib/apache2/modules/mod_reqtimeout.so
        DocumentRoot %s
        KeepAlive On
        KeepAliveTimeout 2
        MaxKeepAliveRequests 20
        RequestReadTimeout header=1 body=2
        """
                .formatted(stage.server(), stage.folder);
    }

    @Test
    void haproxyIsFoundOut() throws Exception {
        try (Stage stage = new Stage("probe-haproxy")) {
            stage.haproxy("timeout http-request 1500ms\n  timeout http-keep-alive 1200ms", "");
            Probed.at(stage.url("/"))
                    .has(Trait.IDLE_BETWEEN, 1200)
                    .has(Trait.IDLE_BEFORE_FIRST, 1500)
                    .has(Trait.HEAD_TIMEOUT, 1500)
                    .ask()
                    .is("HAProxy", Confidence.LIKELY)
                    .says(Trait.MAX_REQUESTS, new Value.MoreThan(60))
                    .says(Trait.LATE_REQUEST, RESET)
                    .doesNotClaim(Trait.SERVER, Trait.ANNOUNCED);
        }
    }

    @Test
    void aGoServerIsFoundOut() throws Exception {
        try (Stage stage = new Stage("probe-go")) {
            stage.go("-idle", "2s", "-head", "1s");
            Probed.at(stage.url("/ok"))
                    .has(Trait.IDLE_BETWEEN, 2000)
                    .has(Trait.IDLE_BEFORE_FIRST, 1000)
                    .has(Trait.HEAD_TIMEOUT, 1000)
                    .ask()
                    .is("Go net/http", Confidence.LIKELY)
                    .says(Trait.MAX_REQUESTS, new Value.MoreThan(60))
                    .says(Trait.HALF_CLOSED, new Value.Way("answered"));
        }
    }

    @Test
    void aNodeServerIsFoundOutWithTheSecondThatItAdds() throws Exception {
        try (Stage stage = new Stage("probe-node")) {
            stage.node(
                    """
                    const server = require('http').createServer((q, r) => r.end('ok'));
                    server.keepAliveTimeout = 1000;
                    server.maxRequestsPerSocket = 25;
                    server.listen(PORT, '127.0.0.1');
                    """);
            Probed.at(stage.url("/"))
                    .has(Trait.IDLE_BETWEEN, 2000)
                    .has(Trait.ANNOUNCED, 1000)
                    .ask()
                    .is("Node.js", Confidence.LIKELY)
                    .says(Trait.MAX_REQUESTS, new Value.Count(25));
        }
    }

    @Test
    void tomcatIsFoundOutThoughItLooksOnceASecond() throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setHostname("127.0.0.1");
        tomcat.setPort(Ports.unused());
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.getConnector().setProperty("keepAliveTimeout", "1500");
        tomcat.getConnector().setProperty("maxKeepAliveRequests", "20");
        tomcat.addContext("", null);
        tomcat.start();
        try {
            Probed.at("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/")
                    .has(Trait.IDLE_BETWEEN, 1500)
                    .ask()
                    .is("Tomcat", Confidence.LIKELY)
                    .says(Trait.MAX_REQUESTS, new Value.Count(20));
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    @Test
    void jettyIsFoundOut() throws Exception {
        var jetty = new org.eclipse.jetty.server.Server();
        ServerConnector connector = new ServerConnector(jetty);
        connector.setHost("127.0.0.1");
        connector.setIdleTimeout(2000);
        jetty.addConnector(connector);
        jetty.start();
        try {
            Probed.at("http://127.0.0.1:" + connector.getLocalPort() + "/")
                    .has(Trait.IDLE_BETWEEN, 2000)
                    .has(Trait.IDLE_BEFORE_FIRST, 2000)
                    .ask()
                    .is("Jetty", Confidence.CERTAIN)
                    .says(Trait.MAX_REQUESTS, new Value.MoreThan(60));
        } finally {
            jetty.stop();
        }
    }

    @Test
    void ofPythonsServerNoIdleTimeIsClaimed() throws Exception {
        Needs.program("python3");
        try (Stage stage = new Stage("probe-python")) {
            String[] command = {
                "python3", "-m", "http.server", "" + stage.port, "--bind", "127.0.0.1"
            };
            stage.sockets().awaitListener(stage.run(command));
            Probed probed =
                    new Probed(stage.url("/"), new Bounds(Duration.ofSeconds(1), 60, "GET"))
                            .ask()
                            .is("Python http.server", Confidence.CERTAIN)
                            .says(Trait.HTTP10_KEEP_ALIVE, new Value.Way("closed"))
                            .doesNotClaim(
                                    Trait.IDLE_BETWEEN,
                                    Trait.MAX_REQUESTS,
                                    Trait.MAX_AGE,
                                    Trait.LATE_REQUEST,
                                    Trait.FIRST_BYTE_REUSED);
            assertEquals(
                    true,
                    dev.linger.probe.Advice.safeSeconds(probed.profile()).isEmpty(),
                    "nothing to advise");
        }
    }

    @Test
    void gunicornIsFoundOutAndItsFewWorkersAreNotTaken() throws Exception {
        Needs.program("gunicorn");
        try (Stage stage = new Stage("probe-gunicorn")) {
            Files.writeString(
                    stage.folder.resolve("app.py"),
                    """
                    def app(environ, start):
                        start('200 OK', [('Content-Length', '2')])
                        return [b'ok']
                    """);
            String[] command = {
                "gunicorn", "-b", stage.server(), "--keep-alive", "2", "--threads", "3", "app:app"
            };
            stage.sockets().awaitListener(stage.run(command));
            Probed.at(stage.url("/"))
                    .has(Trait.IDLE_BETWEEN, 2000)
                    .ask()
                    .is("gunicorn", Confidence.CERTAIN)
                    .doesNotClaim(Trait.IDLE_BEFORE_FIRST, Trait.HEAD_TIMEOUT);
        }
    }

    @Test
    void aServerWithOneThreadIsNotStoppedByTheProbe() throws Exception {
        // In a process of its own: in this one the JDK's HttpServer is Linger's.
        String jwebserver =
                Path.of(System.getProperty("java.home"), "bin", "jwebserver").toString();
        try (Stage stage = new Stage("probe-jdk")) {
            String folderOfStage = stage.folder.toString();
            String[] command = {
                jwebserver, "-b", "127.0.0.1", "-p", "" + stage.port, "-d", folderOfStage
            };
            stage.sockets().awaitListener(stage.run(command));
            new Probed(stage.url("/"), new Bounds(Duration.ofSeconds(1), 60, "GET"))
                    .ask()
                    .is("JDK HttpServer", Confidence.LIKELY)
                    .says(Trait.NEIGHBOURS, new Value.Way("blocked"))
                    .doesNotClaim(Trait.BODY_TIMEOUT, Trait.UNREAD_BODY, Trait.HEAD_TIMEOUT);
        }
    }

    @Test
    void lingerIsFoundOut() throws Exception {
        Settings settings = Settings.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        Settings.KeepAlive usual = settings.keepAlive();
        settings =
                settings.withDeadlines(
                                settings.deadlines()
                                        .withHead(Duration.ofSeconds(1))
                                        .withIdle(Duration.ofSeconds(2)))
                        .withKeepAlive(
                                new Settings.KeepAlive(
                                        true, 30, usual.unreadBytes(), usual.announced()));
        Handler handler = exchange -> exchange.respond("ok");
        try (Server server = Server.start(settings, handler)) {
            Probed probed =
                    Probed.at("http://127.0.0.1:" + server.address().getPort() + "/")
                            .has(Trait.HEAD_TIMEOUT, 1000)
                            .has(Trait.IDLE_BETWEEN, 2000)
                            .ask()
                            .is("Linger", Confidence.LIKELY)
                            .says(Trait.MAX_REQUESTS, new Value.Count(30));
            // Its idle times are spread on purpose, by a tenth at most.
            Value.Time idle = (Value.Time) probed.profile().of(Trait.IDLE_BETWEEN).value();
            assertTrue(idle.least() > 1_750_000_000L, idle::toString);
        }
    }

    @Test
    void haproxyInFrontOfAnotherServerIsSeen() throws Exception {
        try (Stage stage = new Stage("probe-front")) {
            stage.nginx(stage.upstreamPort, "", "", "location / { return 200 ok; }");
            Path file = stage.folder.resolve("front.cfg");
            Files.writeString(
                    file,
                    """
                    defaults
                      mode http
                      timeout client 2s
                      timeout server 5s
                      timeout connect 1s
                    listen here
                      bind %s
                      server one 127.0.0.1:%d
                    """
                            .formatted(stage.server(), stage.upstreamPort));
            Program haproxy = stage.run("haproxy", "-db", "-f", file.toString());
            stage.sockets().awaitListener(haproxy);
            Probed probed = Probed.at(stage.url("/")).has(Trait.IDLE_BETWEEN, 2000).ask();
            probed.is("nginx", Confidence.LIKELY);
            assertTrue(probed.profile().product().front().orElse("").startsWith("HAProxy"));
        }
    }
}
