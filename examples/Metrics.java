import dev.linger.server.MicrometerMetrics;
import dev.linger.server.Routes;
import dev.linger.server.Server;
import dev.linger.server.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;

/** Figures for Prometheus at /metrics, by Micrometer: connections, closes by cause, exchanges. */
class Metrics {
    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        MicrometerMetrics metrics = new MicrometerMetrics(registry);
        Routes routes =
                new Routes()
                        .get("/hello", exchange -> exchange.respond("hello\n"))
                        .get("/metrics", exchange -> exchange.respond(registry.scrape()));
        try (Server server = Server.start(Settings.of(port), routes, metrics)) {
            metrics.watch(server);
            System.out.println("listening on port " + server.address().getPort());
            Thread.currentThread().join();
        }
    }
}
