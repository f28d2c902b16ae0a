package dev.linger.diagnosis.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

/** HAProxy, Envoy, Tomcat and Apache httpd. */
class ReadersTest {
    private static final String HAPROXY =
            """
            global
                maxconn 4000
            defaults
                mode http
                timeout client 50s
                timeout http-request 10000 # milliseconds
            frontend web
                bind *:80,:8080
                bind /run/socket
                default_backend app
            backend app
                option http-server-close
                server one 10.0.0.2:9000 check
                server two app:9000
            """;

    @Test
    void haproxyInheritsFromDefaults() {
        Read read = Read.of("haproxy.cfg", HAPROXY);
        assertEquals("frontend web", read.server().name());
        assertEquals(List.of("*:80", ":8080"), read.server().listens());
        assertEquals("haproxy.cfg:6: timeout http-request 10000", read.server().idle().evidence());
        assertEquals(10, read.server().idle().seconds());
        assertEquals(
                List.of("haproxy.cfg:12: option http-server-close"), read.upstream().notKept());
    }

    @Test
    void haproxyReadsSeveralFilesAsOne() {
        Read read =
                Read.of("a.cfg", "defaults\n  mode http\n  timeout http-keep-alive 3s\n")
                        .and("b.cfg", "listen all\n  bind :81\n  server a 10.0.0.2:82\n");
        assertEquals(1, read.all().size());
        assertEquals("a.cfg:3: timeout http-keep-alive 3s", read.server().idle().evidence());
    }

    @Test
    void haproxyTakesBackWhatDefaultsSay() {
        String text =
                HAPROXY.replace("mode http\n", "mode http\n    option httpclose\n")
                        .replace("option http-server-close", "no option httpclose");
        assertTrue(Read.of("haproxy.cfg", text).upstream().isKept());
        assertEquals(0, Read.of("haproxy.cfg", text).server().idle().seconds());
    }

    @Test
    void haproxysOptionEndsByItsOwnNameOnly() {
        String text =
                HAPROXY.replace("mode http\n", "mode http\n    option httpclose\n")
                        .replace("option http-server-close", "no option http-server-close");
        assertEquals(
                List.of("haproxy.cfg:5: option httpclose"),
                Read.of("haproxy.cfg", text).upstream().notKept());
    }

    @Test
    void haproxysLaterOptionReplacesTheOnesBefore() {
        String text =
                HAPROXY.replace(
                        "option http-server-close",
                        "option http-server-close\n    option http-keep-alive");
        assertTrue(Read.of("haproxy.cfg", text).upstream().isKept());
    }

    @Test
    void haproxysFrontendClosesTheServersSideOfWhereItLeads() {
        String kept = HAPROXY.replace("    option http-server-close\n", "");
        assertTrue(Read.of("haproxy.cfg", kept).upstream().isKept());
        for (String leads : List.of("default_backend app", "use_backend app if { path /a }")) {
            String text =
                    kept.replace("default_backend app", "option http-server-close\n    " + leads);
            assertEquals(
                    List.of("haproxy.cfg:10: option http-server-close"),
                    Read.of("haproxy.cfg", text).upstream().notKept());
        }
    }

    @Test
    void haproxysTimeoutOf0IsNotSet() {
        Read read = Read.of("haproxy.cfg", HAPROXY.replace("http-request 10000", "http-request 0"));
        assertEquals(50, read.server().idle().seconds());
        read =
                Read.of(
                        "haproxy.cfg",
                        HAPROXY.replace("http-request 10000", "http-request 0")
                                .replace("client 50s", "client 0"));
        assertTrue(read.server().idle().isUnlimited());
    }

    @Test
    void haproxysDefaultServerCountsForThoseAfterItAndLineByLine() {
        String text =
                """
                defaults
                    mode http
                    default-server pool-max-conn 0 inter 1s
                backend app
                    server one 10.0.0.2:9000 %s
                    default-server pool-purge-delay 9s pool-max-conn 7
                    server two 10.0.0.3:9000 %s
                """;
        assertTrue(Read.of("a.cfg", text.formatted("", "")).upstream().isKept());
        assertTrue(Read.of("a.cfg", text.formatted("pool-max-conn 1", "")).upstream().isKept());
        Read none = Read.of("a.cfg", text.formatted("", "pool-max-conn 0"));
        assertEquals(
                List.of(
                        "a.cfg:3: default-server pool-max-conn 0 inter 1s",
                        "a.cfg:7: server two 10.0.0.3:9000 pool-max-conn 0"),
                none.upstream().notKept());
        Read both = Read.of("a.cfg", text.formatted("pool-purge-delay 8s", ""));
        assertTrue(
                both.upstream().idle().evidence().contains("every 8s"),
                both.upstream().idle().evidence());
    }

