package dev.linger.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MicrometerMetricsTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Server server;

    @BeforeEach
    void start() throws Exception {
        MicrometerMetrics metrics = new MicrometerMetrics(registry);
        server =
                Server.start(
                        Stage.settings(), new Routes().get("/", e -> e.respond("hello")), metrics);
        metrics.watch(server);
    }

    @AfterEach
    void stop() throws Exception {
        server.stop(Duration.ZERO);
    }

    private double closed(String cause) {
        return registry.get("linger.connections.closed")
                .tag("cause", cause)
                .functionCounter()
                .count();
    }

    private long exchanges(String method, String status) {
        return registry.get("linger.exchange")
                .tag("method", method)
                .tag("status", status)
                .timer()
                .count();
    }

    @Test
    void countsByCauseMethodAndClassOfStatus() throws Exception {
        Answer.to(server, "GET / HTTP/1.1");
        Answer.to(server, "GET /missing HTTP/1.1");
        Answer.to(server, "INVENTED / HTTP/1.1");
        Answer.to(server, "ALSO-INVENTED / HTTP/1.1");
        server.stop(Duration.ofSeconds(10));
        assertEquals(4, closed("close-requested"));
        assertEquals(0, closed("idle-timeout"));
        assertEquals(0, registry.get("linger.connections.open").gauge().value());
        assertEquals(4, registry.get("linger.connections.opened").functionCounter().count());
        assertEquals(1, exchanges("GET", "2xx"));
        assertEquals(1, exchanges("GET", "4xx"));
        assertEquals(2, exchanges("other", "4xx"));
    }

    @Test
    void twoServersInOneRegistryAreToldApartByTags() throws Exception {
        MicrometerMetrics metrics = new MicrometerMetrics(registry, "server", "other");
        try (Server other =
                Server.start(Settings.of(0), exchange -> exchange.respond("x"), metrics)) {
            metrics.watch(other);
            Answer.to(other, "GET / HTTP/1.1");
            assertEquals(
                    1,
                    registry.get("linger.connections.opened")
                            .tag("server", "other")
                            .functionCounter()
                            .count());
        }
    }
}
