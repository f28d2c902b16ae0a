package dev.linger.diagnosis.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void theMapForWebSocketClosesAllOthers() {
        Read read = Read.of("nginx.conf", PROXY.replace("\"\"", "$connection_upgrade"));
        assertEquals(
                List.of("nginx.conf:17: proxy_set_header Connection $connection_upgrade"),
                read.upstream().notKept());
    }

    @Test
    void fieldsOfAnInnerBlockReplaceThoseAround() {
        String text =
                PROXY.replace("proxy_set_header Connection \"\";", "proxy_set_header Host $host;");
        Read read =
                Read.of(
                        "nginx.conf",
                        text.replace("http {", "http { proxy_set_header Connection \"\";"));
        assertEquals(1, read.upstream().notKept().size());
    }

    @Test
    void aServerWithoutAnUpstreamBlockIsKeptByNoVersion() {
        Read read = Read.of("a.conf", "server { location / { proxy_pass http://10.0.0.2:9000; } }");
        assertEquals(3, read.upstream().notKept().size());
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
        assertEquals(List.of("nginx.conf:7: keepalive 0"), read.upstream().notKept());
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
}