    @Test
    void haproxysTemplateOfServersIsRead() {
        Read read =
                Read.of(
                        "a.cfg",
                        "backend app\n mode http\n server-template web 3 app.local:9000 check\n");
        assertEquals(List.of(new Address("app.local", 9000)), read.upstream().servers());
    }

    @Test
    void haproxyWithoutHttpIsNotLookedAt() {
        Read read = Read.of("haproxy.cfg", HAPROXY.replace("mode http", "mode tcp"));
        assertEquals(List.of(), read.remarks());
    }

    @Test
    void haproxyOutsideOfASectionIsSaidWithItsLine() {
        Read read = Read.of("haproxy.cfg", "maxconn 5\nglobal\n");
        assertEquals(
                "haproxy.cfg:1: \"maxconn\" stands before the first section",
                assertThrows(NotReadable.class, read::all).getMessage());
    }

    private static final String ENVOY =
            """
            static_resources:
              listeners:
              - name: web
                address: { socket_address: { address: 0.0.0.0, port_value: 10000 } }
                filter_chains:
                - filters:
                  - name: http
                    typed_config:
                      "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                      common_http_protocol_options:
                        idle_timeout: 300s
              clusters:
              - name: app
                load_assignment:
                  endpoints:
                  - lb_endpoints:
                    - endpoint: { address: { socket_address: { address: app, port_value: 8080 } } }
            """;

    @Test
    void envoyIsReadWithItsLines() {
        Read read = Read.of("envoy.yaml", ENVOY);
        assertEquals("envoy.yaml:11: idle_timeout: 300s", read.server().idle().evidence());
        assertEquals(List.of(new Address("app", 8080)), read.upstream().servers());
        assertEquals(
                "envoy.yaml:13: idle_timeout is not set: 1 h", read.upstream().idle().evidence());
    }

    @Test
    void envoysZeroIsNoLimit() {
        Read read = Read.of("envoy.yaml", ENVOY.replace("300s", "0s"));
        assertTrue(read.server().idle().isUnlimited());
    }

    @Test
    void envoysMostRequestsMayStandInTheClusterItself() {
        Read read =
                Read.of(
                        "envoy.yaml",
                        ENVOY.replace(
                                "- name: app", "- name: app\n    max_requests_per_connection: 1"));
        assertEquals(
                List.of("envoy.yaml:14: max_requests_per_connection: 1"),
                read.upstream().notKept());
    }

    @Test
    void brokenYamlIsSaidWithItsLine() {
        Read read = Read.of("envoy.yaml", ENVOY.replace("- name: app", "- name: [app"));
        String said = String.valueOf(assertThrows(NotReadable.class, read::all).getMessage());
        assertTrue(said.matches("envoy\\.yaml:1[34]: this is no YAML: .*"), said);
    }

    @Test
    void tomcatsKeepAliveFollowsItsConnectionTimeout() {
        Read read =
                Read.of(
                        "server.xml",
                        """
                        <?xml version="1.0" encoding="UTF-8"?>
                        <Server><Service>
                          <!-- <Connector port="1"/> -->
                          <Connector port="8009" protocol="AJP/1.3"/>
                          <Connector port="8080" protocol="HTTP/1.1"
                                     connectionTimeout="20000"/>
                          <Connector port="8081" keepAliveTimeout="-1"/>
                          <Connector port="${port}"/>
                        </Service></Server>
                        """);
        Configuration tomcat = read.all().getFirst();
        assertEquals(2, tomcat.downstreams().size());
        assertEquals(20, tomcat.downstreams().getFirst().idle().seconds());
        assertTrue(tomcat.downstreams().getLast().idle().isUnlimited());
        assertEquals(
                List.of("server.xml:8: the port \"${port}\" is known only when Tomcat starts"),
                tomcat.notes());
    }

    @Test
    void tomcatsZeroIsNoLimitAndItsPortBelow0IsNone() {
        Read read =
                Read.of(
                        "server.xml",
                        "<Server><Connector port=\"-1\"/><Connector port=\"8080\""
                                + " keepAliveTimeout=\"0\"/></Server>");
        assertTrue(read.server().idle().isUnlimited());
        assertEquals(1, read.all().getFirst().downstreams().size());
        assertEquals(List.of(), read.all().getFirst().notes());
    }

    @Test
    void tomcatsFileFetchesNothingFromElsewhere() {
        Read read =
                Read.of(
                        "server.xml",
                        """
                        <?xml version="1.0"?>
                        <!DOCTYPE Server [<!ENTITY secret SYSTEM "file:///etc/passwd">]>
                        <Server><Connector port="&secret;"/></Server>
                        """);
        assertThrows(NotReadable.class, read::all);
    }

