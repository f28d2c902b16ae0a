package dev.linger.diagnosis.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.host.Remark;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HAProxy, Envoy and Tomcat. */
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
        assertEquals(List.of("haproxy.cfg:12: option http-server-close"), read.reasons());
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
                List.of("haproxy.cfg:5: option httpclose"), Read.of("haproxy.cfg", text).reasons());
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
                    Read.of("haproxy.cfg", text).reasons());
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
                none.reasons());
        Read both = Read.of("a.cfg", text.formatted("pool-purge-delay 8s", ""));
        String evidence = both.upstream().idle().evidence();
        assertTrue(evidence.startsWith("a.cfg:4: "), evidence);
        assertTrue(evidence.contains("every 8s or 9s (pool-purge-delay, by server)"), evidence);
    }

    @Test
    void haproxysDelayThatAllServersHaveIsToldWithItsLine() {
        String text = "backend app\n mode http\n server one 10.0.0.2:9000 pool-purge-delay 8s\n";
        assertEquals(
                "a.cfg:3: half of the connections that are not needed are closed every 8s"
                        + " (pool-purge-delay); a single one has no idle timeout",
                Read.of("a.cfg", text).upstream().idle().evidence());
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
        assertEquals(List.of("envoy.yaml:14: max_requests_per_connection: 1"), read.reasons());
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

    @Test
    void whatIsNoConfigurationIsRefused() {
        Read read = Read.of("notes.txt", "some words\nwithout a meaning\n");
        assertTrue(
                String.valueOf(assertThrows(NotReadable.class, read::all).getMessage())
                        .startsWith("notes.txt:1: this is no configuration of nginx, "));
    }

    @Test
    void haproxysFrontendClosesForItsOwnRequestsOnly() {
        String text =
                HAPROXY.replace("    option http-server-close\n", "")
                                .replace("bind /run/socket", "option http-server-close")
                        + "frontend other\n bind :81\n default_backend app\n";
        Read read = Read.of("haproxy.cfg", text);
        assertTrue(read.upstream().isKept());
        assertEquals(
                "HAProxy, backend app: requests through haproxy.cfg:7 take a new connection to the"
                        + " server",
                read.remarks("upstream-not-kept").getFirst().what());
    }

    @Test
    void haproxysPurgeWithoutADelayKeepsNone() {
        String text = "backend app\n mode http\n server one 10.0.0.2:9000 pool-purge-delay %s\n";
        assertEquals(
                List.of("a.cfg:3: server one 10.0.0.2:9000 pool-purge-delay 0ms"),
                Read.of("a.cfg", text.formatted("0ms")).reasons());
        assertTrue(Read.of("a.cfg", text.formatted("10s")).upstream().isKept());
    }

    @Test
    void haproxysRangeOfPortsIsEachOfThem() {
        Downstream server =
                Read.of("a.cfg", "listen a\n mode http\n bind 10.0.0.1:8080-8085\n").server();
        assertTrue(server.isAt(new Address("10.0.0.1", 8083)));
        assertFalse(server.isAt(new Address("10.0.0.1", 8086)));
    }

    @Test
    void haproxysPortsOfRunTimeAreNoted() {
        Read read =
                Read.of(
                        "a.cfg",
                        """
                        listen a
                            mode http
                            bind "*:${PORT}"
                            bind unix@/run/a
                            server one 10.0.0.2
                            server two /run/two
                        """);
        assertEquals(
                List.of(
                        "a.cfg:3: the port of \"bind *:${PORT}\" is known only when HAProxy runs",
                        "a.cfg:5: the port of \"server one 10.0.0.2\" is known only when HAProxy"
                                + " runs"),
                ConfigRules.notes(read.all()));
    }

    @Test
    void haproxysConditionsAreNoted() {
        Read read = Read.of("a.cfg", "listen a\n mode http\n bind :80\n.if defined(X)\n.endif\n");
        String note = ConfigRules.notes(read.all()).getFirst();
        assertTrue(note.startsWith("a.cfg:4: whether \".if defined(X)\" holds is not known"), note);
    }

    @ParameterizedTest
    @ValueSource(strings = {"haproxy", "httpd"})
    void aLongQuotationIsRead(String software) {
        String word = "\"" + "a\\\"".repeat(50_000) + "\"";
        Read read =
                software.equals("haproxy")
                        ? Read.of(
                                "a.cfg",
                                "listen a\n mode http\n bind :80\n http-response set-header x "
                                        + word)
                        : Read.of("httpd.conf", "Listen 80\nHeader set x " + word);
        assertEquals(1, read.all().getFirst().downstreams().size());
    }

    @Test
    void haproxysOptionIsEndedByTheOtherOption() {
        Read read = Read.of("a.cfg", "listen a\n mode http\n bind :80\n option httpclose\n");
        assertEquals(
                List.of("# haproxy.cfg: instead of option httpclose", "option http-keep-alive"),
                read.remarks("clients-not-kept").getFirst().fix());
    }

    @Test
    void tomcatsOneRequestIsEndedByMoreRequests() {
        Read read =
                Read.of(
                        "server.xml",
                        "<Server><Connector port=\"80\" maxKeepAliveRequests=\"1\"/></Server>");
        assertEquals(
                "maxKeepAliveRequests=\"100\"",
                read.remarks("clients-not-kept").getFirst().fix().getLast());
    }

    @Test
    void tomcatsPortsAreMovedByAnOffset() {
        String text = "<Server portOffset=\"%s\"><Connector port=\"8080\"/></Server>";
        assertEquals(
                List.of("9080"), Read.of("server.xml", text.formatted("1000")).server().listens());
        assertEquals(
                List.of("server.xml:1: the port \"8080 + ${o}\" is known only when Tomcat starts"),
                ConfigRules.notes(Read.of("server.xml", text.formatted("${o}")).all()));
    }

    @Test
    void envoysOneRequestClosesForClientsToo() {
        Read read =
                Read.of(
                        "envoy.yaml",
                        ENVOY.replace("idle_timeout: 300s", "max_requests_per_connection: 1"));
        Remark remark = read.remarks("clients-not-kept").getFirst();
        assertEquals(List.of("envoy.yaml:11: max_requests_per_connection: 1"), remark.evidence());
        assertEquals(List.of("# envoy.yaml: delete max_requests_per_connection: 1"), remark.fix());
    }

    @Test
    void envoysNodesMayBeSharedByMany() {
        StringBuilder text = new StringBuilder("x: &http { a: 1 }\nclusters:\n");
        for (int i = 0; i < 60; i++) {
            text.append("- { name: c").append(i).append(", options: *http }\n");
        }
        assertEquals(60, Read.of("e.yaml", text.toString()).all().getFirst().upstreams().size());
    }

    @Test
    void envoysJsonMayBeOneLineInTheOtherSpelling() {
        String text =
                "{\"node\":{},\"staticResources\":{\"clusters\":[{\"name\":\"a\","
                        + "\"commonHttpProtocolOptions\":{\"idleTimeout\":\"30s\"}}]}}";
        assertEquals(30, Read.of("e.json", text).upstream().idle().seconds());
    }

    @Test
    void envoysSocketsWithoutAPortAreNothings() {
        String text =
                ENVOY.replace(
                        "socket_address: { address: app, port_value: 8080 }", "pipe: { path: /a }");
        assertEquals(List.of(), Read.of("e.yaml", text).all().getFirst().upstreams());
        Read read =
                Read.of(
                        "e.yaml",
                        ENVOY.replace("port_value: 8080", "port_value: \"${A}\"")
                                .replace("port_value: 10000", "port_value: \"${B}\"")
                                .replace("address: app", "address: 127.0.0.1"));
        assertEquals(List.of(), read.remarks("idle-order"));
    }
}
