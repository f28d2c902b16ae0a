package dev.linger.diagnosis.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.host.Remark;
import dev.linger.life.Weight;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigRulesTest {
    private static final String PROXY =
            """
            upstream app { server app:8080; keepalive 32; keepalive_timeout %s; }
            server {
                keepalive_timeout 700;
                location / {
                    proxy_pass http://app;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                }
            }
            """;
    private static final String TOMCAT =
            "<Server><Connector port=\"8080\" keepAliveTimeout=\"60000\"/></Server>";

    private static Read joined(String idle) {
        return Read.of("nginx.conf", PROXY.formatted(idle)).and("server.xml", TOMCAT);
    }

    @ParameterizedTest
    @CsvSource({"58s, HEALTHY", "59s, WARNING", "60s, WARNING", "2m, WARNING"})
    void theProxyMustLetGoFirst(String idle, Weight weight) {
        Remark remark = joined(idle).remarks("idle-order").getFirst();
        assertEquals(weight, remark.weight());
        assertEquals(
                List.of(
                        "nginx.conf:1: keepalive_timeout " + idle,
                        "server.xml:1: keepAliveTimeout=\"60000\""),
                remark.evidence());
    }

    @Test
    void theFixIsInOrder() {
        Remark remark = joined("60s").remarks("idle-order").getFirst();
        assertTrue(remark.fix().contains("keepalive_timeout 48s;"), remark.fix().toString());
        assertTrue(remark.fix().contains("keepAliveTimeout=\"70000\""), remark.fix().toString());
        assertEquals(Weight.HEALTHY, joined("48s").remarks("idle-order").getFirst().weight());
    }

    @Test
    void fromNginx1297OnAnUpstreamBlockIsHeldAgainstItsServerByItself() {
        Read read =
                Read.of(
                                "nginx.conf",
                                "upstream app { server app:8080; } server { location / {"
                                        + " proxy_pass http://app; } }")
                        .and("server.xml", TOMCAT);
        Remark remark = read.remarks("idle-order").getFirst();
        assertEquals(Weight.WARNING, remark.weight());
        assertTrue(
                remark.what()
                        .endsWith("the proxy keeps them for 60 s, if nginx is 1.29.7 or later"),
                remark.what());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nginx.conf|http { keepalive_timeout ${ka}; server { listen 80; } }",
                "server.xml|<Server><Connector port=\"80\" keepAliveTimeout=\"${ka}\"/></Server>",
                "httpd.conf|Listen 80~KeepAliveTimeout ${ka}",
                "a.cfg|listen a~ mode http~ bind :80~ timeout client \"${ka}\"",
            })
    void aTimeInAVariableIsNotedAndHeldAgainstNothing(String file, String text) {
        Read read =
                Read.of(file, text.replace("~", "\n"))
                        .and("front.conf", PROXY.formatted("45s").replace("8080", "80"));
        assertEquals(
                List.of(
                        file
                                + (file.equals("a.cfg")
                                        ? ":4"
                                        : file.equals("httpd.conf") ? ":2" : ":1")
                                + ": the time \"${ka}\" is known only when the program starts"),
                ConfigRules.notes(read.all()));
        assertEquals(List.of(), read.remarks("idle-order"));
    }

    @Test
    void aProxysTimeInAVariableIsHeldAgainstNothing() {
        assertEquals(List.of(), joined("${ka}").remarks("idle-order"));
    }

    @Test
    void aFileInWhichNothingIsFoundIsNoted() {
        assertEquals(
                List.of("a.yaml: no server and no upstream for HTTP is in there"),
                ConfigRules.notes(Read.of("a.yaml", "static_resources: { }").all()));
    }

    @Test
    void nothingElseIsSaidOfAChainInOrder() {
        assertEquals(
                List.of("idle-order"), joined("50s").remarks().stream().map(Remark::id).toList());
        assertEquals(List.of(), ConfigRules.notes(joined("50s").all()));
    }

    @Test
    void aServerThatWasNotGivenIsNoted() {
        List<String> notes = ConfigRules.notes(Read.of("nginx.conf", PROXY.formatted("60s")).all());
        assertEquals(1, notes.size());
        assertTrue(notes.getFirst().startsWith("nginx.conf:1: the servers of upstream app are in"));
    }

    @Test
    void haproxyInFrontOfAServerIsANotice() {
        Read read =
                Read.of(
                                "haproxy.cfg",
                                """
                                listen web
                                    mode http
                                    bind :80
                                    timeout client 1h
                                    server app 10.0.0.9:8080
                                """)
                        .and("server.xml", TOMCAT);
        Remark remark = read.remarks("idle-order").getFirst();
        assertEquals(Weight.NOTICE, remark.weight());
        assertTrue(remark.what().endsWith("and the proxy keeps them without limit"));
    }

    @Test
    void addressesThatDifferAreNotJoined() {
        Read read =
                Read.of("nginx.conf", PROXY.formatted("60s").replace("app:8080", "10.0.0.2:8080"))
                        .and("server.xml", TOMCAT.replace("port=", "address=\"10.0.0.3\" port="));
        assertEquals(List.of(), read.remarks("idle-order"));
    }

    @Test
    void aServerThatNeverKeepsIsAWarning() {
        Remark remark =
                Read.of("a.conf", "server { keepalive_timeout 0; }")
                        .remarks("clients-not-kept")
                        .getFirst();
        assertEquals(Weight.WARNING, remark.weight());
        assertEquals(List.of("a.conf:1: keepalive_timeout 0"), remark.evidence());
    }

    @ParameterizedTest
    @CsvSource({"5, 2", "75, 1", "700, 0"})
    void aFrontServerIsHeldAgainstLoadBalancers(String idle, int balancers) {
        List<Remark> remarks =
                Read.of("a.conf", "server { keepalive_timeout " + idle + "; }")
                        .remarks("behind-load-balancer");
        assertEquals(balancers > 0 ? 1 : 0, remarks.size());
        remarks.forEach(
                one -> assertEquals(balancers == 2, one.soWhat().contains("an AWS one (60 s)")));
    }

    @Test
    void serversThatInheritOneSettingAreToldTogether() {
        String names =
                IntStream.rangeClosed(1, 6)
                        .mapToObj(n -> "server { listen 8" + n + "; server_name s" + n + "; }\n")
                        .collect(Collectors.joining());
        String own = "server { server_name own; keepalive_timeout 20s; }\n";
        List<Remark> remarks =
                Read.of("a.conf", "http { keepalive_timeout 30s;\n" + names + own + "}")
                        .remarks("behind-load-balancer");
        assertEquals(
                List.of(
                        "nginx, server s1, server s2, server s3, server s4 and 2 more: closes idle"
                                + " connections after 30 s, sooner than load balancers in a cloud",
                        "nginx, server own: closes idle connections after 20 s, sooner than load"
                                + " balancers in a cloud"),
                remarks.stream().map(Remark::what).toList());
        assertEquals(List.of("a.conf:1: keepalive_timeout 30s"), remarks.getFirst().evidence());
    }
}