    @Test
    void brokenXmlIsSaidWithItsLine() {
        Read read = Read.of("server.xml", "<Server>\n<Service>\n</Server>");
        String said = String.valueOf(assertThrows(NotReadable.class, read::all).getMessage());
        assertTrue(said.startsWith("server.xml:3: this is no XML: "), said);
    }

    private static final String HTTPD =
            """
            ServerRoot "/etc/httpd"
            Define app app.example.org
            Listen 80
            Include conf.d/*.conf
            <IfModule !mod_ssl.c>
                KeepAliveTimeout 99
            </IfModule>
            <VirtualHost *:80>
                KeepAlive Off
                ProxyPass "/" \\
                    "http://${app}:8080/" ttl=60
                ProxyPass /b http://b:8081/ disablereuse=On
            </VirtualHost>
            """;

    @Test
    void httpdIsReadWithItsHostsAndProxies() {
        Read read =
                Read.of("httpd.conf", HTTPD)
                        .including("/etc/httpd/conf.d/a.conf", "KeepAliveTimeout 15\n");
        Configuration httpd = read.all().getFirst();
        assertEquals(
                "/etc/httpd/conf.d/a.conf:1: KeepAliveTimeout 15", read.server().idle().evidence());
        assertEquals(
                "httpd.conf:9: KeepAlive Off", httpd.downstreams().getLast().idle().evidence());
        assertEquals(60, read.upstream().idle().seconds());
        assertEquals(List.of(new Address("app.example.org", 8080)), read.upstream().servers());
        assertEquals(
                List.of("httpd.conf:12: ProxyPass /b http://b:8081/ disablereuse=On"),
                httpd.upstreams().getLast().notKept());
    }

    @Test
    void httpdsLastKeepAliveCounts() {
        Read read = Read.of("httpd.conf", "Listen 80\nKeepAlive Off\nKeepAlive On\n");
        assertEquals(5, read.server().idle().seconds());
    }

    @Test
    void httpdsNamesAreTheSameInSmallLetters() {
        Read read = Read.of("httpd.conf", HTTPD.replace("KeepAlive Off", "keepalive off"));
        assertEquals(0, read.all().getFirst().downstreams().getLast().idle().seconds());
    }

    @Test
    void httpdsProxySetCountsForItsServer() {
        String text =
                """
                Listen 80
                <Proxy "http://app:8080">
                    ProxySet ttl=48 disablereuse=on
                </Proxy>
                ProxySet http://app:80 ttl=9
                ProxyPass / http://app:8080/
                """;
        Upstream upstream = Read.of("httpd.conf", text).upstream();
        assertEquals("httpd.conf:3: ProxySet ttl=48 disablereuse=on", upstream.idle().evidence());
        assertEquals(48, upstream.idle().seconds());
        assertEquals(List.of("httpd.conf:3: ProxySet ttl=48 disablereuse=on"), upstream.notKept());
        String after = text.replace("8080/\n", "8080/ ttl=7 disablereuse=off\n");
        assertEquals(7, Read.of("httpd.conf", after).upstream().idle().seconds());
        assertTrue(Read.of("httpd.conf", after).upstream().isKept());
    }

    @Test
    void httpdsExpressionMayStandInThePathOfAServer() {
        String text = "Listen 80\nProxyPassMatch ^/(.*)$ http://app:8080/$1\n";
        Read read = Read.of("httpd.conf", text);
        assertEquals(List.of(new Address("app", 8080)), read.upstream().servers());
        assertEquals(
                List.of(
                        "httpd.conf:2: the server of \"ProxyPassMatch ^/(.*)$ http://$1:8080/\" is"
                                + " known only when a request comes"),
                ConfigRules.notes(
                        Read.of("httpd.conf", text.replace("app:8080/$1", "$1:8080/")).all()));
    }

    @Test
    void httpdsSectionWithoutANameIsSaid() {
        Read read = Read.of("httpd.conf", "Listen 80\n< >\n");
        assertEquals(
                "httpd.conf:2: this section has no name",
                assertThrows(NotReadable.class, read::all).getMessage());
    }

    @Test
    void httpdsOpenSectionIsSaid() {
        Read read = Read.of("httpd.conf", "Listen 80\n<VirtualHost *:80>\nServerName a\n");
        assertEquals(
                "httpd.conf:3: the section <virtualhost> has no end",
                assertThrows(NotReadable.class, read::all).getMessage());
    }

    @Test
    void whatIsNoConfigurationIsRefused() {
        Read read = Read.of("notes.txt", "some words\nwithout a meaning\n");
        assertTrue(
                String.valueOf(assertThrows(NotReadable.class, read::all).getMessage())
                        .startsWith("notes.txt:1: this is no configuration of nginx, "));
    }
}
