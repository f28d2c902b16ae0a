package dev.linger.diagnosis.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.linger.diagnosis.host.Remark;
import dev.linger.life.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NginxReaderTest {
    private static final String PROXY =
            """
            http {
                keepalive_timeout 65s;
                map $http_upgrade $connection_upgrade { default upgrade; '' close; }
                upstream app {
                    server app:8080 weight=5;
                    server 10.0.0.3;
                    keepalive 32;
                    keepalive_timeout 45s;
                }
                server {
                    listen 127.0.0.1:8000 default_server;
                    listen [::]:8000;
                    server_name example.org www.example.org;
                    location / {
                        proxy_pass http://app/path;
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                    }
                }
            }
            """;

    @Test
    void readsServersAndUpstreamsWithTheirPlaces() {
        Read read = Read.of("nginx.conf", PROXY);
        assertEquals("server example.org", read.server().name());
        assertEquals(List.of("127.0.0.1:8000", ":8000"), read.server().listens());
        assertEquals(
                new Idle(65, "keepalive_timeout 65s", new Place("nginx.conf", 2)),
                read.server().idle());
        assertEquals(
                List.of(new Address("app", 8080), new Address("10.0.0.3", 80)),
                read.upstream().servers());
        assertEquals("nginx.conf:8: keepalive_timeout 45s", read.upstream().idle().evidence());
        assertTrue(read.upstream().isKept());
    }

    @Test
    void aTimeThatNobodyKnowsIsNotedOnceForAllLocations() {
        Read read =
                Read.of(
                        "a.conf",
                        "server { listen 80; keepalive_timeout ${idle}; location /a { location /a/b"
                                + " { } } location /c { } }");
        assertEquals(
                List.of("a.conf:1: the time \"${idle}\" is known only when the program starts"),
                ConfigRules.notes(read.all()));
    }

    @Test
    void theMapForWebSocketClosesAllOthers() {
        Read read = Read.of("nginx.conf", PROXY.replace("\"\"", "$connection_upgrade"));
        assertEquals(
                List.of("nginx.conf:17: proxy_set_header Connection $connection_upgrade"),
                read.reasons());
        assertEquals(
                List.of(
                        "# nginx.conf:3, in the map of $connection_upgrade, which WebSocket needs:",
                        "'' '';"),
                read.remarks("upstream-not-kept").getFirst().fix());
    }

    @Test
    void fieldsOfAnInnerBlockReplaceThoseAround() {
        String text =
                PROXY.replace("proxy_set_header Connection \"\";", "proxy_set_header Host $host;");
        Read read =
                Read.of(
                        "nginx.conf",
                        text.replace("http {", "http { proxy_set_header Connection \"\";"));
        assertEquals(1, read.reasons().size());
    }

    @Test
    void aServerWithoutAnUpstreamBlockIsKeptByNoVersion() {
        Read read = Read.of("a.conf", "server { location / { proxy_pass http://10.0.0.2:9000; } }");
        assertEquals(3, read.reasons().size());
        String what = read.remarks("upstream-not-kept").getFirst().what();
        assertTrue(what.endsWith("each request takes a new connection to the server"), what);
    }

    @Test
    void anUpstreamBlockThatNothingIsSaidOfIsNotKeptBefore1297() {
        Read read =
                Read.of(
                        "a.conf",
                        "upstream app { server app:8080; } server { location / { proxy_pass"
                                + " http://app; } }");
        String what = read.remarks("upstream-not-kept").getFirst().what();
        assertTrue(what.endsWith("unless nginx is 1.29.7 or later"), what);
    }

    @Test
    void aKeepaliveOf0KeepsNone() {
        Read read = Read.of("nginx.conf", PROXY.replace("keepalive 32;", "keepalive 0;"));
        assertEquals(List.of("nginx.conf:7: keepalive 0"), read.reasons());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "default close; websocket upgrade;|false",
                "default upgrade; websocket close;|true",
                "default close; '' '';|true"
            })
    void aMapIsAskedWhatItMakesOfNothing(String entries, boolean kept) {
        String text =
                PROXY.replace("\"\"", "$connection_upgrade")
                        .replace("default upgrade; '' close;", entries);
        assertEquals(kept, Read.of("nginx.conf", text).upstream().isKept());
    }

    @Test
    void aServerAtASocketOfItsHostAloneHasNoPort() {
        assertEquals(List.of(), Read.of("a.conf", "server { listen unix:/a; }").server().listens());
        assertEquals(List.of("80"), Read.of("a.conf", "server { }").server().listens());
    }

    @Test
    void anOpenBracketInAPatternStandsForItself() {
        Read read =
                Read.of(
                        "dump",
                        """
                        # configuration file /etc/nginx/nginx.conf:
                        http { include conf.d/[a; server { listen 91; } }
                        # configuration file /etc/nginx/conf.d/[a:

                        server { listen 90; }
                        """);
        assertEquals(List.of(":90"), read.server().listens());
    }

    @Test
    void followsIncludes() {
        Read read =
                Read.of("nginx.conf", "http {\n  include sites/*.conf;\n}")
                        .including("sites/a.conf", "server { listen 81; keepalive_timeout 5; }");
        assertEquals("sites/a.conf:1: keepalive_timeout 5", read.server().idle().evidence());
    }

    @Test
    void readsWhatNginxPrintsOfItself() {
        Read read =
                Read.of(
                        "dump",
                        """
                        nginx: the configuration file /etc/nginx/nginx.conf syntax is ok
                        # configuration file /etc/nginx/nginx.conf:
                        http {
                            include conf.d/*.conf;
                        }
                        # configuration file /etc/nginx/conf.d/one.conf:

                        server { listen 90; }
                        """);
        assertEquals(List.of(":90"), read.server().listens());
        assertEquals("/etc/nginx/conf.d/one.conf:2", read.server().place().toString());
    }

    @Test
    void codeAndQuotationsAreNoDirectives() {
        Read read =
                Read.of(
                        "nginx.conf",
                        """
                        http {
                            server {
                                content_by_lua_block { if a then b = "{}" end }
                                add_header x 'a; b }'; # }
                                set $a "${b}c";
                                listen 82;
                            }
                        }
                        """);
        assertEquals(List.of(":82"), read.server().listens());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http { server {|nginx.conf:1: the { of this block has no }",
                "server { listen 1; } }|nginx.conf:1: a } without its {",
                "server { listen 1 }|nginx.conf:1: \"listen\" does not end with ; or a block",
                "server { keepalive_timeout soon; }|nginx.conf:1: \"soon\" is no time"
            })
    void whatCannotBeReadIsSaidWithItsLine(String text, String sentence) {
        Read read = Read.of("nginx.conf", text);
        assertEquals(sentence, assertThrows(NotReadable.class, read::all).getMessage());
    }

    @Test
    void aServerKnownOnlyLaterIsNoted() {
        List<Configuration> all =
                Read.of("a.conf", "server { location / {\n proxy_pass http://$where; } }").all();
        assertEquals(
                List.of(
                        "a.conf:2: the servers of \"proxy_pass http://$where\" are known only when a"
                                + " request comes"),
                ConfigRules.notes(all));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server { location / { proxy_pass http://unix:/run/app.sock:/a; } }",
                "upstream app { server unix:/run/app.sock; } server { location / { proxy_pass"
                        + " http://app; } }"
            })
    void aSocketOfItsHostAloneIsNoUpstream(String text) {
        Configuration read = Read.of("a.conf", text).all().getFirst();
        assertEquals(List.of(), read.upstreams());
        assertEquals(List.of(), ConfigRules.notes(List.of(read)));
    }

    @Test
    void aLocationThatClosesDoesNotHideTheOthers() {
        String text =
                PROXY.replace(
                        "location /",
                        "location /old { proxy_http_version 1.0; proxy_pass http://app; }\nlocation /");
        Read read =
                Read.of("nginx.conf", text)
                        .and(
                                "server.xml",
                                "<Server><Connector port=\"8080\" keepAliveTimeout=\"20000\"/></Server>");
        assertEquals(Weight.WARNING, read.remarks("idle-order").getFirst().weight());
        Remark remark = read.remarks("upstream-not-kept").getFirst();
        assertEquals(
                "nginx as a proxy, upstream app: requests through nginx.conf:14 take a new connection"
                        + " to the server",
                remark.what());
        assertEquals(
                List.of(
                        "# where proxy_pass stands:",
                        "proxy_http_version 1.1;",
                        "proxy_set_header Connection \"\";"),
                remark.fix());
    }

    @Test
    void theNumberOfConnectionsIsAdvisedWhereThereIsNone() {
        Read read =
                Read.of("nginx.conf", PROXY)
                        .and(
                                "server.xml",
                                "<Server><Connector port=\"8080\" keepAliveTimeout=\"20000\"/></Server>");
        assertFalse(read.remarks("idle-order").getFirst().fix().contains("keepalive 32;"));
    }

    @Test
    void theFixOfAProxyPassKeepsItsSchemeAndPath() {
        Read read =
                Read.of("a.conf", "server { location / { proxy_pass https://app:8443/api/; } }");
        List<String> fix = read.remarks("upstream-not-kept").getFirst().fix();
        assertTrue(fix.contains("    server app:8443;"), fix.toString());
        assertTrue(fix.contains("proxy_pass https://backend/api/;"), fix.toString());
    }

    @Test
    void aServerOfAGroupIsAskedAtPort80AlsoWithTls() {
        Read read =
                Read.of(
                        "a.conf",
                        "upstream App { server app; } server { location / { proxy_pass"
                                + " https://aPP; } }");
        assertEquals("upstream App", read.upstream().name());
        assertEquals(List.of(new Address("app", 80)), read.upstream().servers());
    }

    @Test
    void aRangeOfPortsIsEachOfThem() {
        Downstream server = Read.of("a.conf", "server { listen 8000-8010; }").server();
        assertTrue(server.isAt(new Address("app", 8005)));
        assertFalse(server.isAt(new Address("app", 80)));
    }

    @Test
    void aLocationsOwnTimeoutIsAServerOfItsOwn() {
        List<Downstream> servers =
                Read.of(
                                "a.conf",
                                "server { keepalive_timeout 75; location /a { keepalive_timeout 5s; }"
                                        + " location /b { keepalive_timeout 75s; }"
                                        + " location /c { keepalive_requests 1; } }")
                        .all()
                        .getFirst()
                        .downstreams();
        assertEquals(
                List.of("server", "server, location /a", "server, location /c"),
                servers.stream().map(Downstream::name).toList());
        assertEquals(
                List.of(75.0, 5.0, 0.0),
                servers.stream().map(one -> one.idle().seconds()).toList());
    }

    @Test
    void oneRequestIsNoneThatIsKept() {
        Read read =
                Read.of(
                        "nginx.conf",
                        PROXY.replace("keepalive 32;", "keepalive 32; keepalive_requests 1;"));
        assertEquals(List.of("nginx.conf:7: keepalive_requests 1"), read.reasons());
        assertEquals(
                List.of("# nginx.conf: delete keepalive_requests 1"),
                Read.of("a.conf", "server { keepalive_requests 1; }")
                        .remarks("clients-not-kept")
                        .getFirst()
                        .fix());
    }

    @Test
    void aMapWithoutWordsIsNobodys() {
        String text =
                PROXY.replace("\"\"", "$connection_upgrade")
                        .replace("map $http_upgrade", "map { a b; }\nmap $http_upgrade");
        assertEquals(1, Read.of("nginx.conf", text).reasons().size());
    }

    @Test
    void aRangeOfLettersStandsForEachOfThem() {
        String text =
                """
                # configuration file /etc/nginx/nginx.conf:
                http { include conf.d/%s; include other.conf; }
                # configuration file /etc/nginx/conf.d/55.conf:

                server { listen 90; }
                """;
        for (String pattern : List.of("[0-9][0-9].conf", "[!a]*.conf", "5?.conf")) {
            Configuration read = Read.of("dump", text.formatted(pattern)).all().getFirst();
            assertEquals(1, read.downstreams().size(), pattern);
            assertEquals(
                    List.of(
                            "/etc/nginx/nginx.conf:1: the included other.conf is not in the output"
                                    + " of nginx -T"),
                    read.notes());
        }
        assertEquals(
                0, Read.of("dump", text.formatted("[!5]*")).all().getFirst().downstreams().size());
    }
}
