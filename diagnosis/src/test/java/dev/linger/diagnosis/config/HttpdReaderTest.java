package dev.linger.diagnosis.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpdReaderTest {
    private static final String HTTPD =
            """
            ServerRoot "/etc/httpd"
            Define app app.example.org
            Listen 80
            Listen 8000
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
                "httpd.conf:10: KeepAlive Off", httpd.downstreams().getLast().idle().evidence());
        assertEquals(60, read.upstream().idle().seconds());
        assertEquals(List.of(new Address("app.example.org", 8080)), read.upstream().servers());
        assertEquals(
                List.of("httpd.conf:13: ProxyPass /b http://b:8081/ disablereuse=On"),
                httpd.upstreams().getLast().reasons().stream().map(Upstream.Reason::text).toList());
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
        assertEquals(
                List.of("httpd.conf:3: ProxySet ttl=48 disablereuse=on"),
                upstream.reasons().stream().map(Upstream.Reason::text).toList());
        String after = text.replace("8080/\n", "8080/ ttl=7 disablereuse=off\n");
        assertEquals(7, Read.of("httpd.conf", after).upstream().idle().seconds());
        assertTrue(Read.of("httpd.conf", after).upstream().isKept());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ProxyPassMatch ^/(.*)$ http://app:8080/$1|' (a $ in the URL, and no enablereuse=on)'",
                "ProxyPassMatch ^(/.*)$ http://app:8080$1|' (a $ before the path)'",
                "ProxyPassMatch ^/(.*)$ http://app:8080/$1 enablereuse=on|",
                "ProxyPassMatch ^/(.*)$ http://app:8080/$1 disablereuse=off|",
                "ProxyPass / http://app:8080/ enablereuse=Off|''",
                "ProxyPass / http://app:8080/ disablereuse=on enablereuse=on|",
                "ProxyPass / http://app:8080/ enablereuse=on disablereuse=on|''",
                "RewriteRule ^/(.*)$ http://app:8080/$1 [P,L]|' (no worker of its own)'",
                "RewriteRule ^(/.*)$ http://app:8080$1 [L,P]|' (no worker of its own)'"
            })
    void whatAnExpressionFindsOrARuleRewritesIsKeptOnlyWhereItIsTold(
            String directive, @Nullable String reason) {
        Read read = Read.of("httpd.conf", "Listen 80\n" + directive + "\n");
        assertEquals(List.of(new Address("app", 8080)), read.upstream().servers());
        assertEquals(
                reason == null ? List.of() : List.of("httpd.conf:2: " + directive + reason),
                read.reasons());
    }

    @Test
    void aServerThatARequestNamesIsNeverKept() {
        Read read = Read.of("httpd.conf", "Listen 80\nProxyPassMatch ^/(.*)$ http://$1:8080/\n");
        assertEquals(List.of(), read.upstream().servers());
        assertEquals(1, read.remarks("upstream-not-kept").size());
        assertEquals(List.of(), ConfigRules.notes(read.all()));
    }

    @Test
    void aRewrittenRequestIsKeptByTheWorkerOfItsServer() {
        String rule = "Listen 80\nRewriteRule ^/(.*)$ http://app:8080/a/$1 [P]\n";
        String reverse = "ProxyPassReverse / http://app:8080/\n";
        String section = "<Proxy http://app:8080/>\n%s\n</Proxy>\n";
        assertEquals(1, Read.of("a", rule + reverse).remarks("upstream-not-kept").size());
        assertEquals(
                1,
                Read.of("a", rule + section.formatted("Require all granted"))
                        .remarks("upstream-not-kept")
                        .size());
        for (String worker :
                List.of(
                        section.formatted("ProxySet ttl=3"),
                        section.formatted("").replace("/>", "/ max=4>"),
                        "ProxyPass /b http://app:8080/b\n")) {
            assertEquals(List.of(), Read.of("a", rule + worker).remarks("upstream-not-kept"));
        }
        assertEquals(
                List.of("<Proxy \"http://app:8080/\">", "    ProxySet ttl=30", "</Proxy>"),
                Read.of("a", rule).remarks("upstream-not-kept").getFirst().fix().subList(1, 4));
    }

    @Test
    void oneUrlMayBeKeptInOneHostAndNotInAnother() {
        Read read =
                Read.of(
                        "httpd.conf",
                        """
                        Listen 80
                        <VirtualHost *:80>
                            ProxyPass / http://app:8080/
                        </VirtualHost>
                        <VirtualHost *:80>
                            ProxyPass / http://app:8080/
                        </VirtualHost>
                        <VirtualHost *:80>
                            SetEnv proxy-nokeepalive 1
                            ProxyPass / http://app:8080/
                        </VirtualHost>
                        """);
        assertEquals(2, read.all().getFirst().upstreams().size());
    }

    @Test
    void theMainServerIsNotToldWhereHostsAnswerAll() {
        Read read =
                Read.of(
                        "httpd.conf",
                        """
                        Listen 8080
                        <VirtualHost *:8080>
                            KeepAliveTimeout 75
                        </VirtualHost>
                        <VirtualHost *:8080>
                            ServerName b
                        </VirtualHost>
                        """);
        assertEquals(1, read.all().getFirst().downstreams().size());
        assertEquals(75, read.server().idle().seconds());
        assertEquals("VirtualHost *:8080", read.server().name());
    }

    @Test
    void theMainServerAnswersWhereHostsHaveOtherAddresses() {
        String text = "Listen 80\nListen 81\n<VirtualHost %s>\nKeepAlive Off\n</VirtualHost>\n";
        assertEquals(
                List.of("81"), Read.of("httpd.conf", text.formatted("*:80")).server().listens());
        assertEquals(
                List.of("80", "81"),
                Read.of("httpd.conf", text.formatted("10.0.0.1:80")).server().listens());
        assertEquals(
                List.of("*:80", "*:81"),
                Read.of("httpd.conf", text.formatted("_default_:*")).server().listens());
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "5S, 5", "2mi, 120", "1Min, 60", "1H, 3600", "500MS, 0.5"})
    void httpdsTimesAreInItsOwnUnits(String time, double seconds) {
        Read read = Read.of("httpd.conf", "Listen 80\nKeepAliveTimeout " + time + "\n");
        assertEquals(seconds, read.server().idle().seconds());
    }

    @Test
    void httpdRefusesMinutesOfOneLetter() {
        Read read = Read.of("httpd.conf", "Listen 80\nKeepAliveTimeout 5m\n");
        assertEquals(
                "httpd.conf:2: \"5m\" is no time",
                assertThrows(NotReadable.class, read::all).getMessage());
    }

    @Test
    void httpdsPortInAVariableIsNoted() {
        assertEquals(
                List.of(
                        "httpd.conf:1: the port of \"Listen ${PORT}\" is known only when httpd"
                                + " starts"),
                ConfigRules.notes(Read.of("httpd.conf", "Listen ${PORT}\nKeepAlive On\n").all()));
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
}
