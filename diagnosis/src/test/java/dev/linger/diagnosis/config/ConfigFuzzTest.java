package dev.linger.diagnosis.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever stands in a configuration, it is read, or refused by a sentence with its place. */
class ConfigFuzzTest {
    private static final int SEED = 20_261_123;
    private static final String FILE = "fuzzed";
    private static final String MARKS = "{}<>[]();:,\"'\\#!=&*|?%$-./0 \t\n\u0000\u00e9\uD83D";

    private static final List<String> SAMPLES =
            List.of(
                    """
                    http {
                        keepalive_timeout 65s 60;
                        upstream app { server 10.0.0.2:9000; keepalive 16; }
                        server {
                            listen 80;
                            include sites/*.conf;
                            location / { proxy_pass http://app; proxy_set_header Connection ""; }
                        }
                    }
                    """,
                    """
                    global
                        maxconn 4000
                    defaults
                        mode http
                        timeout client 50s
                        timeout http-keep-alive 10000 # milliseconds
                    frontend web
                        bind *:80,:8080
                        default_backend app
                    backend app
                        option http-server-close
                        server one 10.0.0.2:9000 check pool-purge-delay 5s
                    """,
                    """
                    ServerRoot "/etc/apache2"
                    KeepAliveTimeout 5
                    Listen 80
                    <IfModule mod_proxy.c>
                      <VirtualHost *:80>
                        ProxyPass "/" "http://10.0.0.2:9000/" ttl=60 disablereuse=on
                      </VirtualHost>
                    </IfModule>
                    """,
                    """
                    <?xml version="1.0"?>
                    <Server port="8005"><Service name="a">
                      <Connector port="8080" keepAliveTimeout="20000" connectionTimeout="9000"/>
                    </Service></Server>
                    """,
                    """
                    static_resources:
                      listeners:
                      - address: {socket_address: {address: 0.0.0.0, port_value: 80}}
                        filter_chains:
                        - filters:
                          - typed_config:
                              common_http_protocol_options: {idle_timeout: 3600s}
                      clusters:
                      - name: app
                        common_http_protocol_options: {idle_timeout: 30s}
                    """);

    private final Random random = new Random(SEED);

    @FuzzTest(maxDuration = "10m")
    void isReadOrRefused(byte[] input) {
        isReadOrRefused(new String(input, StandardCharsets.UTF_8));
    }

    @Test
    void damagedConfigurationsAreReadOrRefused() {
        for (int round = 0; round < 20_000; round++) {
            isReadOrRefused(damaged(SAMPLES.get(random.nextInt(SAMPLES.size()))));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http {\n server {\n",
                "static_resources:\n - [",
                "{\"static_resources\": [",
                "<Server><a>",
                "<VirtualHost *:80>\n",
                "backend a\n",
                "include x;\n"
            })
    void whatIsNestedWithoutEndIsReadOrRefused(String part) {
        isReadOrRefused(part.repeat(50_000));
    }

    private static void isReadOrRefused(String text) {
        try {
            // Everything includes everything, itself too.
            ConfigRules.look(
                    Configurations.of(
                            List.of(new ConfigText(FILE, text)),
                            (_, _) -> List.of(new ConfigText(FILE, text))));
        } catch (NotReadable refused) {
            assertTrue(refused.toString().contains(": " + FILE + ":"), refused::toString);
        }
    }

    private String damaged(String good) {
        List<String> lines = new ArrayList<>(Arrays.asList(good.split("(?<=\n)")));
        for (int change = random.nextInt(3); change > 0 && lines.size() > 1; change--) {
            String line = lines.remove(random.nextInt(lines.size()));
            for (int copies = random.nextInt(3); copies > 0; copies--) {
                lines.add(random.nextInt(lines.size() + 1), line);
            }
        }
        StringBuilder text = new StringBuilder(String.join("", lines));
        for (int change = random.nextInt(5); change > 0; change--) {
            int at = random.nextInt(text.length());
            char mark = MARKS.charAt(random.nextInt(MARKS.length()));
            switch (random.nextInt(3)) {
                case 0 -> text.setCharAt(at, mark);
                case 1 -> text.insert(at, mark);
                default -> text.delete(at, Math.min(text.length(), at + random.nextInt(1, 9)));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
