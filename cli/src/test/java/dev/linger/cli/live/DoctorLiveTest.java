package dev.linger.cli.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.cli.Linger;
import dev.linger.cli.live.scene.Command;
import dev.linger.cli.live.scene.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** doctor in network namespaces of its own, and with configurations of real programs. */
class DoctorLiveTest {

    @TempDir private Path folder;

    private static String linger() {
        String places =
                Stream.of("jdk.module.path", "java.class.path")
                        .map(System::getProperty)
                        .filter(path -> path != null && !path.isEmpty())
                        .collect(Collectors.joining(":"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return java
                + " -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp '"
                + places
                + "' "
                + Linger.class.getName();
    }

    /** Lines of JSON from doctor, asked in a namespace after these commands. */
    private List<String> inNamespace(String... commands) throws Exception {
        Needs.root();
        List<String> script = new ArrayList<>(List.of("set -e", "ip link set lo up"));
        script.addAll(List.of(commands));
        Command command =
                Command.run(folder, "unshare", "-n", "bash", "-c", String.join("\n", script));
        assertEquals(0, command.status(), command.said());
        return command.said().lines().filter(line -> line.startsWith("{")).toList();
    }

    private static String line(String id, List<String> lines) {
        return lines.stream()
                .filter(line -> line.startsWith("{\"id\":\"" + id + "\","))
                .findFirst()
                .orElseThrow(() -> new AssertionError(id + " is missing in " + lines));
    }

    private void program(String name, String text) throws IOException {
        Needs.program("python3");
        Files.writeString(folder.resolve(name), text);
    }

    @Test
    void readsChangedSettingsOfItsNamespace() throws Exception {
        List<String> lines =
                inNamespace(
                        "echo 7 > /proc/sys/net/ipv4/tcp_fin_timeout",
                        "echo 0 > /proc/sys/net/ipv4/tcp_timestamps",
                        "echo 1 > /proc/sys/net/ipv4/tcp_tw_reuse",
                        "echo 20000 29999 > /proc/sys/net/ipv4/ip_local_port_range",
                        "echo 20000-20999 > /proc/sys/net/ipv4/ip_local_reserved_ports",
                        "echo 100 > /proc/sys/net/core/somaxconn",
                        linger() + " doctor --json");
        assertTrue(line("fin-timeout", lines).contains("tcp_fin_timeout = 7 (usual: 60)"));
        assertTrue(line("timestamps", lines).contains("\"weight\":\"warning\""));
        assertTrue(line("tw-reuse", lines).contains("without effect"));
        assertTrue(line("port-range", lines).contains("have 9,000 ports"));
        assertTrue(line("backlog", lines).contains("net.core.somaxconn = 100 "));
    }

    @Test
    void seesAFullAcceptQueueAndItsOverflow() throws Exception {
        program(
                "full.py",
                """
                import socket, subprocess, sys, time
                listening = socket.socket()
                listening.bind(("127.0.0.1", 8080))
                listening.listen(5)
                clients = []
                for _ in range(12):
                    client = socket.socket()
                    client.setblocking(False)
                    client.connect_ex(("127.0.0.1", 8080))
                    clients.append(client)
                def dropped():
                    lines = open("/proc/self/net/netstat").read().split("\\n")
                    return int(dict(zip(lines[0].split(), lines[1].split()))["ListenOverflows"])
                while dropped() == 0:
                    pass
                sys.exit(subprocess.run(sys.argv[1:]).returncode)
                """);
        List<String> lines = inNamespace("python3 full.py " + linger() + " doctor --json");
        assertTrue(
                line("accept-queue", lines)
                        .contains(
                                "\"critical\",\"what\":\"the accept queue of 127.0.0.1:8080"
                                        + " (python3) is full\",\"evidence\":[\"6 of 5 connections"),
                line("accept-queue", lines));
        assertTrue(lines.stream().anyMatch(line -> line.contains("accept queues have overflowed")));
    }

    @Test
    void seesThatTheTableOfTimeWaitWasFull() throws Exception {
        program(
                "closes.py",
                """
                import socket
                listening = socket.socket()
                listening.bind(("127.0.0.1", 8080))
                listening.listen(50)
                for _ in range(40):
                    client = socket.create_connection(("127.0.0.1", 8080))
                    accepted = listening.accept()[0]
                    client.close()
                    accepted.recv(1)
                    accepted.close()
                """);
        List<String> lines =
                inNamespace(
                        "echo 10 > /proc/sys/net/ipv4/tcp_max_tw_buckets",
                        "python3 closes.py",
                        linger() + " doctor --json");
        assertTrue(
                line("time-wait-overflow", lines).contains(" connections ended without TIME_WAIT"),
                line("time-wait-overflow", lines));
    }

    @Test
    void countsPortsAndStandingCloseWaits() throws Exception {
        program(
                "leaks.py",
                """
                import socket, subprocess, sys
                listening = socket.socket()
                listening.bind(("127.0.0.1", 8080))
                listening.listen(50)
                held = []
                for _ in range(30):
                    held.append(socket.create_connection(("127.0.0.1", 8080)))
                    accepted = listening.accept()[0]
                    accepted.close()
                    held[-1].recv(1)
                sys.exit(subprocess.run(sys.argv[1:]).returncode)
                """);
        List<String> lines =
                inNamespace(
                        "echo 30001 30050 > /proc/sys/net/ipv4/ip_local_port_range",
                        "python3 leaks.py " + linger() + " doctor --json");
        assertTrue(
                line("close-wait", lines).contains("python3 holds 30 connections"),
                line("close-wait", lines));
        assertTrue(line("ports-used", lines).contains("30 of 50 ports"), line("ports-used", lines));
    }

    @Test
    void needsNoRoot() throws Exception {
        Needs.root();
        String places = linger();
        Command asNobody =
                Command.run(
                        folder,
                        "bash",
                        "-c",
                        // Nobody may not read every folder of a build, but what is open stays so.
                        "setpriv --bounding-set=-all --inh-caps=-all " + places + " doctor");
        assertEquals(0, asNobody.status(), asNobody.said());
        String folded = asNobody.said().replaceAll("\\s+", " ");
        assertTrue(folded.startsWith("this host, Linux "), folded);
    }

    @Test
    void readsWhatNginxPrintsOfItsOwnConfiguration() throws Exception {
        Files.writeString(
                folder.resolve("nginx.conf"),
                """
                events {}
                error_log stderr;
                http {
                    include server-*.conf;
                    upstream app {
                        server 127.0.0.1:9000;
                        keepalive 8;
                    }
                }
                """);
        Files.writeString(
                folder.resolve("server-one.conf"),
                """
                server {
                    listen 127.0.0.1:8080;
                    keepalive_timeout 700s;
                    location / {
                        proxy_pass http://app;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                    }
                }
                server { listen 127.0.0.1:9000; keepalive_timeout 60s; }
                """);
        String file = folder.resolve("nginx.conf").toString();
        Needs.program("nginx");
        Command dump = Command.run(folder, "nginx", "-T", "-c", file, "-p", folder.toString());
        assertEquals(0, dump.status(), dump.said());
        Files.writeString(folder.resolve("dump.txt"), dump.said());
        for (String given : List.of("nginx.conf", "dump.txt")) {
            Command told =
                    Command.run(
                            folder,
                            "bash",
                            "-c",
                            linger() + " doctor --check --json --config " + given);
            assertEquals(1, told.status(), told.said());
            assertTrue(
                    told.said()
                            .contains(
                                    "the server closes idle connections after 60 s, and the proxy"),
                    told.said());
            assertTrue(told.said().contains("server-one.conf:10: keepalive_timeout 60s"));
        }
    }

    @Test
    void takesWhatHaproxyTakes() throws Exception {
        Files.writeString(
                folder.resolve("one.cfg"),
                """
                defaults
                  mode http
                  timeout client 5s
                  timeout server 5s
                  timeout connect 1s
                """);
        Files.writeString(
                folder.resolve("two.cfg"),
                """
                frontend web
                  bind 127.0.0.1:8080
                  default_backend app
                backend app
                  option httpclose
                  server a 127.0.0.1:9000
                """);
        Command own = Command.run(folder, "haproxy", "-c", "-f", "one.cfg", "-f", "two.cfg");
        assertEquals(0, own.status(), own.said());
        Command told =
                Command.run(
                        folder,
                        "bash",
                        "-c",
                        linger() + " doctor --json --config one.cfg --config two.cfg");
        assertEquals(0, told.status(), told.said());
        assertTrue(told.said().contains("one.cfg:3: timeout client 5s"), told.said());
        assertTrue(told.said().contains("two.cfg:5: option httpclose"), told.said());
    }

    @Test
    void takesWhatHttpdTakes() throws Exception {
        Files.writeString(
                folder.resolve("httpd.conf"),
                """
                ServerRoot "%s"
                ServerName localhost
                PidFile httpd.pid
                ErrorLog error.log
                Define modules /usr/lib/apache2/modules
                LoadModule mpm_event_module ${modules}/mod_mpm_event.so
                LoadModule authz_core_module ${modules}/mod_authz_core.so
                LoadModule proxy_module ${modules}/mod_proxy.so
                LoadModule proxy_http_module ${modules}/mod_proxy_http.so
                Include listen-*.conf
                <IfModule mod_proxy.c>
                    ProxyPass "/app" \\
                        "http://127.0.0.1:9000/" ttl=60
                    ProxyPass /old http://127.0.0.1:9001/ disablereuse=On
                </IfModule>
                """
                        .formatted(folder));
        Files.writeString(
                folder.resolve("listen-one.conf"), "Listen 127.0.0.1:8080\nKeepAliveTimeout 9\n");
        Files.writeString(
                folder.resolve("server.xml"),
                "<Server><Connector port=\"9000\" keepAliveTimeout=\"30000\"/></Server>");
        Needs.program("apache2");
        Command own =
                Command.run(folder, "apache2", "-t", "-f", folder.resolve("httpd.conf").toString());
        assertEquals(0, own.status(), own.said());
        Command told =
                Command.run(
                        folder,
                        "bash",
                        "-c",
                        linger() + " doctor --json --config httpd.conf --config server.xml");
        assertEquals(0, told.status(), told.said());
        assertTrue(told.said().contains("listen-one.conf:2: KeepAliveTimeout 9"), told.said());
        assertTrue(told.said().contains("after 30 s, and the proxy keeps them for 60 s"));
        assertTrue(told.said().contains("httpd.conf:14: ProxyPass /old"), told.said());
    }
}
